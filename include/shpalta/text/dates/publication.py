"""When an article came out and was last changed: what the page says, in the order in which it can be believed.

Never a date from the sidebar, never the future, never the footer's year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

from shpalta.text import jsonld
from shpalta.text.dates.in_addresses import day_of_folder
from shpalta.text.dates.moments import Moment, Reading, read_moment
from shpalta.text.dates.visible import beside_headline
from shpalta.text.document import Document, squeeze, unmarked
from shpalta.text.jsonld import Node
from shpalta.text.tree_nodes import STAMPS

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued", "dcterms.issued",
    "pubdate", "publish_date", "publishdate", "publication_date", "article_date_original", "prism.publicationdate",
    "citation_publication_date", "citation_online_date", "vr:published-time", "og:publish_date", "og:pubdate",
    "displaydate", "originalpublicationdate", "article.created", "bt:pubdate", "shareaholic:article_published_time",
    "rnews:datepublished", "iso-8601-publish-date", "release_date", "last-modified-date-original", "uploaddate",
    "analyticsattributes.articledate", "article:post_date", "article:published_date", "article:publicationdate",
    "citation_date", "dateposted", "dc.date.publication", "mediator_published_time", "og:article:published",
    "og:datepublished", "og:published_time", "og:regdate", "published", "published_at", "published_date", "published_time",
    "publish_time", "rbpubdate", "twt-published-at", "video:release_date", "pdate", "ptime", "firstpublished", "article:date",
    "news_date", "post_date", "dable:article:published_time",
)  # fmt: skip
_CREATED = (
    "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "date.created", "datecreated", "gentime", "date",
    "dc.created", "content_create_date", "created", "doc_date", "field-name-post-date", "timestamp", "creation_date",
    "dcsext.articlefirstpublished",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "dcterms.modified",
    "dc.date.modified", "date.modified", "date.updated", "article:modified", "article_date_updated", "revision_date",
    "last-modified", "vr:updated-time", "article:modified_date", "article:post_modified", "bt:moddate", "dateupdate",
    "dc.modified", "lastmod", "lastdate", "modified", "modificationdate", "modified_time", "og:modified_time", "updated_time",
)  # fmt: skip
_Names = tuple[tuple[str, str], ...]
_PUBLISHED_NAMES, _CREATED_NAMES, _MODIFIED_NAMES = (
    tuple((name, unmarked(name)) for name in names) for names in (_PUBLISHED, _CREATED, _MODIFIED)
)
_TOLERANCE = timedelta(hours=26)
_SAME_MOMENT = timedelta(minutes=2)
_MIGRATED = timedelta(days=3)
_ANOTHER_DAY = timedelta(hours=30)
_PIECES = re.compile(r"\s+[|–—-]\s+|\s*[|»]\s*|,\s")
_IS_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d")
_FARTHEST_EAST, _FARTHEST_WEST, _ZONE_STEP = timedelta(hours=14), timedelta(hours=-12), timedelta(minutes=15)
_MOST_STAMPSS = 12


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment with where it was found."""

    moment: Moment
    source: str


def published(document: Document, node: Node | None, reading: Reading) -> Dated | None:
    """Decide when the page came out; None when nothing on it is sure."""
    spelled = document.unmarked_metas
    stated = _outvoted_last(list(_believable(_stated_published(document, node, spelled), reading)), spelled, document, reading)
    first = _most_exact(stated)
    in_path = _from_path(document.url, reading)
    if first is not None and not (in_path and _is_later_stamp(first, in_path, reading)):
        return _on_the_sites_clock(first, stated, document, reading)
    titled = None if in_path else _in_title(document, reading)
    if titled is not None:
        return titled
    weak = next(_believable(_from_metas(spelled, _CREATED_NAMES), reading), None)
    if weak is not None and in_path and _is_later_stamp(weak, in_path, reading):
        weak = None
    shown = beside_headline(document, reading)
    if shown is None or is_future(shown, reading) or (weak and _is_finer(weak.moment, shown)) or _is_far(shown, in_path):
        return weak or in_path
    return Dated(shown, "text")


def _is_far(shown: Moment, in_path: Dated | None) -> bool:
    """Say whether another day than the address's is shown: another's, or one whose month was taken for the day."""
    return in_path is not None and abs(shown.at - in_path.moment.at) > _MIGRATED


def _outvoted_last(stated: list[Dated], spelled: Mapping[str, list[str]], document: Document, reading: Reading) -> list[Dated]:
    """Put a meta first where JSON-LD says quite another day, and a third voice agrees with the meta and none with it."""
    first, meta = next(iter(stated), None), next((each for each in stated if each.source.startswith("meta")), None)
    if first is None or meta is None or first.source != "jsonld" or abs(first.moment.at - meta.moment.at) < _ANOTHER_DAY:
        return stated
    voices = [each.moment.at.date() for each in _believable(_from_metas(spelled, _CREATED_NAMES), reading)]
    shown = beside_headline(document, reading)
    voices += [shown.at.date()] if shown is not None else []
    if meta.moment.at.date() not in voices or first.moment.at.date() in voices:
        return stated
    return [meta, *stated]


def _most_exact(stated: list[Dated]) -> Dated | None:
    """Give the first, or the first that says the time of that day where the first says the day alone."""
    if not stated:
        return None
    first = stated[0]
    day = first.moment.at.date()
    return next((each for each in stated if each.moment.precision != "day" and each.moment.at.date() == day), first)


