"""Dates that a text names, resolved against the day it came out: Ukrainian, Russian and English.

Values are EDTF (ISO 8601-2): 2024-11-29, 2024-06, 2024-22 for a summer, 2024-33 for a quarter, 2014, 201X for a decade,
19XX for a century, 2013/2017 and 2024-11-05/2024-11-07 for ranges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from shpalta.text.dates.grammar import (
    DECADE,
    EVERY_NEED,
    FIGURE,
    MONTH,
    MONTH_AND_FIGURE,
    NUMERIC,
    WHOLE_WORDS,
    YEAR,
    grammar,
    triggers,
)
from shpalta.text.dates.readers import Reader
from shpalta.text.dates.values import Grain

DATES_METHOD = "shpalta-calendar-3"

_FIGURE = re.compile(r"(\d+)(?=([./]\d|[s-])?)")
_FIGURE_FOLLOWS = re.compile(r"\.?\s+\d")
_LONGEST_FIGURE = 4
_AROUND = 24


class TextDate(NamedTuple):
    """A date in a text: where it stands, its EDTF value, its first and last day, how exact and how sure it is."""

    start: int
    end: int
    edtf: str
    first_day: date
    last_day: date
    grain: Grain
    confidence: float


def find_dates(text: str, published_on: date | None) -> list[TextDate]:
    """Find the dates in a text, in reading order; without a day of publication only those that name their year.

    A relative word beside a full date ("сьогодні, 29 листопада") is one date, and agreement makes it sure.
    """
    found: list[TextDate] = []
    taken = bytearray(len(text))
    for start, end, has in _windows(text):
        for pattern, read in _patterns(has):
            for match in pattern.finditer(text, start, end):
                if not any(taken[match.start() : match.end()]):
                    value = read(match, published_on)
                    if value is not None:
                        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                        found.append(TextDate(match.start(), match.end(), *value))
    return sorted(found)


@lru_cache(1_024)
def _patterns(has: frozenset[str]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """Give the patterns that can be found where there are such words."""
    return tuple((pattern, read) for pattern, read, needs in grammar() if needs <= has)


def _windows(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Give the parts of a text that may hold a date, and which kinds of words of the calendar, or figures, each has."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that has no lower case of its own length
        yield 0, len(text), frozenset(EVERY_NEED)
        return
    first, last, has = 0, 0, ""
    for start, end, kind in sorted([*_figures(text), *_words(text, lowered)]):
        if has and start - _AROUND > last:
            yield first, last, frozenset(has)
            has = ""
        first = first if has else max(0, start - _AROUND)
        last = min(len(text), max(last, end + _AROUND))
        has += kind
    if has:
        yield first, last, frozenset(has)


def _figures(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the figures that may be of a date, and what each may be: no part of a long number is a day."""
    for match in _FIGURE.finditer(text):
        digits, after = match.groups()
        kind = FIGURE if len(digits) <= _LONGEST_FIGURE else ""
        if len(digits) >= _LONGEST_FIGURE:
            kind += YEAR + DECADE
        if after:
            kind += DECADE if len(after) == 1 else NUMERIC
        yield *match.span(), kind


def _words(text: str, lowered: str) -> Iterator[tuple[int, int, str]]:
    """Give the words of the calendar, and which needs of the patterns each meets."""
    kinds, automaton = _triggers()
    for number, start, end in automaton.find_matches_as_indexes(lowered, overlapping=True):
        kind = kinds[number]
        if not (WHOLE_WORDS.issuperset(kind) and _is_within_a_word(text, start, end)):
            yield start, end, kind + MONTH_AND_FIGURE if MONTH in kind and _FIGURE_FOLLOWS.match(text, end) else kind


def _is_within_a_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalpha()) or text[end : end + 1].isalpha()


@cache
def _triggers() -> tuple[list[str], AhoCorasick]:
    """Give the words that may be of a date, each with the needs of patterns that it meets."""
    needs: dict[str, str] = {}
    for need, forms in triggers().items():
        for form in forms:
            needs[form] = needs.get(form, "") + need
    ordered = sorted(needs)
    return [needs[form] for form in ordered], AhoCorasick(ordered, implementation=Implementation.DFA)
