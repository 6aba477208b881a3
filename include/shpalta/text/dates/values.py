"""What a date in a text may mean: its EDTF value (ISO 8601-2), its first and last day, how exact and how sure it is."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal, NamedTuple

Grain = Literal["day", "week", "month", "season", "quarter", "half", "year", "decade", "century", "range"]

_EARLIEST, _LATEST = 1000, 2100
# A day and month without a year is the last such day, unless it is no further ahead than this.
_AHEAD = timedelta(days=90)
_FIRST_QUARTER = 33
_FIRST_HALF = 40
_WINTER = 24


class Value(NamedTuple):
    """A date that was understood."""

    edtf: str
    first_day: date
    last_day: date
    grain: Grain
    confidence: float


def day_of(year: int, month: int, day: int, confidence: float) -> Value | None:
    """Give a day, as 2024-11-29; nothing where the calendar has none such."""
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    return one_day(value, confidence) if _EARLIEST <= year <= _LATEST else None


def one_day(value: date, confidence: float) -> Value:
    return Value(value.isoformat(), value, value, "day", confidence)


def nearest(month: int, day: int, published_on: date | None, confidence: float) -> Value | None:
    """Give a day and month the latest year in which it is not far ahead of the publication."""
    if published_on is None:
        return None
    for year in (published_on.year + 1, published_on.year, published_on.year - 1):
        value = day_of(year, month, day, confidence)
        if value and value.first_day <= published_on + _AHEAD:
            return value
    return None


def days_between(first: Value | None, last: Value | None) -> Value | None:
    """Give the days from one to another, as 2024-11-05/2024-11-07; nothing where they are not in order."""
    if first is None or last is None or first.first_day >= last.last_day:
        return None
    edtf = f"{first.edtf}/{last.edtf}"
    return Value(edtf, first.first_day, last.last_day, "range", min(first.confidence, last.confidence))


def week_around(day: date, confidence: float) -> Value:
    """Give the week from Monday to Sunday that a day is in."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    return Value(f"{monday.isoformat()}/{sunday.isoformat()}", monday, sunday, "week", confidence)


def month_of(year: int, month: int, confidence: float) -> Value | None:
    """Give a month, as 2024-06."""
    if not 1 <= month <= 12 or not _EARLIEST <= year <= _LATEST:
        return None
    return Value(f"{year:04}-{month:02}", date(year, month, 1), _end_of(year, month), "month", confidence)


def month_from(published_on: date, shift: int, confidence: float) -> Value | None:
    """Give the month so many months from that of the publication."""
    months = published_on.year * 12 + published_on.month - 1 + shift
    return month_of(months // 12, months % 12 + 1, confidence)


def season_of(year: int, season: int, confidence: float) -> Value | None:
    """Give a season by its number in EDTF, 2024-21 for spring; a winter may be at either end of its year."""
    if not _EARLIEST <= year <= _LATEST:
        return None
    first, last = (1, 12) if season == _WINTER else (3 * (season - 20), 3 * (season - 20) + 2)
    return Value(f"{year:04}-{season}", date(year, first, 1), _end_of(year, last), "season", confidence)


def quarter_of(year: int, quarter: int, confidence: float) -> Value | None:
    """Give a quarter, as 2024-33 for the first."""
    if not _EARLIEST <= year <= _LATEST:
        return None
    first, last = date(year, 3 * quarter - 2, 1), _end_of(year, 3 * quarter)
    return Value(f"{year:04}-{_FIRST_QUARTER + quarter - 1}", first, last, "quarter", confidence)


def half_of(year: int, half: int, confidence: float) -> Value | None:
    """Give a half of a year, as 2024-40 for the first."""
    if not _EARLIEST <= year <= _LATEST:
        return None
    first, last = date(year, 6 * half - 5, 1), _end_of(year, 6 * half)
    return Value(f"{year:04}-{_FIRST_HALF + half - 1}", first, last, "half", confidence)


def years_of(first: int, last: int, confidence: float) -> Value | None:
    """Give a year, as 2014, or a range of them, as 2013/2017."""
    if not _EARLIEST <= first <= last <= _LATEST:
        return None
    if first == last:
        return Value(f"{first:04}", date(first, 1, 1), date(last, 12, 31), "year", confidence)
    return Value(f"{first:04}/{last:04}", date(first, 1, 1), date(last, 12, 31), "range", confidence)


def decade_of(first: int, confidence: float) -> Value | None:
    """Give the decade that begins with a year, as 199X."""
    if first % 10 or not _EARLIEST <= first < _LATEST:
        return None
    return Value(f"{first // 10}X", date(first, 1, 1), date(first + 9, 12, 31), "decade", confidence)


def century_of(number: int, confidence: float) -> Value | None:
    """Give a century by its number, as 19XX for the twentieth."""
    first = 100 * (number - 1)
    if not _EARLIEST <= first < _LATEST:
        return None
    return Value(f"{number - 1}XX", date(first, 1, 1), date(first + 99, 12, 31), "century", confidence)


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
