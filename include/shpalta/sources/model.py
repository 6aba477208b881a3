"""What a source is: a site that we read, one YAML entry."""

from __future__ import annotations

import re
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from shpalta.sources.strategies import Entry, Strategy, is_web_url

_CONTACT = re.compile(r"https?://[!-'*-~]+|(mailto:)?[!#-'*+\--9=?A-Z^-~]+@[A-Za-z0-9.-]+")


class SourceLimits(Entry):
    """How much of a site is asked for at most."""

    pages: Annotated[int | None, Field(ge=1, description="Pages a day; empty means all")] = None
    page_bytes: Annotated[int, Field(ge=1_024, le=64 * 1024 * 1024, description="Bytes of one page as sent")] = 8 * 1024 * 1024
    seconds_per_page: Annotated[float, Field(gt=0, le=300, description="Seconds for one page, from asking to its end")] = 30.0
    minutes: Annotated[float, Field(gt=0, le=1_440, description="Minutes for all pages of a day; the rest is deferred")] = 120.0


class SourceTemplate(Entry):
    """Where a site's pages keep their text; for sites where the parser alone does not find it."""

    body: Annotated[str, Field(description="CSS selector of the elements that hold the whole text")] = ""
    drop: Annotated[str, Field(description="CSS selector of elements of the page that are never text")] = ""

    @field_validator("body", "drop")
    @classmethod
    def _is_selector(cls, value: str) -> str:
        try:
            LexborHTMLParser("<p></p>").css(value or "p")
        except SelectolaxError as error:
            raise ValueError(f"{value!r} is not a CSS selector") from error
        return value


class Source(Entry):
    """A site that we read: how its articles are found, and how it wants to be treated."""

    id: Annotated[
        str,
        Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$", description="Stands in keys and rows; never changes"),
    ]
    name: Annotated[str, Field(min_length=1, description="What people call it")]
    home: Annotated[str, Field(description="Its front page")]
    language: Annotated[str, Field(description="BCP 47 code of most of its articles")] = "uk"
    zone: Annotated[str, Field(description="IANA zone whose calendar days its articles are dated in")] = "Europe/Kyiv"
    is_local: Annotated[bool, Field(description="Whether it may be on a private or loopback address")] = False
    delay_seconds: Annotated[
        float | None,
        Field(ge=0, le=60, description="Least pause between requests; robots.txt may ask for more"),
    ] = None
    contact: Annotated[
        str | None,
        Field(description="Address that the site's owner can write to, sent in the User-Agent; empty: SHPALTA_CONTACT"),
    ] = None
    limits: Annotated[SourceLimits, Field(description="How much of it is asked for at most")] = SourceLimits()
    template: Annotated[SourceTemplate, Field(description="Where its pages keep their text")] = SourceTemplate()
    strategies: Annotated[tuple[Strategy, ...], Field(min_length=1, description="How its articles are found")]

    _home = field_validator("home")(is_web_url)

    @field_validator("contact")
    @classmethod
    def _contact_can_be_sent(cls, value: str | None) -> str | None:
        if value is not None and not _CONTACT.fullmatch(value):
            raise ValueError(f"{value!r} is neither an e-mail address nor the URL of a web page, in ASCII")
        return value

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is not an IANA time zone") from error
        return value
