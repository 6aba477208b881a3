"""When an article came out and was last changed: what the page says, in the order in which it can be believed.

Never a date from the sidebar, never the future, never the footer's year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from htmldate import find_date

from shpalta.text import jsonld
from shpalta.text.document import Document, squeeze
from shpalta.text.jsonld import Node
from shpalta.text.moments import FIRST_YEAR, Moment, Reading, read_moment
from shpalta.text.visible_dates import beside_headline

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued", "dcterms.issued",
    "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "dc:date", "pubdate", "publishdate", "publish_date",
    "pub_date", "publish-date", "publication_date", "article_date_original", "prism.publicationdate",
    "citation_publication_date", "citation_online_date", "vr:published-time", "og:publish_date", "og:pubdate",
    "displaydate", "originalpublicationdate", "date.created", "datecreated", "article.created", "bt:pubdate",
    "shareaholic:article_published_time", "rnews:datepublished", "iso-8601-publish-date", "gentime", "date", "release_date",
    "last-modified-date-original", "uploaddate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "dcterms.modified",
    "dc.date.modified", "date.modified", "date.updated", "article:modified", "article_date_updated", "revision_date",
    "last-modified", "vr:updated-time",
)  # fmt: skip
_IN_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?:(?P<sep>[/-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})|(?P<mm>\d\d)(?P<dd>\d\d))(?=[/_-]|$)"
)
_TOLERANCE = timedelta(hours=26)
_SAME_MOMENT = timedelta(minutes=2)
_MIGRATED = timedelta(days=3)
_FULL_YEAR = re.compile(r"(?:19|20)\d\d|\.\d\d\b")
GUESSED = "htmldate"


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment with where it was found."""

    moment: Moment
    source: str


def published(document: Document, node: Node | None, reading: Reading) -> Dated | None:
    """Decide when the page came out; None when nothing on it is sure."""
    stated = list(_believable(_stated_published(document, node), reading))
    exact = next((dated for dated in stated if dated.moment.precision != "day"), None)
    first = stated[0] if stated else None
    if first is not None and exact is not None and exact.moment.at.date() == first.moment.at.date():
        first = exact
    in_path = _from_path(document.url, reading)
    if first is not None and not (in_path and _is_later_stamp(first, in_path, reading)):
        return first
    shown = beside_headline(document, reading)
    if shown is not None and not _is_future(shown, reading):
        return Dated(shown, "text")
    return in_path


def in_lines(lines: Iterable[str], reading: Reading) -> Dated | None:
    """Read the first date, with its year, of the short lines that stand around an article's text."""
    for line in lines:
        moment = read_moment(line, reading) if _FULL_YEAR.search(line) else None
        if moment is not None and not _is_future(moment, reading):
            return Dated(moment, "text")
    return None


def guessed(markup: str, document: Document, reading: Reading) -> Dated | None:
    """Ask htmldate, which searches the whole page: a day that may be right; slow, so only where all else is silent."""
    newest = (reading.shown_at or datetime.max.replace(tzinfo=UTC)).strftime("%Y-%m-%d")
    try:
        found = find_date(markup, original_date=True, url=document.url, max_date=newest, min_date=f"{FIRST_YEAR}-01-01")
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return None
    moment = read_moment(found, reading) if found else None
    return Dated(moment, GUESSED) if moment else None


def modified(document: Document, node: Node | None, reading: Reading, came_out: Dated | None) -> Dated | None:
    """Decide when the page was last changed: never before it came out; None also where it says that it never was."""
    texts = [(text, "jsonld") for text in jsonld.texts((node or {}).get("dateModified"), document.graph)]
    texts += [(text, f"meta:{name}") for name in _MODIFIED for text in document.metas.get(name, ())[:1]]
    for dated in _believable(texts, reading):
        if came_out is not None and abs(dated.moment.at - came_out.moment.at) < _SAME_MOMENT:
            return None
        if came_out is None or dated.moment.at > came_out.moment.at:
            return dated
    return None


def _stated_published(document: Document, node: Node | None) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield from ((text, "jsonld") for text in jsonld.texts((node or {}).get(key), document.graph))
    for name in _PUBLISHED:
        yield from ((text, f"meta:{name}") for text in document.metas.get(name, ())[:1])
    for other in document.graph.nodes:
        yield from ((text, "jsonld") for text in jsonld.texts(other.get("datePublished"), document.graph)[:1])
    for element in document.tree.css('[itemprop="datePublished"], time[pubdate]')[:3]:
        attributes = element.attributes
        text = attributes.get("content") or attributes.get("datetime") or squeeze(element.text())
        yield text or "", "microdata"


def _believable(texts: Iterable[tuple[str, str]], reading: Reading) -> Iterator[Dated]:
    for text, source in texts:
        moment = read_moment(text, reading)
        if moment is not None and not _is_future(moment, reading):
            yield Dated(moment, source)


def _is_future(moment: Moment, reading: Reading) -> bool:
    return reading.shown_at is not None and moment.at > reading.shown_at + _TOLERANCE


def _is_later_stamp(stated: Dated, in_path: Dated, reading: Reading) -> bool:
    """Say whether the stated time is that of a migration, or of the request itself: the address names an earlier day."""
    shown = reading.shown_at
    if shown is not None and stated.moment.precision != "day" and abs(stated.moment.at - shown) < _SAME_MOMENT:
        return True
    return stated.moment.at - in_path.moment.at > _MIGRATED


def _from_path(url: str, reading: Reading) -> Dated | None:
    match = _IN_PATH.search(urlsplit(url).path)
    if match is None:
        return None
    moment = read_moment(f"{match['year']}-{match['month'] or match['mm']}-{match['day'] or match['dd']}", reading)
    return Dated(moment, "url") if moment is not None and not _is_future(moment, reading) else None
