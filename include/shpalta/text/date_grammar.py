"""How dates are written in Ukrainian, Russian and English: patterns, the most telling first, and what each reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

from shpalta.text import lexicon
from shpalta.text.date_values import (
    Value,
    century_of,
    day_of,
    days_between,
    decade_of,
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

# What a pattern cannot do without: a figure, one that may be a date without words, a month, a weekday, a day like today, a
# season, a word for years, a quarter, a century, "ago", a word for weeks or months.
FIGURE, YEAR = "d", "n"
EVERY_NEED = "dnmkrsyqcau"
# Which of the words for them stand as whole words wherever a pattern has them.
WHOLE_WORDS = frozenset("mkrsyu")
_TOO_SHORT = frozenset(("р", "рр", "г", "гг"))

_ROMAN = {"I": 1, "V": 5, "X": 10, "І": 1, "Х": 10}
_LONGEST_AGO = 200


def words() -> Any:  # noqa: ANN401 - the calendar has parts of several shapes
    """Give the words that dates are made of."""
    return lexicon.load("calendar")


def triggers() -> dict[str, set[str]]:
    """Give the words, or parts of words, that meet each need of the patterns."""
    calendar = words()
    return {
        "m": {form for forms in calendar["months"].values() for form in forms},
        "k": {form for forms in calendar["weekdays"].values() for form in forms},
        "r": set(calendar["days"]),
        "s": {form for forms in calendar["seasons"].values() for form in forms},
        "y": {*calendar["year_words"], "торік"} - _TOO_SHORT,
        "q": {"квартал", "quarter"},
        "c": {"століт", "столет", "century", " ст."},
        "a": {" тому", " назад", " ago"},
        "u": {*calendar["units"]["week"], *calendar["units"]["month"]},
    }


def _full(match: re.Match[str], published_on: date | None) -> Value | None:
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


def _days(match: re.Match[str], published_on: date | None) -> Value | None:
    """5-7 червня, з 28 листопада до 3 грудня."""
    first = "first_month" if match.groupdict().get("first_month") else "month"
    return days_between(_day_in(match, published_on, "first", first), _day_in(match, published_on, "day", "month"))


def _apposition(match: re.Match[str], published_on: date | None) -> Value | None:
    """сьогодні, 29 листопада: the date says which day, the relative word whether to trust it."""
    value = _full(match, published_on)
    if value is None or published_on is None:
        return value
    meant = published_on + timedelta(days=words()["days"][match["word"].lower()])
    return value._replace(confidence=0.99 if value.first_day == meant else 0.5)


def _weekday_and_day(match: re.Match[str], published_on: date | None) -> Value | None:
    value = _full(match, published_on)
    if value is None:
        return None
    is_right = value.first_day.isoweekday() == _number("weekdays", match["weekday"])
    return value._replace(confidence=0.99 if is_right else 0.6)


def _numeric(match: re.Match[str], published_on: date | None) -> Value | None:
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]), 0.95)


def _month_alone(match: re.Match[str], published_on: date | None) -> Value | None:
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


def _season(match: re.Match[str], published_on: date | None) -> Value | None:
    season, shift = _number("seasons", match["season"]), _shift(match["shift"])
    if season is None or (not match["year"] and (published_on is None or shift is None)):
        return None
    return season_of(int(match["year"]) if match["year"] else published_on.year + shift, season, 0.8)  # type: ignore[union-attr,operator]


def _quarter(match: re.Match[str], published_on: date | None) -> Value | None:
    text = match["quarter"].lower()
    ordinal = next((number for start, number in words()["ordinals"].items() if text.startswith(start)), None)
    quarter = ordinal or (int(text) if text.isdigit() else _roman(match["quarter"]))
    return quarter_of(int(match["year"]), quarter, 0.95) if 1 <= quarter <= 4 else None


def _year(match: re.Match[str], published_on: date | None) -> Value | None:
    return years_of(int(match["year"]), int(match["last"] or match["year"]), 0.9)


def _bare_year(match: re.Match[str], published_on: date | None) -> Value | None:
    return years_of(int(match["year"]), int(match["year"]), 0.6)


def _relative_year(match: re.Match[str], published_on: date | None) -> Value | None:
    shift = _shift(match["shift"] or match["alone"])
    if published_on is None or shift is None:
        return None
    return years_of(published_on.year + shift, published_on.year + shift, 0.85)


def _decade(match: re.Match[str], published_on: date | None) -> Value | None:
    digits = match["decade"]
    return decade_of(int(digits) if len(digits) == 4 else 1900 + int(digits), 0.7)


def _century(match: re.Match[str], published_on: date | None) -> Value | None:
    return century_of(int(match["digits"]) if match["digits"] else _roman(match["roman"]), 0.8)


def _relative_day(match: re.Match[str], published_on: date | None) -> Value | None:
    if published_on is None:
        return None
    return one_day(published_on + timedelta(days=words()["days"][match["word"].lower()]), 0.9)


def _ago(match: re.Match[str], published_on: date | None) -> Value | None:
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


def _shifted(match: re.Match[str], published_on: date | None) -> Value | None:
    """минулого тижня, next month."""
    shift = _shift(match["shift"])
    if published_on is None or shift is None:
        return None
    if _unit(match["unit"]) == "week":
        return week_around(published_on + timedelta(weeks=shift), 0.8)
    return month_from(published_on, shift, 0.8)


def _weekday(match: re.Match[str], published_on: date | None) -> Value | None:
    weekday = _number("weekdays", match["weekday"])
    if published_on is None or weekday is None:
        return None
    return one_day(published_on - timedelta(days=(published_on.isoweekday() - weekday) % 7), 0.6)


@cache
def grammar() -> tuple[tuple[re.Pattern[str], Reader, frozenset[str]], ...]:
    """Give the patterns, the most telling first, and what each cannot do without, as triggers() names it."""
    weekday, month, season = _any_of("weekdays"), _any_of("months"), _any_of("seasons")
    relative, shifts, numbers = (_one_of(words()[part]) for part in ("days", "shifts", "numbers"))
    years = "|".join(sorted(words()["year_words"], key=len, reverse=True))
    unit = _any_of("units")
    long_unit = "|".join((*words()["units"]["week"], *words()["units"]["month"], "тижні", "тижню", "місяці"))
    four = rf"(?P<year>\d{{4}})(?!\d)(?:-?(?:го|му))?(?:\s*(?:{years})\b\.?)?"
    shifted = rf"(?P<shift>{shifts})\s+(?:{years})\b"
    of_year = rf"(?:,?\s*(?:(?:of|in)\s+)?(?:{four}|{shifted}))?"
    day = rf"(?P<day>[0-3]?\d)(?:-?(?:го|е|st|nd|rd|th))?\s+(?:of\s+)?(?P<month>{month})\b\.?{of_year}"
    day_last = rf"(?P<month>{month})\b\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*(?:%|млн|тис)){of_year}"
    first = r"(?P<first>[0-3]?\d)(?:-?(?:го|е))?"
    before_month = (
        "у|в|во|in|since|до|з|із|з-за|с|початку|кінця|кінці|наприкінці|середини|середині|начале|конце|середине|early|late"
    )
    roman, to = r"(?-i:[IVXІХ]{1,5})", r"(?:по|до|to|[-–—])"
    patterns: tuple[tuple[str, Reader, str], ...] = (
        (rf"\b(?P<word>{relative})\b[,\s(–—-]{{1,4}}{day}", _apposition, "rdm"),
        (rf"\b(?P<weekday>{weekday})\b[,\s(]{{1,3}}{day}", _weekday_and_day, "kdm"),
        (rf"(?<![\d.,:]){first}\s*{to}\s*{day}", _days, "dm"),
        (rf"(?<![\d.,:]){first}\s+(?P<first_month>{month})\s+{to}\s+{day}", _days, "dm"),
        (rf"\b{day}", _full, "dm"),
        (rf"\b{day_last}", _full, "dm"),
        (r"(?<![\d.])(?P<day>[0-3]?\d)[./](?P<month>[01]?\d)[./](?P<year>[12]\d{3})(?!\d)", _numeric, "n"),
        (r"(?<!\d)(?P<year>[12]\d{3})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)", _numeric, "n"),
        (rf"\b(?P<month>{month})\b\.?\s+(?:{four}|{shifted})", _month_alone, "m"),
        (rf"\b(?P<season>{season})\s+(?:of\s+)?(?:{four}|{shifted})", _season, "s"),
        (
            rf"\b(?P<quarter>{roman}|[1-4](?=-|\s)|\w{{4,12}})(?:-?(?:й|го|му|м))?\s+(?:квартал\w{{0,2}}|quarter)\s+(?:of\s+)?{four}",
            _quarter,
            "qd",
        ),
        (rf"\b(?:{before_month})\s+(?P<month>{month})\b(?P<year>)(?P<shift>)", _month_alone, "m"),
        (
            rf"(?<![\d.,])(?P<year>[12]\d{{3}})(?:\s*[-–—/]\s*(?P<last>[12]\d{{3}}))?(?:-(?:й|го|му|м|х))?\s*(?:{years})\b\.?",
            _year,
            "n",
        ),
        (rf"\b{shifted}|\b(?P<alone>торік)\b", _relative_year, "y"),
        (
            r"(?<!\d)(?P<decade>(?:[12]\d)?\d0)(?:-[хті]+|-ті|-х|s)\b(?:\s*(?:роки|років|роках|годы|годов|годах))?",
            _decade,
            "n",
        ),
        (
            rf"\b(?:(?P<roman>{roman})|(?P<digits>[12]\d)(?:-?(?:го|му|th|st)))\s*(?:століт\w{{1,3}}|столет\w{{1,3}}|century|ст\.)",
            _century,
            "c",
        ),
        (rf"\b(?:(?P<number>\d{{1,3}}|{numbers})\s+)?(?P<unit>{unit})\s+(?:тому|назад|ago)\b", _ago, "a"),
        (rf"\b(?P<shift>{shifts})\s+(?P<unit>{long_unit})\b", _shifted, "u"),
        (rf"\b(?P<word>{relative})\b", _relative_day, "r"),
        (rf"\b(?:у|в|во|на|on|до|з)\s+(?P<weekday>{weekday})\b", _weekday, "k"),
        (
            r"\b(?:у|в|in|since|з|с)\s+(?P<year>(?:1[89]|20)\d{2})(?:-(?:му|м|го))?(?![\d.,]*\d)\b(?!\s*(?:грн|млн|тис|осіб|людей|%|км))",
            _bare_year,
            "n",
        ),
        (r"(?<![\d.,])(?P<year>(?:1[5-9]|20)\d{2})\s?-\s?(?:го|му)\b", _bare_year, "n"),
    )
    return tuple((re.compile(pattern, re.IGNORECASE), read, frozenset(needs)) for pattern, read, needs in patterns)


@cache
def _any_of(part: str) -> str:
    return _one_of([form for forms in words()[part].values() for form in forms])


def _one_of(forms: Iterable[str]) -> str:
    """Write words as a pattern by their first letters, the longest first: a third of the time of one after the other."""
    by_letter: dict[str, set[str]] = {}
    for form in forms:
        by_letter.setdefault(form[:1], set()).add(form[1:])
    ends = "|" if by_letter.pop("", None) else ""
    ways = [re.escape(letter) + (_one_of(rests) if rests != {""} else "") for letter, rests in sorted(by_letter.items())]
    return f"(?:{'|'.join(ways)}{ends})"


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
