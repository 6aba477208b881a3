"""Dates that a text names, resolved against the day it came out: Ukrainian, Russian and English.

Values are EDTF (ISO 8601-2): 2024-11-29, 2024-06, 2014, 201X for a decade, 2013/2017 for a range of years.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick

from shpalta.text import lexicon

DATES_METHOD = "shpalta-calendar"

Grain = Literal["day", "month", "year", "decade", "range"]

# Figures that may be a day or a year, but no part of a long number.
_FIGURE = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_AROUND = 24
_TOO_SHORT = frozenset(("р", "рр", "г", "гг"))
_EARLIEST, _LATEST = 1000, 2100
# A day and month without a year is the last such day, unless it is no further ahead than this.
_AHEAD = timedelta(days=90)


class TextDate(NamedTuple):
    """A date in a text: where it stands, its EDTF value, its first and last day, how exact and how sure it is."""

    start: int
    end: int
    edtf: str
    first_day: date
    last_day: date
    grain: Grain
    confidence: float


class _Value(NamedTuple):
    edtf: str
    first_day: date
    last_day: date
    grain: Grain
    confidence: float


_Reader = Callable[[re.Match[str], date | None], _Value | None]


def find_dates(text: str, published_on: date | None) -> list[TextDate]:
    """Find the dates in a text, in reading order; without a day of publication only those that name their year.

    A relative word beside a full date ("сьогодні, 29 листопада") is one date, and agreement makes it sure.
    """
    found: list[TextDate] = []
    taken = bytearray(len(text))
    for start, end, has in _windows(text):
        for pattern, read, needs in _grammar():
            for match in pattern.finditer(text, start, end) if needs <= has else ():
                if not any(taken[match.start() : match.end()]):
                    value = read(match, published_on)
                    if value is not None:
                        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                        found.append(TextDate(match.start(), match.end(), *value))
    return sorted(found)


def _windows(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Give the parts of a text that may hold a date, and whether by a figure (d) or by a word of the calendar (w)."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that has no lower case of its own length
        yield 0, len(text), frozenset("dw")
        return
    places = [(*match.span(), "d") for match in _FIGURE.finditer(text)]
    places += [(start, end, "w") for _, start, end in _triggers().find_matches_as_indexes(lowered)]
    first, last, has = 0, 0, ""
    for start, end, kind in sorted(places):
        if has and start - _AROUND > last:
            yield first, last, frozenset(has)
            has = ""
        first = first if has else max(0, start - _AROUND)
        last = min(len(text), max(last, end + _AROUND))
        has += kind
    if has:
        yield first, last, frozenset(has)


@cache
def _triggers() -> AhoCorasick:
    words = lexicon.load("calendar")
    months = {form.rstrip("*") for forms in words["months"].values() for form in forms}
    weekdays = {form for forms in words["weekdays"].values() for form in forms}
    return AhoCorasick(sorted(months | weekdays | set(words["days"]) | set(words["year_words"]) - _TOO_SHORT | {"торік"}))


def _day(year: int, month: int, day: int, confidence: float) -> _Value | None:
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    return _Value(value.isoformat(), value, value, "day", confidence) if _EARLIEST <= year <= _LATEST else None


def _month(year: int, month: int, confidence: float) -> _Value | None:
    if not 1 <= month <= 12 or not _EARLIEST <= year <= _LATEST:
        return None
    last = calendar.monthrange(year, month)[1]
    return _Value(f"{year:04}-{month:02}", date(year, month, 1), date(year, month, last), "month", confidence)


def _years(first: int, last: int, confidence: float) -> _Value | None:
    if not _EARLIEST <= first <= last <= _LATEST:
        return None
    edtf, grain = (f"{first:04}", "year") if first == last else (f"{first:04}/{last:04}", "range")
    return _Value(edtf, date(first, 1, 1), date(last, 12, 31), grain, confidence)  # type: ignore[arg-type]


def _nearest(month: int, day: int, published_on: date | None, confidence: float) -> _Value | None:
    """Give a day and month the latest year in which it is not far ahead of the publication."""
    if published_on is None:
        return None
    for year in (published_on.year + 1, published_on.year, published_on.year - 1):
        value = _day(year, month, day, confidence)
        if value and value.first_day <= published_on + _AHEAD:
            return value
    return None


def _read_full(match: re.Match[str], published_on: date | None) -> _Value | None:
    month = _month_of(match["month"])
    if month is None:
        return None
    if match["year"]:
        return _day(int(match["year"]), month, int(match["day"]), 0.99)
    return _nearest(month, int(match["day"]), published_on, 0.9)


def _read_apposition(match: re.Match[str], published_on: date | None) -> _Value | None:
    """сьогодні, 29 листопада: the date says which day, the relative word whether to trust it."""
    value = _read_full(match, published_on)
    if value is None or published_on is None:
        return value
    meant = published_on + timedelta(days=lexicon.load("calendar")["days"][match["word"].lower()])
    return value._replace(confidence=0.99 if value.first_day == meant else 0.5)


def _read_weekday_and_day(match: re.Match[str], published_on: date | None) -> _Value | None:
    value = _read_full(match, published_on)
    if value is None:
        return None
    is_right = value.first_day.isoweekday() == _weekday_of(match["weekday"])
    return value._replace(confidence=0.99 if is_right else 0.6)


def _read_numeric(match: re.Match[str], published_on: date | None) -> _Value | None:
    return _day(int(match["year"]), int(match["month"]), int(match["day"]), 0.95)


def _read_month(match: re.Match[str], published_on: date | None) -> _Value | None:
    month = _month_of(match["month"])
    if month is None:
        return None
    if match["year"]:
        return _month(int(match["year"]), month, 0.95)
    if published_on is None:
        return None
    shift = _years_from(match["shift"])
    if shift is not None:
        return _month(published_on.year + shift, month, 0.9)
    year = published_on.year if month <= published_on.month else published_on.year - 1
    return _month(year, month, 0.75)


def _read_year(match: re.Match[str], published_on: date | None) -> _Value | None:
    return _years(int(match["year"]), int(match["last"] or match["year"]), 0.9)


def _read_bare_year(match: re.Match[str], published_on: date | None) -> _Value | None:
    return _years(int(match["year"]), int(match["year"]), 0.6)


def _read_relative_year(match: re.Match[str], published_on: date | None) -> _Value | None:
    shift = _years_from(match["shift"] or match["alone"])
    if published_on is None or shift is None:
        return None
    return _years(published_on.year + shift, published_on.year + shift, 0.85)


def _read_decade(match: re.Match[str], published_on: date | None) -> _Value | None:
    digits = match["decade"]
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    if first % 10:
        return None
    return _Value(f"{first // 10}X", date(first, 1, 1), date(first + 9, 12, 31), "decade", 0.7)


def _read_relative_day(match: re.Match[str], published_on: date | None) -> _Value | None:
    if published_on is None:
        return None
    value = published_on + timedelta(days=lexicon.load("calendar")["days"][match["word"].lower()])
    return _Value(value.isoformat(), value, value, "day", 0.9)


def _read_weekday(match: re.Match[str], published_on: date | None) -> _Value | None:
    weekday = _weekday_of(match["weekday"])
    if published_on is None or weekday is None:
        return None
    value = published_on - timedelta(days=(published_on.isoweekday() - weekday) % 7)
    return _Value(value.isoformat(), value, value, "day", 0.6)


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], _Reader, frozenset[str]], ...]:
    """Give the patterns, the most telling first, and what each cannot do without: a figure (d), a calendar word (w)."""
    words = lexicon.load("calendar")
    weekday = "|".join(form for forms in words["weekdays"].values() for form in forms)
    relative = "|".join(words["days"])
    shifts = "|".join(words["years"])
    years = "|".join(sorted(words["year_words"], key=len, reverse=True))
    month = "|".join(form.replace("*", r"\w{0,4}") for forms in words["months"].values() for form in forms)
    of_year = rf"(?:,?\s*(?:(?:of|in)\s+)?(?P<year>\d{{4}})(?!\d)(?:\s*(?:{years})\b\.?)?)?"
    day = rf"(?P<day>[0-3]?\d)(?:-?(?:го|е|st|nd|rd|th))?(?:\s*[-–]\s*[0-3]?\d)?\s+(?:of\s+)?(?P<month>{month})\b\.?{of_year}"
    day_last = rf"(?P<month>{month})\b\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*(?:%|млн|тис)){of_year}"
    patterns: tuple[tuple[str, _Reader, str], ...] = (
        (rf"\b(?P<word>{relative})\b[,\s(–—-]{{1,4}}{day}", _read_apposition, "dw"),
        (rf"\b(?P<weekday>{weekday})\b[,\s(]{{1,3}}{day}", _read_weekday_and_day, "dw"),
        (rf"\b{day}", _read_full, "dw"),
        (rf"\b{day_last}", _read_full, "dw"),
        (r"(?<![\d.])(?P<day>[0-3]?\d)[./](?P<month>[01]?\d)[./](?P<year>[12]\d{3})(?!\d)", _read_numeric, "d"),
        (r"(?<!\d)(?P<year>[12]\d{3})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)", _read_numeric, "d"),
        (
            rf"\b(?P<month>{month})\b\.?(?:\s+(?P<year>\d{{4}})(?!\d)(?:\s*(?:{years})\b\.?)?|\s+(?P<shift>{shifts})\s+(?:{years})\b)",
            _read_month,
            "w",
        ),
        (rf"\b(?:у|в|во|in|since|до|з|із|з-за|с)\s+(?P<month>{month})\b(?P<year>)(?P<shift>)", _read_month, "w"),
        (
            rf"(?<![\d.,])(?P<year>[12]\d{{3}})(?:\s*[-–—/]\s*(?P<last>[12]\d{{3}}))?(?:-(?:й|го|му|м|х))?\s*(?:{years})\b\.?",
            _read_year,
            "d",
        ),
        (rf"\b(?P<shift>{shifts})\s+(?:{years})\b|\b(?P<alone>торік)\b", _read_relative_year, "w"),
        (
            r"(?<!\d)(?P<decade>(?:[12]\d)?\d0)(?:-[хті]+|-ті|-х|s)\b(?:\s*(?:роки|років|роках|годы|годов|годах))?",
            _read_decade,
            "d",
        ),
        (rf"\b(?P<word>{relative})\b", _read_relative_day, "w"),
        (rf"\b(?:у|в|во|на|on|до|з)\s+(?P<weekday>{weekday})\b", _read_weekday, "w"),
        (
            r"\b(?:у|в|in|since|з|с)\s+(?P<year>(?:1[89]|20)\d{2})(?:-(?:му|м|го))?(?![\d.,]*\d)\b(?!\s*(?:грн|млн|тис|осіб|людей|%|км))",
            _read_bare_year,
            "d",
        ),
    )
    return tuple((re.compile(pattern, re.IGNORECASE), read, frozenset(needs)) for pattern, read, needs in patterns)


@cache
def _month_of(word: str) -> int | None:
    words = lexicon.load("calendar")
    lowered = word.lower()
    if lowered in lexicon.words("calendar", "no_months"):
        return None
    for number, forms in words["months"].items():
        if any(lowered == form or (form[-1] == "*" and lowered.startswith(form[:-1])) for form in forms):
            return int(number)
    return None


@cache
def _weekday_of(word: str) -> int | None:
    weekdays = lexicon.load("calendar")["weekdays"]
    return next((number for number, forms in weekdays.items() if word.lower() in forms), None)


def _years_from(word: str | None) -> int | None:
    shift: int | None = lexicon.load("calendar")["years"].get((word or "").lower())
    return shift
