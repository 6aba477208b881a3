"""What each way of writing a date says: from the match of a pattern to an EDTF value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from shpalta.text import lexicon
from shpalta.text.dates.values import (
    Value,
    century_of,
    day_of,
    days_between,
    decade_of,
    half_of,
    month_from,
    month_of,
    nearest,
    one_day,
    quarter_of,
    season_of,
    week_around,
    years_of,
)

Reader = Callable[[re.Match[str], date | None], Value | None]

_ROMAN = {"I": 1, "V": 5, "X": 10, "І": 1, "Х": 10}
_LONGEST_AGO = 200


def words() -> Any:  # noqa: ANN401 - the calendar has parts of several shapes
    """Give the words that dates are made of."""
    return lexicon.load("calendar")


def read_full(match: re.Match[str], published_on: date | None) -> Value | None:
    return _day_in(match, published_on, "day", "month")


def _day_in(match: re.Match[str], published_on: date | None, day: str, month: str) -> Value | None:
    number = _month(match[month])
    if number is None:
        return None
    if match["year"]:
        return day_of(int(match["year"]), number, int(match[day]), 0.99)
    shift = _shift(match["shift"])
    if shift is not None and published_on is not None:
        return day_of(published_on.year + shift, number, int(match[day]), 0.95)
    return nearest(number, int(match[day]), published_on, 0.9)


def read_days(match: re.Match[str], published_on: date | None) -> Value | None:
    """5-7 червня, з 28 листопада до 3 грудня; 28 та 29 листопада, but not 5 та 29."""
    if match.groupdict().get("joint") and int(match["day"]) != int(match["first"]) + 1:
        return None
    first = "first_month" if match.groupdict().get("first_month") else "month"
    return days_between(_day_in(match, published_on, "first", first), _day_in(match, published_on, "day", "month"))


def read_apposition(match: re.Match[str], published_on: date | None) -> Value | None:
    """сьогодні, 29 листопада: the date says which day, the relative word whether to trust it."""
    value = read_full(match, published_on)
    if value is None or published_on is None:
        return value
    meant = published_on + timedelta(days=words()["days"][match["word"].lower()])
    return value._replace(confidence=0.99 if value.first_day == meant else 0.5)


def read_weekday_and_day(match: re.Match[str], published_on: date | None) -> Value | None:
    value = read_full(match, published_on)
    if value is None:
        return None
    is_right = value.first_day.isoweekday() == _number("weekdays", match["weekday"])
    return value._replace(confidence=0.99 if is_right else 0.6)


def read_numeric(match: re.Match[str], published_on: date | None) -> Value | None:
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]), 0.95)


def read_short_numeric(match: re.Match[str], published_on: date | None) -> Value | None:
    return day_of(2000 + int(match["year"]), int(match["month"]), int(match["day"]), 0.6)


def read_month_alone(match: re.Match[str], published_on: date | None) -> Value | None:
    month = _month(match["month"])
    if month is None:
        return None
    if match["year"]:
        return month_of(int(match["year"]), month, 0.95)
    if published_on is None:
        return None
    shift = _shift(match["shift"])
    if shift is not None:
        return month_of(published_on.year + shift, month, 0.9)
    return month_of(published_on.year if month <= published_on.month else published_on.year - 1, month, 0.75)


def read_season(match: re.Match[str], published_on: date | None) -> Value | None:
    season, shift = _number("seasons", match["season"]), _shift(match["shift"])
    if season is None or (not match["year"] and (published_on is None or shift is None)):
        return None
    return season_of(int(match["year"]) if match["year"] else published_on.year + shift, season, 0.8)  # type: ignore[union-attr,operator]


def read_shifted_season(match: re.Match[str], published_on: date | None) -> Value | None:
    """цього літа, last winter: last is the latest that is over, next the first that has not begun."""
    season, shift = _number("seasons", match["season"]), _shift(match["shift"])
    if published_on is None or season is None or shift is None:
        return None
    first_month = 3 * (season - 20)
    begun = published_on.year if published_on.month >= first_month else published_on.year - 1
    is_running = 12 * (published_on.year - begun) + published_on.month < first_month + 3
    if shift < 0:
        return season_of(begun - is_running, season, 0.6)
    return season_of(begun + 1 if shift else published_on.year, season, 0.7)


def read_shifted_month(match: re.Match[str], published_on: date | None) -> Value | None:
    """минулого грудня, next June: the nearest one before or after the month of publication."""
    month, shift = _month(match["month"]), _shift(match["shift"])
    if published_on is None or month is None or shift is None:
        return None
    is_other_year = (shift < 0 and month >= published_on.month) or (shift > 0 and month <= published_on.month)
    return month_of(published_on.year + (shift if is_other_year else 0), month, 0.7)


def read_part(match: re.Match[str], published_on: date | None) -> Value | None:
    """у третьому кварталі 2024 року, первое полугодие, Q3 2024; without a year the latest that has begun."""
    text, is_half = match["number"].lower(), match["part"].lower().startswith(("пів", "пол", "half"))
    ordinal = next((number for start, number in words()["ordinals"].items() if text.startswith(start)), None)
    number = ordinal or (int(text) if text.isdigit() else _roman(match["number"]))
    if not 1 <= number <= (2 if is_half else 4):
        return None
    year, confidence = _year_of_part(match, published_on, 1 + (number - 1) * (6 if is_half else 3))
    if year is None:
        return None
    return (half_of if is_half else quarter_of)(year, number, confidence)


def _year_of_part(match: re.Match[str], published_on: date | None, first_month: int) -> tuple[int | None, float]:
    if match["year"]:
        return int(match["year"]), 0.95
    shift = _shift(match["shift"])
    if published_on is None or (shift is None and match["part"].isascii()):  # an English quarter or half may be a game's
        return None, 0.0
    if shift is not None:
        return published_on.year + shift, 0.9
    return published_on.year - (first_month > published_on.month), 0.6


def read_year(match: re.Match[str], published_on: date | None) -> Value | None:
    return years_of(int(match["year"]), int(match["last"] or match["year"]), 0.9)


def read_bare_year(match: re.Match[str], published_on: date | None) -> Value | None:
    return years_of(int(match["year"]), int(match["year"]), 0.6)


def read_relative_year(match: re.Match[str], published_on: date | None) -> Value | None:
    shift = _shift(match["shift"])
    if published_on is None or shift is None:
        return None
    return years_of(published_on.year + shift, published_on.year + shift, 0.85)


def read_decade(match: re.Match[str], published_on: date | None) -> Value | None:
    digits = match["decade"]
    return decade_of(int(digits) if len(digits) == 4 else 1900 + int(digits), 0.7)


def read_century(match: re.Match[str], published_on: date | None) -> Value | None:
    return century_of(int(match["digits"]) if match["digits"] else _roman(match["roman"]), 0.8)


def read_relative_day(match: re.Match[str], published_on: date | None) -> Value | None:
    if published_on is None:
        return None
    return one_day(published_on + timedelta(days=words()["days"][match["word"].lower()]), 0.9)


def read_ago(match: re.Match[str], published_on: date | None) -> Value | None:
    """два тижні тому, 10 лет назад, 3 days ago: as exact as the unit is."""
    text = (match["number"] or "1").lower()
    number = int(text) if text.isdigit() else words()["numbers"][text]
    unit = _unit(match["unit"])
    if published_on is None or number > _LONGEST_AGO:
        return None
    if unit == "year":
        return years_of(published_on.year - number, published_on.year - number, 0.6)
    if unit == "month":
        return month_from(published_on, -number, 0.6)
    if unit == "week":
        return week_around(published_on - timedelta(weeks=number), 0.6)
    return one_day(published_on - timedelta(days=number), 0.8)


def read_shifted(match: re.Match[str], published_on: date | None) -> Value | None:
    """минулого тижня, next month."""
    shift = _shift(match["shift"])
    if published_on is None or shift is None:
        return None
    if _unit(match["unit"]) == "week":
        return week_around(published_on + timedelta(weeks=shift), 0.8)
    return month_from(published_on, shift, 0.8)


def read_weekday(match: re.Match[str], published_on: date | None) -> Value | None:
    weekday = _number("weekdays", match["weekday"])
    if published_on is None or weekday is None:
        return None
    return one_day(published_on - timedelta(days=(published_on.isoweekday() - weekday) % 7), 0.6)


def read_shifted_weekday(match: re.Match[str], published_on: date | None) -> Value | None:
    """минулого четверга, next Friday: the nearest one before or after the day of publication, or that of its week."""
    weekday, shift = _number("weekdays", match["weekday"]), _shift(match["shift"])
    if published_on is None or weekday is None or shift is None:
        return None
    since = (published_on.isoweekday() - weekday) % 7
    days = weekday - published_on.isoweekday() if shift == 0 else 7 - since if shift > 0 else -(since or 7)
    return one_day(published_on + timedelta(days=days), 0.7)


def read_bare_weekday(match: re.Match[str], published_on: date | None) -> Value | None:
    """Biden said Thursday; but neither Black Friday nor The Sunday Times."""
    before, after = match.string[max(0, match.start() - 20) : match.start()], match.string[match.end() : match.end() + 2]
    is_in_a_name = re.search(r"[A-Z]\w*[ -]$", before) or re.match(r"[ -][A-Z]", after)
    return None if is_in_a_name else read_weekday(match, published_on)


@cache
def _numbers_of(part: str) -> dict[str, int]:
    return {form: number for number, forms in words()[part].items() for form in forms}


def _number(part: str, word: str) -> int | None:
    return _numbers_of(part).get(word.lower())


def _month(word: str) -> int | None:
    """Give the number of a month; in English only with its capital, for may and march are verbs."""
    return None if word.isascii() and word.islower() else _number("months", word)


def _unit(word: str) -> str:
    lowered = word.lower()
    named = next((unit for unit, forms in words()["units"].items() if lowered in forms), None)
    return named or ("week" if lowered.startswith("тиж") else "month")


def _roman(text: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _shift(word: str | None) -> int | None:
    shift: int | None = words()["shifts"].get((word or "").lower())
    return shift
