"""One page to one article, or to a reject that says why it is none: pure and deterministic."""

from __future__ import annotations

import re
from datetime import datetime

from shpalta.errors import PageError
from shpalta.steps.parse.article import Alternate, Article, Reject
from shpalta.text import kinds, limits, metadata, publication
from shpalta.text.body import extract_body, without_opening
from shpalta.text.document import Document, read_document
from shpalta.text.moments import Reading
from shpalta.text.page_language import language_of
from shpalta.text.related import separate
from shpalta.web.charset import decode

DEFAULT_ZONE = "Europe/Kyiv"
_HTML_TYPES = ("html", "xml", "text/plain", "octet-stream")
_BINARY = re.compile(rb"^(?:%PDF|\x89PNG|\xff\xd8\xff|GIF8|PK\x03\x04|RIFF|\x1f\x8b|OggS|ID3|\x00\x00\x00.ftyp)", re.S)


def parse_page(
    html: bytes,
    url: str,
    *,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    zone: str = DEFAULT_ZONE,
) -> Article | Reject:
    """Get the article out of a page as received; `zone` is where its undated clocks tick.

    `fetched_at` bounds the dates and anchors relative ones. Never raises for a bad page: that is a Reject.
    """
    if content_type and not any(name in content_type.lower() for name in _HTML_TYPES):
        return Reject("bad_content", f"the content type is {content_type[:100]}")
    if not html.strip(b" \t\r\n\0") or _BINARY.match(html):
        return Reject("bad_content", "the body is empty or no text")
    try:
        limits.check_bytes(html)
        markup = decode(html, content_type).replace("\0", "")
        limits.check_markup(markup)
    except PageError as error:
        return Reject("over_limits", error.problem)
    document = read_document(markup, url)
    return _article_of(document, markup, fetched_at, zone)


def _article_of(document: Document, markup: str, fetched_at: datetime | None, zone: str) -> Article | Reject:
    node = metadata.main_node(document)
    sites = metadata.site_names(document, node)
    headline, alternative = metadata.headline(document, node, sites)
    lines = without_opening(extract_body(document, markup), headline.value or "")
    separated = separate(lines)
    body = "\n".join(lines[place].text for place in separated.kept)
    refusal = kinds.why_no_article(document, headline.value or "", body)
    if refusal is not None:
        return Reject(*refusal)
    language = language_of(f"{headline.value}\n{body}", document.language)
    reading = Reading(zone, document.language or language or "", fetched_at)
    came_out = publication.published(document, node, reading)
    changed = publication.modified(document, node, reading, came_out)
    return Article(
        headline=headline.value or body.split("\n", 1)[0][:200],
        article_body=body,
        alternative_headline=alternative,
        description=metadata.description(document, node).value,
        authors=metadata.authors(document, node, sites).value,
        article_section=metadata.section(document, node).value,
        publisher_keywords=metadata.keywords(document, node).value,
        image_url=metadata.image(document, node).value,
        publisher=metadata.publisher(document, node).value,
        is_accessible_for_free=metadata.is_free(document, node).value,
        in_language=language,
        canonical_url=metadata.canonical_url(document, node).value,
        date_published=came_out.moment.at if came_out else None,
        date_published_precision=came_out.moment.precision if came_out else None,
        date_published_source=came_out.source if came_out else None,
        date_modified=changed.moment.at if changed else None,
        date_modified_source=changed.source if changed else None,
        related=separated.teasers,
        alternates=tuple(Alternate(*each) for each in metadata.alternates(document)),
    )
