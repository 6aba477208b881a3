"""When an article came out, where neither the head nor the headline says it: by lines, labels, and last by a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shpalta.text.blocks.naming import COMMENT, FOOTER
from shpalta.text.blocks.reading import Blocks
from shpalta.text.dates.in_addresses import day_of_picture, day_within
from shpalta.text.dates.in_state import stated_in_programs
from shpalta.text.dates.moments import LONGEST_TEXT, Moment, Reading, read_moment
from shpalta.text.dates.publication import Dated, is_future, modified
from shpalta.text.dates.visible import called_date
from shpalta.text.document import Document, squeeze, strip
from shpalta.text.fields.sureness import CALLED, CHANGED, PICTURED
from shpalta.text.names import fold
from shpalta.text.trade_words import LABELLED_DATE

_FULL_YEAR = re.compile(r"(?:19|20|25)\d\d|\.\d\d\b|[٠-٩۰-۹०-९০-৯๐-๙]{4}")
_BEGINS_DATED = re.compile(r"\W{0,3}\d{1,4}(?:[./-]\d|\.?\s\w)")
_SIDES = "aside, [class*=sidebar i], [id*=sidebar i], [class*=related i]"
_LONGEST_STAMP = 60
_DATELINE = 30
_MOST_LINKED = 0.7
_MOST_TIMES = 3
# A whole day beside the sign, where a footer has but a year.
_COPYRIGHT = re.compile(r"©\s*(?P<date>\d{1,2}\.\d{1,2}\.\d{4}[^<]{0,20})")
_SIGN, _LONGEST_SIGNED = "©".encode(), 120
_WORD = re.compile(r"[^\W\d_]{3,}")
_MOST_WORDS = 5
_SHORTEST_OWN_NAME = 12
_HANDLE = re.compile(r"\(@\w+\)")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a text: the short lines before and after it, the page's headline, picture, blocks and bytes."""

    around: tuple[str, ...]
    headline: str
    picture: str
    blocks: Blocks
    markup: bytes


def elsewhere(seen: Surroundings, document: Document, reading: Reading) -> Dated | None:
    """Decide by the lines around the text, a label, any line that is a date, the page's programs, its address, or a guess."""
    for source, text in _candidates(seen, document):
        moment = read_moment(text, reading)
        if moment is not None and not is_future(moment, reading):
            return Dated(moment, source)
    for guess, source in ((_within, "url"), (_changed, CHANGED), (called_date, CALLED)):
        moment = guess(document, reading)
        if moment is not None and not is_future(moment, reading):
            return Dated(moment, source)
    moment = day_of_picture(seen.picture, reading)
    return Dated(moment, PICTURED) if moment is not None and not is_future(moment, reading) else None


def with_clock(named: Dated, seen: Surroundings, reading: Reading) -> Dated:
    """Give the time of the day that only the address names, where a line around the text tells it."""
    for line in _nearest_first(seen):
        moment = read_moment(line, reading) if _FULL_YEAR.search(line) else None
        if moment is not None and moment.precision != "day" and moment.at.date() == named.moment.at.date():
            return Dated(moment, "text")
    return named


def _within(document: Document, reading: Reading) -> Moment | None:
    return day_within(document.url, reading)


def _changed(document: Document, reading: Reading) -> Moment | None:
    changed = modified(document, None, reading, None)
    return changed.moment if changed is not None else None


def _nearest_first(seen: Surroundings) -> list[str]:
    """Order the lines around a text: those behind the headline as they stand, then those before it from the nearest."""
    around, title = seen.around, fold(seen.headline)
    shown = max((place for place, line in enumerate(around) if fold(line) == title), default=-1)
    return [*around[shown + 1 :], *reversed(around[: max(shown, 0)])]


def _own_names(seen: Surroundings, document: Document) -> tuple[bytes, ...]:
    """Give what names this article in the page's programs: its headline, and the last part of its address."""
    name = document.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return tuple(each.encode() for each in (seen.headline, name) if len(each) >= _SHORTEST_OWN_NAME)


def _is_stamp(line: str) -> bool:
    """Say whether a line is hardly more than a date: it may name who wrote, or what the date is of."""
    return len(line) <= _LONGEST_STAMP and len(_WORD.findall(line)) <= _MOST_WORDS and not _HANDLE.search(line)


def _candidates(seen: Surroundings, document: Document) -> Iterator[tuple[str, str]]:
    """Give (source, text) of all that may be the date, the surest first; looks no further than it is asked."""
    blocks, markup = seen.blocks, seen.markup
    dated = [line for line in _nearest_first(seen) if _FULL_YEAR.search(line)]
    yield from (("text", line) for line in dated if _is_stamp(line))
    yield from (("text", match["rest"]) for match in LABELLED_DATE.finditer(" ".join(blocks.texts)))
    yield from (("text", line[:_DATELINE]) for line in dated if _BEGINS_DATED.match(line))
    yield from (("text", stamp) for stamp in _stamps(blocks, _beside(document)))
    yield from (("state", date) for date in stated_in_programs(markup, _own_names(seen, document)))
    yield from (("text", line) for line in dated if not _HANDLE.search(line))
    if len(document.times) <= _MOST_TIMES:
        yield from (("text", time) for time in document.times)
    yield from (("text", date) for date in _signed(markup))


def _signed(markup: bytes) -> Iterator[str]:
    place = markup.find(_SIGN)
    while place >= 0:
        match = _COPYRIGHT.match(markup[place : place + _LONGEST_SIGNED].decode("utf-8", "ignore"))
        if match:
            yield match["date"]
        place = markup.find(_SIGN, place + 1)


def _beside(document: Document) -> str:
    """Take what stands beside an article out of the tree, and give its text: the dates of others."""
    strip(document.tree)
    texts = []
    for node in reversed(document.tree.css(_SIDES)):
        if node.tag not in ("html", "body") and node.css_first("h1, article, main") is None:
            texts.append(squeeze(node.text(separator=" ")))
            node.decompose()
    return "\n".join(texts)


def _stamps(blocks: Blocks, beside: str) -> Iterator[str]:
    """Give the short lines with a year, and the beginnings of others that begin with a date; not of comments."""
    for place, text in enumerate(blocks.texts):
        is_short = len(text) <= _LONGEST_STAMP
        if (is_short or _BEGINS_DATED.match(text)) and _FULL_YEAR.search(text[:LONGEST_TEXT]):
            is_linked = blocks.linked[place] > _MOST_LINKED * len(text)
            is_own = not blocks.flags[blocks.node[place]] & (COMMENT | FOOTER) and not is_linked
            if is_own and text not in beside and not _HANDLE.search(text):
                yield text if is_short else text[:_DATELINE]
