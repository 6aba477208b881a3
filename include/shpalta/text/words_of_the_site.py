"""Lines in which a site speaks to its readers of itself: calls to subscribe, what it earns by a link, advertisements."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from shpalta.text import trade_words

_LONGEST_ASIDE, _LONGEST_DISCLOSURE = 160, 400
_LONGEST_LABEL, _AROUND_LABELS = 24, " :.-–—*[]()|"


def without_words_of_the_site(texts: Sequence[str], places: list[int]) -> list[int]:
    """Leave out of an article's lines those in which its site speaks of itself."""
    taken = set(_spoken_by_the_site(texts, [place for place in places if len(texts[place]) <= _LONGEST_DISCLOSURE]))
    return [place for place in places if place not in taken] if taken else places


def _spoken_by_the_site(texts: Sequence[str], short: list[int]) -> Iterator[int]:
    lines = [texts[place] for place in short]
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for match in trade_words.WORDS_OF_THE_SITE.finditer("\n".join(lines)):
        number = bisect_right(starts, match.start()) - 1
        if len(lines[number]) <= _LONGEST_ASIDE or trade_words.DISCLOSURE.match(match[0]):
            yield short[number]
    for place, line in zip(short, lines, strict=True):
        if len(line) <= _LONGEST_LABEL and line.strip(_AROUND_LABELS).casefold() in trade_words.ADVERTISEMENTS:
            yield place
