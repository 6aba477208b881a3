"""The names of months in the languages of newspapers, and the days of calendars that count other years."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

FIRST_YEAR = 1994
LAST_YEAR = 2100
_BUDDHIST_AHEAD = 543
_SHORTEST_BEGINNING = 3
# Iran's and Afghanistan's solar years, as they spell the months; the Arabic forms of two letters are common in them.
_SOLAR_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_AS_IN_PERSIAN = str.maketrans("يك", "یک")
_KNOWN_YEAR, _KNOWN_FIRST_DAY, _LAST_SOLAR_YEAR = 1375, date(1996, 3, 20), 1478
_LEAP_OF_33 = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_LONG_MONTHS = 6


@cache
def _months(language: str) -> dict[str, int]:
    """Map names to numbers: those of a language and English; in any other language the names that mean one month in all."""
    table: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("months.json").read_text(encoding="utf-8"))
    own = table.get(language)
    if own is not None:
        return table["en"] | own
    merged: dict[str, set[int]] = {}
    for names in table.values():
        for name, number in names.items():
            merged.setdefault(name, set()).add(number)
    return {name: numbers.pop() for name, numbers in merged.items() if len(numbers) == 1}


def month_of(name: str, language: str) -> int | None:
    """Give the number of a month in the page's language, else in whichever has such a name."""
    folded = name.lower().rstrip(".")
    return _months(language).get(folded) or _months("").get(folded) or _cut_off(folded, language)


@lru_cache(maxsize=1_024)
def _cut_off(beginning: str, language: str) -> int | None:
    """Give the month whose name begins so in the page's language, where one alone does: лис, ноя."""
    if len(beginning) < _SHORTEST_BEGINNING or not language:
        return None
    numbers = {number for name, number in _months(language).items() if name.startswith(beginning)}
    return numbers.pop() if len(numbers) == 1 else None


def solar_month_of(name: str) -> int | None:
    """Give the number of a month of Iran's solar year."""
    spelled = name.translate(_AS_IN_PERSIAN)
    return _SOLAR_MONTHS.index(spelled) + 1 if spelled in _SOLAR_MONTHS else None


def calendar_day(year: str | int, month: str | int, day: str | int) -> date | None:
    """Give a day of our calendar, or of the Buddhist years of Thailand; None where there is none such."""
    number = int(year)
    if number >= FIRST_YEAR + _BUDDHIST_AHEAD:
        number -= _BUDDHIST_AHEAD
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def solar_day(year: str | int, month: str | int, day: str | int) -> date | None:
    """Give a day of Iran's solar calendar, whose years begin in March: six months of 31 days, then of 30, the last 29 or 30."""
    number, of_year, of_month = int(year), int(month), int(day)
    longest = 31 if of_year <= _LONG_MONTHS else 30
    if not (_KNOWN_YEAR <= number <= _LAST_SOLAR_YEAR and 1 <= of_year <= len(_SOLAR_MONTHS) and 1 <= of_month <= longest):
        return None
    found = _first_solar_day(number) + timedelta(days=30 * (of_year - 1) + min(of_year - 1, _LONG_MONTHS) + of_month - 1)
    return found if found < _first_solar_day(number + 1) else None


@cache
def _first_solar_day(year: int) -> date:
    """Give the first day of a solar year: eight years of 33 are leap years in these two centuries."""
    leaps = sum(each % 33 in _LEAP_OF_33 for each in range(_KNOWN_YEAR, year))
    return _KNOWN_FIRST_DAY + timedelta(days=365 * (year - _KNOWN_YEAR) + leaps)
