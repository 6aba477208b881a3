"""What a source is: a site that we read, one YAML entry."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator


def _is_web_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{value!r} is not an http or https URL")
    return value


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Feed(_Entry):
    """A feed: RSS, Atom or JSON; remembers hours."""

    kind: Literal["rss"]
    url: str
    _url = field_validator("url")(_is_web_url)


class Sitemap(_Entry):
    """A sitemap or an index of sitemaps; a news sitemap remembers two days, a dated one years."""

    kind: Literal["sitemap"]
    url: str
    _url = field_validator("url")(_is_web_url)


Strategy = Annotated[Feed | Sitemap, Field(discriminator="kind")]


class SourceLimits(_Entry):
    """How much of a site is asked for at most."""

    pages: Annotated[int | None, Field(ge=1, description="Pages a day; empty means all")] = None
    page_bytes: Annotated[int, Field(ge=1_024, le=64 * 1024 * 1024, description="Bytes of one page as sent")] = 8 * 1024 * 1024
    seconds_per_page: Annotated[float, Field(gt=0, le=300, description="Seconds for one page, from asking to its end")] = 30.0
    minutes: Annotated[float, Field(gt=0, le=1_440, description="Minutes for all pages of a day; the rest is deferred")] = 120.0


class Source(_Entry):
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
    limits: Annotated[SourceLimits, Field(description="How much of it is asked for at most")] = SourceLimits()
    strategies: Annotated[tuple[Strategy, ...], Field(min_length=1, description="How its articles are found")]

    _home = field_validator("home")(_is_web_url)

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is not an IANA time zone") from error
        return value
