"""When an article came out, where neither the head nor the headline says it: by lines, labels, and last by a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from htmldate import find_date

from shpalta.text.blocks.naming import COMMENT, FOOTER
from shpalta.text.blocks.reading import Blocks
from shpalta.text.document import Document, squeeze, strip
from shpalta.text.moments import FIRST_YEAR, LONGEST_TEXT, Moment, Reading, read_moment
from shpalta.text.publication import Dated, is_future
from shpalta.text.sureness import GUESSED
from shpalta.text.trade_words import LABELLED_DATE

_FULL_YEAR = re.compile(r"(?:19|20)\d\d|\.\d\d\b")
_YEAR = re.compile(r"(?:19|20)(?<!\d\d\d)\d\d")
_NUMBER_BEFORE = re.compile(r"(?<!\d)\d{1,2}(?:[./_-]|[^\d<>\"=/]{2,20})\Z")
_NUMBER_BEHIND = re.compile(r"[./_-]\d{1,2}(?!\d)|[01]\d[0-3]\d(?!\d)|\s?[年년]")
_LONGEST_BESIDE = 22
_BEGINS_DATED = re.compile(r"\W{0,3}\d{1,4}(?:[./-]\d|\.?\s\w)")
_SIDES = "aside, [class*=sidebar i], [id*=sidebar i], [class*=related i]"
_LONGEST_STAMP = 60
_DATELINE = 30
_MOST_LINKED = 0.7
_MOST_TIMES = 3
# A whole day beside the sign, where a footer has but a year.
_COPYRIGHT = re.compile(r"©\s*(?P<date>\d{1,2}\.\d{1,2}\.\d{4}[^<]{0,20})")
_SIGN, _LONGEST_SIGNED = "©".encode(), 120
# What pages that are made in the browser carry along: the keys under which their programs keep a date of publication.
_STATED = re.compile(rb":\s*\\?[\"'](?P<date>\d{4}-\d\d-\d\d[^\"'\\]{0,30})")
_KEY = re.compile(
    rb"[\"'](?:date_?published|published_?at|publish(?:ed)?_?date|published_?time|publication_?date|created_?at|date_?created)"
    rb"\\?[\"']\s*\Z",
    re.IGNORECASE,
)
_LONGEST_KEY = 40


def elsewhere(around: Iterable[str], blocks: Blocks, markup: bytes, document: Document, reading: Reading) -> Dated | None:
    """Decide by the lines around the text, a label, any line that is a date, the page's programs, or a guess."""
    for source, text in _candidates(around, blocks, markup, document):
        moment = read_moment(text, reading)
        if moment is not None and not is_future(moment, reading):
            return Dated(moment, source)
    moment = _guessed(document, reading)
    return Dated(moment, GUESSED) if moment is not None else None


def _candidates(around: Iterable[str], blocks: Blocks, markup: bytes, document: Document) -> Iterator[tuple[str, str]]:
    """Give (source, text) of all that may be the date, the surest first; looks no further than it is asked."""
    yield from (("text", line) for line in around if _FULL_YEAR.search(line))
    yield from (("text", match["rest"]) for match in LABELLED_DATE.finditer(" ".join(blocks.texts)))
    yield from (("text", stamp) for stamp in _stamps(blocks, _beside(document)))
    yield from (("state", date) for date in _stated(markup))
    if len(document.times) <= _MOST_TIMES:
        yield from (("text", time) for time in document.times)
    yield from (("text", date) for date in _signed(markup))


def _stated(markup: bytes) -> Iterator[str]:
    for match in _STATED.finditer(markup):
        if _KEY.search(markup, max(match.start() - _LONGEST_KEY, 0), match.start()):
            yield match["date"].decode("utf-8", "ignore")


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
            if is_own and text not in beside:
                yield text if is_short else text[:_DATELINE]


def _may_hold_day(text: str) -> bool:
    """Say whether a year stands anywhere beside another number: a guess costs as much as all else that is asked of a page."""
    return any(
        _NUMBER_BEFORE.search(text, max(year.start() - _LONGEST_BESIDE, 0), year.start())
        or _NUMBER_BEHIND.match(text, year.end())
        for year in _YEAR.finditer(text)
    )


def _guessed(document: Document, reading: Reading) -> Moment | None:
    """Ask htmldate, which looks at names and addresses in what is left of the page: a day that may be right.

    It answers with the first of January where all that it found is a year: a footer's, mostly.
    """
    newest = (reading.shown_at or datetime.max.replace(tzinfo=UTC)).strftime("%Y-%m-%d")
    markup = (document.tree.body.html if document.tree.body is not None else None) or ""
    if not _may_hold_day(markup) and not _may_hold_day(document.url):
        return None
    try:
        found = find_date(
            markup,
            extensive_search=False,
            original_date=True,
            url=document.url,
            max_date=newest,
            min_date=f"{FIRST_YEAR}-01-01",
        )
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return None
    return read_moment(found, reading) if found and not found.endswith("-01-01") else None
