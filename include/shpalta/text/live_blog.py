"""The entries of a live blog: what schema.org says of them, or the repeated blocks that each begin with a time of their own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from selectolax.lexbor import LexborNode

from shpalta.text import jsonld, trade_words
from shpalta.text.dates.moments import Reading, read_moment
from shpalta.text.document import Document, squeeze
from shpalta.text.live_clocks import CLOCK, clocked_entries, days_of, read_clock
from shpalta.text.tree_nodes import UPDATES

if TYPE_CHECKING:
    from shpalta.text.body import Body

_TYPES = frozenset(["LiveBlogPosting"])
_UPDATES = '[itemprop="liveBlogUpdate"]'
_STAMPS = '[itemprop="datePublished"], [itemprop="dateCreated"], time'
_HEADINGS = "h2, h3, h4, h5, h6"
_FEWEST, _MOST = 3, 300
_STEPS_UP = 8
_LONGEST_STAMP, _LOOKED_AT, _FIRST = 60, 400, 4
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One entry of a live blog; `headline`, `date_published` and `url` are None where it has none."""

    headline: str | None
    text: str
    date_published: datetime | None
    url: str | None


Entries: TypeAlias = tuple[LiveEntry, ...]


class _Read(NamedTuple):
    """An entry as read, and the time of day that it begins with where it says no more."""

    entry: LiveEntry
    clock: time | None


def live_entries(document: Document, headline: str, body: Body, reading: Reading, came_out: datetime | None) -> Entries:
    """List the entries in the page's order; none where the page is no live blog. `came_out` is the day of bare clocks."""
    stated = tuple(_stated(document, reading))[:_MOST]
    if stated:
        return stated
    is_stated = bool(document.graph.of_type(_TYPES))
    marked = document.tree.css(_UPDATES)[:_MOST] if UPDATES in document.nodes else []
    entries: list[_Read] = []
    if marked:
        entries = list(_entries_of(marked, body.lines, document, reading))
    elif is_stated or trade_words.LIVE.search(headline):
        entries = list(_entries_of(_repeated(document.tree.css("time")[:_MOST]), body.lines, document, reading))
        if len(entries) < _FEWEST:
            clocked = clocked_entries(body.blocks.texts, body.lines)[:_MOST]
            entries = [_Read(LiveEntry(None, "\n".join(each.lines), None, None), each.clock) for each in clocked]
    return _dated(entries, came_out, reading) if len(entries) >= _FEWEST or is_stated else ()


def _dated(entries: Sequence[_Read], came_out: datetime | None, reading: Reading) -> Entries:
    moments = days_of([each.clock for each in entries], came_out, reading)
    return tuple(
        each.entry if each.entry.date_published else replace(each.entry, date_published=at)
        for each, at in zip(entries, moments, strict=True)
    )


def is_live_blog(document: Document, entries: Sequence[LiveEntry]) -> bool:
    return bool(entries) or bool(document.graph.of_type(_TYPES))


def _stated(document: Document, reading: Reading) -> Iterator[LiveEntry]:
    for blog in document.graph.of_type(_TYPES):
        updates = blog.get("liveBlogUpdate")
        for update in updates if isinstance(updates, list) else [updates]:
            node = document.graph.resolve(update)
            if isinstance(node, dict):
                text = _plain(node, document, "articleBody", "text", "description")
                if text:
                    moment = read_moment(_plain(node, document, "datePublished"), reading)
                    address = _plain(node, document, "url", "@id")
                    yield LiveEntry(
                        _plain(node, document, "headline", "name") or None,
                        text,
                        moment.at if moment else None,
                        document.absolute(address) if address else None,
                    )


def _plain(node: dict[str, Any], document: Document, *names: str) -> str:
    """Give the first of these properties that has words, without the markup that sites put into it."""
    texts = (text for name in names for text in jsonld.texts(node.get(name), document.graph))
    return next(filter(None, (squeeze(unescape(_TAG.sub(" ", text))) for text in texts)), "")


def _repeated(stamps: Sequence[LexborNode]) -> list[LexborNode]:
    """Give the elements side by side that hold one time each; of several such rows the longest."""
    counts: Counter[int] = Counter()
    above: list[list[LexborNode]] = []
    for stamp in stamps:
        chain = _ancestors(stamp)
        above.append(chain)
        counts.update(each.mem_id for each in chain)
    rows: dict[int, list[LexborNode]] = defaultdict(list)
    for chain in above:
        own = [place for place, each in enumerate(chain) if counts[each.mem_id] == 1]
        if own and own[-1] + 1 < len(chain):
            rows[chain[own[-1] + 1].mem_id].append(chain[own[-1]])
    return max(rows.values(), key=lambda row: sum(len(each.text()) for each in row), default=[])


def _ancestors(node: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    above = node.parent
    while above is not None and len(found) < _STEPS_UP:
        found.append(above)
        above = above.parent
    return found


def _entries_of(elements: Sequence[LexborNode], lines: Sequence[str], document: Document, reading: Reading) -> Iterator[_Read]:
    """Read entries from elements; of an element's text that counts which stands among the article's lines."""
    packed = [(line, _packed(line)) for line in lines]
    for element in elements:
        shown = _packed(element.text())
        own = [line for line, words in packed if words in shown]
        title = element.css_first(_HEADINGS)
        headline = squeeze(title.text()) if title is not None else ""
        said = _said(element)
        moment = read_moment(said, reading)
        text = "\n".join(line for line in own if line not in (headline, said))
        if text:
            name = element.attributes.get("id")
            address = f"{document.url.partition('#')[0]}#{name}" if name else None
            clock = None if moment else read_clock(said)
            yield _Read(LiveEntry(headline or None, text, moment.at if moment else None, address), clock)


def _said(element: LexborNode) -> str:
    """Give the time that an entry says: as it is marked, else a line of its own among its first, else its beginning."""
    stamp = element.css_first(_STAMPS)
    if stamp is None:
        pieces = [squeeze(piece) for piece in element.text(separator="\n")[:_LOOKED_AT].split("\n") if piece.strip()]
        alone = next((piece for piece in pieces[:_FIRST] if CLOCK.fullmatch(piece)), None)
        return alone or " ".join(pieces)[:_LONGEST_STAMP]
    return squeeze(stamp.attributes.get("content") or stamp.attributes.get("datetime") or stamp.text())


def _packed(text: str) -> str:
    return "".join(text.split())
