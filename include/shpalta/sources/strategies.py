"""The ways in which a source's articles are found: one YAML entry each, discriminated by `kind`."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

PLACEHOLDERS = frozenset({"{yyyy}", "{mm}", "{dd}", "{m}", "{d}", "{page}"})
_BRACES = re.compile(r"\{[^}]*\}")


def is_web_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{value!r} is not an http or https URL")
    return value


def _is_pattern(value: str | None) -> str | None:
    try:
        re.compile(value or "")
    except re.error as error:
        raise ValueError(f"{value!r} is not a regular expression: {error}") from error
    return value


def _is_template(value: str) -> str:
    unknown = sorted(set(_BRACES.findall(value)) - PLACEHOLDERS)
    if unknown:
        raise ValueError(f"{unknown[0]} is not among {', '.join(sorted(PLACEHOLDERS))}")
    return value


class Entry(BaseModel):
    """A part of the sources file: unknown fields are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Reaching(Entry):
    reach_days: ClassVar[int | None] = None

    def beyond_reach(self, age_days: int) -> str | None:
        """Say why a day of that age cannot be found this way; None where it can, or where only reading will tell."""
        if self.reach_days is not None and age_days > self.reach_days:
            return f"It remembers {self.reach_days} days at most"
        return None


class _ArchiveOfOthers(_Reaching):
    days_after: Annotated[int, Field(ge=0, le=31, description="Captures of so many days after the day are looked at too")] = 2
    least_age_days: Annotated[int, Field(ge=0, description="Younger days are not asked for: the site itself has them")] = 3

    def beyond_reach(self, age_days: int) -> str | None:
        if age_days < self.least_age_days:
            return f"It is asked only for days at least {self.least_age_days} days old"
        return super().beyond_reach(age_days)


class Feed(_Reaching):
    """A feed: RSS, Atom or JSON; remembers hours or days."""

    kind: Literal["rss"]
    url: Annotated[str, Field(description="Where the feed is")]
    reach_days: ClassVar[int | None] = 31
    _url = field_validator("url")(is_web_url)


class Sitemap(_Reaching):
    """A sitemap or an index of sitemaps; a news sitemap remembers two days, a dated one years."""

    kind: Literal["sitemap"]
    url: Annotated[str, Field(description="Where the sitemap or its index is; may have {yyyy}, {mm}, {dd}, {m}, {d}")]
    _url = field_validator("url")(is_web_url)


class Archive(_Reaching):
    """The site's own list of a day's articles, page by page; remembers years."""

    kind: Literal["archive"]
    url: Annotated[str, Field(description="Its URL, with {yyyy}, {mm}, {dd}, {m}, {d} for the day and {page} for the page")]
    first_page: Annotated[int, Field(ge=0, description="What {page} starts with")] = 1
    most_pages: Annotated[int, Field(ge=1, le=500, description="So many pages are read at most")] = 50
    articles: Annotated[str | None, Field(description="Regular expression that an article's URL matches; empty: guess")] = None
    _url = field_validator("url")(is_web_url)
    _articles = field_validator("articles")(_is_pattern)

    @field_validator("url")
    @classmethod
    def _names_the_day(cls, value: str) -> str:
        if not {"{yyyy}", "{dd}"} <= set(_BRACES.findall(value)) and "{d}" not in value:
            raise ValueError("a day's archive page needs {yyyy}, {mm} and {dd} in its URL")
        return _is_template(value)


class UrlList(_Reaching):
    """A plain list of URLs, one a line, each with its date behind a tab if it is known."""

    kind: Literal["list"]
    url: Annotated[str, Field(description="http(s):// or file:///, may have {yyyy}, {mm}, {dd}, {m}, {d}")]

    @field_validator("url")
    @classmethod
    def _is_readable(cls, value: str) -> str:
        return _is_template(value if value.startswith("file:///") else is_web_url(value))


class WarcFiles(_ArchiveOfOthers):
    """Pages that somebody else has crawled into WARC files: a folder, a bucket, or Common Crawl's news."""

    kind: Literal["warc"]
    url: Annotated[
        str,
        Field(description="file:/// or s3:// folder of *.warc.gz, or the URL of a warc.paths.gz; may have {yyyy}, {mm}, {dd}"),
    ]

    @field_validator("url")
    @classmethod
    def _is_readable(cls, value: str) -> str:
        return _is_template(value if value.startswith(("file:///", "s3://")) else is_web_url(value))


class Cdx(_ArchiveOfOthers):
    """A web archive's CDX index, by default the Wayback Machine's; pages are replayed from it as they were captured."""

    kind: Literal["cdx"]
    url: Annotated[str, Field(description="Where the CDX server answers")] = "https://web.archive.org/cdx/search/cdx"
    replay: Annotated[str, Field(description="Where captures are replayed, before TIMESTAMPid_/URL")] = (
        "https://web.archive.org/web/"
    )
    scope: Annotated[str | None, Field(description="Host or host/path whose captures are asked for; empty: the source's")] = (
        None
    )
    _url = field_validator("url", "replay")(is_web_url)


Strategy = Annotated[Feed | Sitemap | Archive | UrlList | WarcFiles | Cdx, Field(discriminator="kind")]


def for_day(template: str, day: date, page: int | None = None) -> str:
    """Fill in the day, and the page where one is given."""
    filled = {"{yyyy}": f"{day:%Y}", "{mm}": f"{day:%m}", "{dd}": f"{day:%d}", "{m}": f"{day.month}", "{d}": f"{day.day}"}
    if page is not None:
        filled["{page}"] = str(page)
    return _BRACES.sub(lambda match: filled.get(match[0], match[0]), template)
