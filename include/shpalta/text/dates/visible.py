"""The date that readers see beside the headline, where no machine form says it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from selectolax.lexbor import LexborNode

from shpalta.text.dates.moments import LONGEST_TEXT, Moment, Precision, Reading, read_moment
from shpalta.text.document import Document, squeeze
from shpalta.text.whereabouts import is_elsewhere

_DATED = (
    "time, [class*=date i], [class*=time i], [class*=publish i], [class*=meta i], [class*=posted i], [class*=created i], "
    "[id*=date i], [data-timestamp], [data-published], [data-datetime]"
)
_STAMPS = (
    "datetime", "content", "data-utime", "data-timestamp", "data-published", "data-datetime", "data-date", "data-time", "title",
)  # fmt: skip
_ELSEWHERE = frozenset({"aside", "nav", "footer", "form", "li", "figure", "figcaption", "h2", "h3", "h4"})
_EXACTNESS: dict[Precision, int] = {"day": 0, "minute": 1, "instant": 2}
_STEPS_UP = 4
_MOST_LOOKED_AT = 12
_CALLED_ANYWHERE = f"{_DATED}, [property*=date i], [property*=created i], [class*=authored i], abbr[title]"
_FULL_YEAR = re.compile(r"(?:19|20)\d\d|\b1\d{9}\b")
_MOST_ANYWHERE = 40


def beside_headline(document: Document, reading: Reading) -> Moment | None:
    """Find a date near the headline: in the smallest container of it that shows one, never in an aside or a list."""
    heading = next((node for node in document.nodes.get("h1", ())[:3] if squeeze(node.text())), None)
    container = heading.parent if heading is not None else None
    for _ in range(_STEPS_UP):
        if container is None or container.tag in ("body", "html"):
            return None
        shown = [moment for text in _dated_texts(container) if (moment := read_moment(text, reading)) is not None]
        if shown:
            return _most_exact(shown)
        container = container.parent
    return None


def called_date(document: Document, reading: Reading) -> Moment | None:
    """Find the day that a page names most often in what is called a date, of several the earliest.

    Comments, asides and footers are not asked. What else stands on the page of an article mostly came later than it.
    """
    found: dict[date, list[Moment]] = defaultdict(list)
    for node in document.tree.css(_CALLED_ANYWHERE)[:_MOST_ANYWHERE]:
        texts = [text for text in _texts_of(node) if _FULL_YEAR.search(text)]
        moment = next(filter(None, (read_moment(text, reading) for text in texts)), None) if texts else None
        if moment is not None and ("property" in node.attributes or not is_elsewhere(node)):
            found[moment.at.date()].append(moment)
    return min(found.values(), key=lambda same: (-len(same), same[0].at))[0] if found else None


def _most_exact(shown: list[Moment]) -> Moment:
    """Give the first time, or another that says the same more exactly."""
    first = shown[0]
    finer = (each for each in shown if _EXACTNESS[each.precision] > _EXACTNESS[first.precision] and _says(first, each))
    return next(finer, first)


def _says(rough: Moment, fine: Moment) -> bool:
    one, other = rough.at.replace(tzinfo=None), fine.at.replace(tzinfo=None)
    return one.date() == other.date() if rough.precision == "day" else abs(one - other) < timedelta(minutes=1)


def _dated_texts(container: LexborNode) -> Iterator[str]:
    for node in container.css(_DATED)[:_MOST_LOOKED_AT]:
        if _is_elsewhere(node, container):
            continue
        yield from _texts_of(node)


def _texts_of(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    yield from (stamp for name in _STAMPS if (stamp := attributes.get(name)) and stamp[:1].isdigit())
    text = squeeze(node.text(separator=" "))
    if 4 < len(text) <= LONGEST_TEXT:
        yield text


def _is_elsewhere(node: LexborNode, container: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None and above.mem_id != container.mem_id:
        if above.tag in _ELSEWHERE:
            return True
        above = above.parent
    return False
