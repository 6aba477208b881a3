"""One page to one article, or to a reject that says why it is none: pure and deterministic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shpalta.errors import PageError
from shpalta.steps.parse.article import Alternate, Article, LanguageHint, Reject, field_source
from shpalta.text import kinds, limits
from shpalta.text.body import Body, extract_body
from shpalta.text.dates import publication
from shpalta.text.dates.elsewhere import Surroundings, elsewhere, with_clock
from shpalta.text.dates.moments import Reading
from shpalta.text.dates.publication import Dated
from shpalta.text.dates.site_zone import zone_of_site
from shpalta.text.document import Document, read_document
from shpalta.text.fields import bylines, metadata
from shpalta.text.fields.found import Found
from shpalta.text.fields.metadata import Fields
from shpalta.text.live_blog import is_live_blog, live_entries
from shpalta.text.page_language import language_of
from shpalta.text.passages import tables
from shpalta.text.template_hints import NO_HINTS, TemplateHints
from shpalta.web.charset import wide_charset
from shpalta.web.utf8 import to_utf8

DEFAULT_ZONE = "Europe/Kyiv"
_LONGEST_OPENING = 200
_BLANK = re.compile(rb"[ \t\r\n\0]*\Z")
_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]",
    re.I,
)
_HTML_TYPES = ("html", "xml", "text/plain", "octet-stream")
_BINARY = re.compile(rb"^(?:%PDF|\x89PNG|\xff\xd8\xff|GIF8|PK\x03\x04|RIFF|\x1f\x8b|OggS|ID3|\x00\x00\x00.ftyp)", re.S)


def parse_page(
    html: bytes,
    url: str,
    *,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    zone: str | None = None,
    hints: TemplateHints = NO_HINTS,
) -> Article | Reject:
    """Get the article out of a page as received; `zone` is where its clocks tick, told by its domain where it is None.

    `fetched_at` bounds the dates and anchors relative ones; `hints` say where the site keeps its text.
    Never raises for a bad page: that is a Reject.
    """
    if content_type and not any(name in content_type.lower() for name in _HTML_TYPES):
        return Reject("bad_content", f"the content type is {content_type[:100]}")
    if _BLANK.match(html) or _BINARY.match(html) or not limits.is_text(_beginning(html)):
        return Reject("bad_content", "the body is empty or no text")
    if _FEED.match(html):
        return Reject("bad_content", "the body is a feed or a sitemap")
    try:
        limits.check_bytes(html)
        markup = to_utf8(html, content_type).replace(b"\0", b"")
        limits.check_markup(markup)
    except PageError as error:
        return Reject("over_limits", error.problem)
    document = read_document(markup, url)
    return _article_of(document, markup, fetched_at, zone, hints)


def _beginning(html: bytes) -> bytes:
    """Give the first bytes of a page as they would stand in an eight-bit charset."""
    head = html[: limits.HEAD]
    wide = wide_charset(head)
    return head.decode(wide, "ignore").encode("utf-8", "ignore") if wide else head


def _article_of(
    document: Document, markup: bytes, fetched_at: datetime | None, zone: str | None, hints: TemplateHints
) -> Article | Reject:
    fields = metadata.read_fields(document)
    known_zone = zone or zone_of_site(document.url)
    tongue = document.language or language_of(f"{fields.headline.value} {fields.description.value}", "") or ""
    reading = Reading(known_zone or DEFAULT_ZONE, tongue, fetched_at, known_zone is not None)
    stated = publication.published(document, fields.node, reading)
    body = extract_body(document, fields.words(document), markup, hints, fields.authors.value)
    if body.title:
        fields = replace(fields, headline=Found(body.title, "text"))
    seen = kinds.Impression(
        fields.headline.value or "", body.lines, len(body.teasers), fields.is_free.value, body.after, body.listed_count
    )
    refusal = kinds.why_no_article(document, seen)
    if refusal is not None:
        return Reject(*refusal)
    came_out = _came_out(
        stated, Surroundings(body.around, seen.headline, fields.image.value or "", body.blocks, markup), document, reading
    )
    changed = publication.modified(document, fields.node, reading, came_out)
    entries = live_entries(document, fields.headline.value or "", body, reading, came_out.moment.at if came_out else None)
    article = _made_of(fields, body, document, came_out, changed)
    return replace(article, page_kind="live_blog", live_entries=entries) if is_live_blog(document, entries) else article


def _came_out(stated: Dated | None, seen: Surroundings, document: Document, reading: Reading) -> Dated | None:
    if stated is None:
        return elsewhere(seen, document, reading)
    return with_clock(stated, seen, reading) if stated.source == "url" else stated


def _made_of(fields: Fields, body: Body, document: Document, came_out: Dated | None, changed: Dated | None) -> Article:
    text = "\n".join(body.lines)
    signed = bylines.authors_beside(body.around, fields.authors, fields.sites)
    found = {
        "headline": fields.headline if fields.headline.value else Found(body.lines[0][:_LONGEST_OPENING], "text"),
        "alternative_headline": fields.alternative_headline,
        "description": fields.description,
        "authors": signed,
        "article_section": fields.section,
        "publisher_keywords": fields.keywords,
        "image_url": fields.image,
        "image_caption": _caption(fields, body),
        "publisher": fields.publisher,
        "is_accessible_for_free": fields.is_free,
        "canonical_url": fields.canonical_url,
    }
    dated = {"date_published": came_out, "date_modified": changed}
    sources = {name: each.source for name, each in {**found, **dated}.items() if each is not None and each.source}
    return Article(
        **{name: each.value for name, each in found.items()},
        **_of_dates(dated),
        article_body=text,
        in_language=language_of(f"{fields.headline.value}\n{text}", document.language),
        language_hints=tuple(LanguageHint(*each) for each in metadata.language_hints(document, fields.node)),
        related=body.teasers,
        alternates=tuple(Alternate(*each) for each in metadata.alternates(document)),
        outlinks=body.outlinks,
        media=fields.media,
        tables=tables(document, body.lines),
        field_sources=tuple(field_source(name, source) for name, source in sources.items()),
    )


def _caption(fields: Fields, body: Body) -> Found:
    """Give the words below the lead image: those of its own figure, else those that stand where it does."""
    is_shown = fields.image.value and body.legend and not fields.image_caption.value
    return Found(body.legend, "text") if is_shown else fields.image_caption


def _of_dates(dated: Mapping[str, Dated | None]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, each in dated.items():
        if each is not None:
            said = {"": each.moment.at, "_precision": each.moment.precision, "_source": each.source}
            columns |= {f"{name}{part}": value for part, value in said.items()}
    return columns