def _is_finer(one: Moment, other: Moment) -> bool:
    return other.precision == "day" and one.precision != "day" and one.at.date() == other.at.date()


def _on_the_sites_clock(first: Dated, stated: list[Dated], document: Document, reading: Reading) -> Dated:
    """Give a time that was written in UTC the offset in which the page says the same moment elsewhere, where it does."""
    moment = first.moment
    if moment.precision == "day" or not moment.is_zoned or moment.at.utcoffset():
        return first
    for other in _other_stamps(stated, document, reading):
        offset = _offset_between(moment.at, other)
        if offset:
            return Dated(replace(moment, at=moment.at.astimezone(timezone(offset))), first.source)
    return (
        Dated(replace(moment, at=moment.at.astimezone(ZoneInfo(reading.zone))), first.source)
        if reading.is_zone_known
        else first
    )


def _other_stamps(stated: list[Dated], document: Document, reading: Reading) -> Iterator[Moment]:
    yield from (each.moment for each in stated)
    for element in document.nodes.get(STAMPS, ())[:_MOST_STAMPSS]:
        moment = read_moment(element.attributes.get("datetime") or "", reading)
        if moment is not None:
            yield moment
    # Readers see the site's own clock: what it shows is asked only where nobody knows where it ticks.
    shown = None if reading.is_zone_known else beside_headline(document, reading)
    if shown is not None:
        yield shown


def _offset_between(at: datetime, other: Moment) -> timedelta | None:
    """Give the offset of a clock that shows `other` at this moment; None where it does not show this moment."""
    if other.precision == "day":
        return None
    if other.is_zoned:
        return other.at.utcoffset() if abs(other.at - at) < _SAME_MOMENT else None
    ahead = other.at.replace(tzinfo=None) - at.replace(tzinfo=None)
    steps = round(ahead / _ZONE_STEP)
    is_zone = abs(ahead - steps * _ZONE_STEP) < timedelta(minutes=1) and _FARTHEST_WEST <= ahead <= _FARTHEST_EAST
    return steps * _ZONE_STEP if is_zone else None


def modified(document: Document, node: Node | None, reading: Reading, came_out: Dated | None) -> Dated | None:
    """Decide when the page was last changed: never before it came out; None also where it says that it never was."""
    texts = [(text, "jsonld") for text in jsonld.texts((node or {}).get("dateModified"), document.graph)]
    texts += _from_metas(document.unmarked_metas, _MODIFIED_NAMES)
    for dated in _believable(texts, reading):
        if came_out is not None and abs(dated.moment.at - came_out.moment.at) < _SAME_MOMENT:
            return None
        if came_out is None or dated.moment.at > came_out.moment.at:
            return dated
    return None


def _stated_published(document: Document, node: Node | None, spelled: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield from ((text, "jsonld") for text in jsonld.texts((node or {}).get(key), document.graph))
    yield from _from_metas(spelled, _PUBLISHED_NAMES)
    for other in document.graph.nodes:
        yield from ((text, "jsonld") for text in jsonld.texts(other.get("datePublished"), document.graph)[:1])
    stamps = ((element, element.attributes) for element in document.nodes.get(STAMPS, ()))
    stated = ((each, attributes) for each, attributes in stamps if _is_publication(attributes))
    for element, attributes in islice(stated, 3):
        text = attributes.get("content") or attributes.get("datetime") or squeeze(element.text())
        yield text or "", "microdata"


def _is_publication(attributes: Mapping[str, str | None]) -> bool:
    return attributes.get("itemprop") == "datePublished" or "pubdate" in attributes


def _from_metas(spelled: Mapping[str, list[str]], names: _Names) -> Iterator[tuple[str, str]]:
    yield from ((spelled[letters][0], f"meta:{name}") for name, letters in names if letters in spelled)


def _believable(texts: Iterable[tuple[str, str]], reading: Reading) -> Iterator[Dated]:
    known: dict[str, Moment | None] = {}
    for text, source in texts:
        if text not in known:  # many pages say one time in five places
            known[text] = read_moment(text, reading)
        moment = known[text]
        if moment is not None and not is_future(moment, reading):
            yield Dated(moment, source)


def is_future(moment: Moment, reading: Reading) -> bool:
    return reading.shown_at is not None and moment.at > reading.shown_at + _TOLERANCE


def _is_later_stamp(stated: Dated, in_path: Dated, reading: Reading) -> bool:
    """Say whether the stated time is that of a migration, or of the request itself: the address names an earlier day."""
    shown = reading.shown_at
    if shown is not None and stated.moment.precision != "day" and abs(stated.moment.at - shown) < _SAME_MOMENT:
        return True
    return stated.moment.at - in_path.moment.at > _MIGRATED


def _from_path(url: str, reading: Reading) -> Dated | None:
    moment = day_of_folder(url, reading)
    return Dated(moment, "url") if moment is not None and not is_future(moment, reading) else None


def _in_title(document: Document, reading: Reading) -> Dated | None:
    """Read a date that is a piece of the page's title: "Headline | Site | 28.04.2023"."""
    for piece in reversed(_PIECES.split(document.title)[1:]):
        moment = read_moment(piece, reading) if _IS_DATE.fullmatch(piece) else None
        if moment is not None and not is_future(moment, reading):
            return Dated(moment, "title")
    return None
