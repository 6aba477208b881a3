"""What parsing makes of a page: an article, or a reject that says why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from shpalta.text.fields.media import Medium
from shpalta.text.fields.sureness import sureness
from shpalta.text.lines import Teaser
from shpalta.text.live_blog import LiveEntry
from shpalta.text.passages import DataTable, Outlink

Reason = Literal[
    "index_page",
    "soft_404",
    "error_page",
    "paywall_stub",
    "gallery",
    "video",
    "consent_wall",
    "no_article",
    "bad_content",
    "over_limits",
    "parser_failed",
    "other_day",
    "no_date",
]

PageKind = Literal["article", "live_blog"]

REASONS: dict[Reason, str] = {
    "index_page": "A front page, a section, a tag or a search: links to articles, no article.",
    "soft_404": "The site says that there is nothing here, with a status that says there is.",
    "error_page": "The site answered with an error, a challenge for browsers or a notice of maintenance.",
    "paywall_stub": "The beginning of an article, the rest of which is sold.",
    "gallery": "Pictures with captions and no running text.",
    "video": "A video or a broadcast with no running text.",
    "consent_wall": "A question about cookies instead of the page.",
    "no_article": "A page without enough running text to be an article.",
    "bad_content": "Not HTML: another format, or bytes without text.",
    "over_limits": "Too large, too deep, too many attributes, too slow or too hungry for a parser.",
    "parser_failed": "The parser broke on it: a fault of ours, the detail says which.",
    "other_day": "An article that came out on another day: other_date says which.",
    "no_date": "Neither the page nor its discovery says when it came out.",
}


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another edition of the page: `kind` is amp or hreflang."""

    kind: str
    language: str | None
    url: str


@dataclass(frozen=True, slots=True)
class LanguageHint:
    """What the page says of its own language, as written."""

    source: str
    language: str


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where a field was found, and how often that place was right."""

    field: str
    source: str
    confidence: float


def field_source(field: str, source: str) -> FieldSource:
    """Say where a field was found, with how sure that place is."""
    return FieldSource(field, source, sureness(field, source))


@dataclass(frozen=True, slots=True)
class Article:
    """An article; the fields are the content columns of the lake, times keep the offset that the page gave."""

    headline: str
    article_body: str
    page_kind: PageKind = "article"
    alternative_headline: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    article_section: str | None = None
    publisher_keywords: tuple[str, ...] = ()
    image_url: str | None = None
    image_caption: str | None = None
    publisher: str | None = None
    is_accessible_for_free: bool | None = None
    in_language: str | None = None
    language_hints: tuple[LanguageHint, ...] = ()
    canonical_url: str | None = None
    date_published: datetime | None = None
    date_published_precision: str | None = None
    date_published_source: str | None = None
    date_modified: datetime | None = None
    date_modified_precision: str | None = None
    date_modified_source: str | None = None
    related: tuple[Teaser, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    outlinks: tuple[Outlink, ...] = ()
    media: tuple[Medium, ...] = ()
    tables: tuple[DataTable, ...] = ()
    live_entries: tuple[LiveEntry, ...] = ()
    field_sources: tuple[FieldSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A page that is no article of the day: one of REASONS, and what exactly was seen."""

    reason: Reason
    detail: str
    other_date: date | None = None
