"""How dates are written in Ukrainian, Russian and English: patterns, the most telling first, and what each reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from shpalta.text.dates import readers
from shpalta.text.dates.readers import Reader, words

# What a pattern cannot do without: a figure, one of four signs, one before a point or stroke and another figure, one that may
# be a decade, a month, one with a figure after it, a weekday, a day like today, a season, a word for years, a quarter in words
# or as Q1, a century, "ago", a word for weeks or months, a word like this or last.
FIGURE, YEAR, NUMERIC, DECADE, MONTH, MONTH_AND_FIGURE = "dnogmf"
EVERY_NEED = "dnogmfkrsyqjcauh"
# Which of the words for them stand as whole words wherever a pattern has them.
WHOLE_WORDS = frozenset("mkrsyuh")
_TOO_SHORT = frozenset(("р", "рр", "г", "гг"))


def triggers() -> dict[str, set[str]]:
    """Give the words, or parts of words, that meet each need of the patterns."""
    calendar = words()
    return {
        "m": {form for forms in calendar["months"].values() for form in forms},
        "k": {form for forms in calendar["weekdays"].values() for form in forms},
        "r": set(calendar["days"]),
        "s": {form for forms in calendar["seasons"].values() for form in forms},
        "y": {*calendar["year_words"], "торік", "позаторік"} - _TOO_SHORT,
        "q": {"квартал", "quarter", "півріч", "полугод", " half"},
        "j": {"q1", "q2", "q3", "q4"},
        "c": {"століт", "столет", "century", " ст.", " век"},
        "a": {" тому", " назад", " ago"},
        "h": set(calendar["shifts"]),
        "u": {*calendar["units"]["week"], *calendar["units"]["month"]},
    }


@cache
def grammar() -> tuple[tuple[re.Pattern[str], Reader, frozenset[str]], ...]:
    """Give the patterns, the most telling first, and what each cannot do without, as triggers() names it."""
    weekday, month, season = _any_of("weekdays"), _any_of("months"), _any_of("seasons")
    relative, shifts, numbers = (_one_of(words()[part]) for part in ("days", "shifts", "numbers"))
    years = "|".join(sorted(words()["year_words"], key=len, reverse=True))
    unit = _any_of("units")
    long_unit = "|".join((*words()["units"]["week"], *words()["units"]["month"], "тижні", "тижню", "місяці"))
    four = rf"(?P<year>\d{{4}})(?!\d)(?:-?(?:го|му))?(?:\s*(?:{years})\b\.?)?"
    shifted = rf"(?P<shift>{shifts}(?=\s+(?:{years})\b)|торік|позаторік)(?:\s+(?:{years})\b)?"
    of_year = rf"(?:,?\s*(?:(?:of|in)\s+)?(?:{four}|{shifted}))?"
    day = rf"(?P<day>[0-3]?\d)(?:-?(?:го|е|st|nd|rd|th))?\s+(?:of\s+)?(?P<month>{month})\b\.?{of_year}"
    day_last = rf"(?P<month>{month})\b\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*(?:%|млн|тис)){of_year}"
    first = r"(?P<first>[0-3]?\d)(?:-?(?:го|е))?"
    before_month = (
        "у|в|во|in|since|до|з|із|з-за|с|початку|кінця|кінці|наприкінці|середини|середині|начале|конце|середине|early|late"
    )
    roman, to = r"(?-i:[IVXІХ]{1,5})", r"(?:по|до|to|until|through|[-–—])"
    part = r"(?:квартал\w{0,2}|quarter|півріч\w{1,2}|полугоди\w|half)\b"
    joint = r"(?P<joint>та|і|й|и|and|&)"
    year_range = r"(?P<year>(?:1[5-9]|20)\d{2})(?:-?(?:го|х))?\s+(?:по|до|to|and)\s+(?P<last>(?:1[5-9]|20)\d{2})(?!\d)"
    patterns: tuple[tuple[str, Reader, str], ...] = (
        (rf"\b(?P<word>{relative})\b[,\s(–—-]{{1,4}}{day}", readers.read_apposition, "rdm"),
        (rf"\b(?P<weekday>{weekday})\b[,\s(]{{1,3}}{day}", readers.read_weekday_and_day, "kdm"),
        (rf"(?<![\d.,:]){first}(?:\s*{to}\s*|\s+{joint}\s+){day}", readers.read_days, "dm"),
        (rf"(?<![\d.,:]){first}\s+(?P<first_month>{month})\s+{to}\s+{day}", readers.read_days, "dm"),
        (rf"\b(?P<month>{month})\b\.?\s+{first}\s*{to}\s*(?P<day>[0-3]?\d)\b{of_year}", readers.read_days, "df"),
        (rf"\b(?P<first_month>{month})\b\.?\s+{first}(?:st|nd|rd|th)?\s+{to}\s+{day_last}", readers.read_days, "df"),
        (rf"\b{day}", readers.read_full, "dm"),
        (rf"\b{day_last}", readers.read_full, "df"),
        (r"(?<![\d.])(?P<day>[0-3]?\d)[./](?P<month>[01]?\d)[./](?P<year>[12]\d{3})(?!\d)", readers.read_numeric, "no"),
        (r"(?<!\d)(?P<year>[12]\d{3})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)", readers.read_numeric, "ng"),
        (r"(?<![\d.])(?P<day>[0-3]\d)\.(?P<month>[01]\d)\.(?P<year>\d{2})(?![.,:]?\d)", readers.read_short_numeric, "o"),
        (rf"\b(?P<month>{month})\b\.?\s+{four}(?P<shift>)", readers.read_month_alone, "fn"),
        (rf"\b(?P<month>{month})\b\.?\s+{shifted}(?P<year>)", readers.read_month_alone, "mh"),
        (rf"\b(?P<shift>торік|позаторік)\s+(?:у|в)\s+(?P<month>{month})\b(?P<year>)", readers.read_month_alone, "mh"),
        (rf"\b(?P<season>{season})\s+(?:of\s+)?(?:{four}|{shifted})", readers.read_season, "s"),
        (rf"\b(?P<shift>{shifts})\s+(?P<season>{season})\b", readers.read_shifted_season, "sh"),
        (rf"\b(?P<shift>{shifts})\s+(?P<month>{month})\b", readers.read_shifted_month, "mh"),
        (rf"\b(?P<shift>{shifts})\s+(?P<weekday>{weekday})\b", readers.read_shifted_weekday, "kh"),
        (
            rf"\b(?P<number>{roman}|[1-4](?=-|\s)|\w{{4,12}})(?:-?(?:й|го|му|м|е))?\s+(?P<part>{part})"
            rf"(?:\s+(?:of\s+)?(?:{four}|{shifted}))?",
            readers.read_part,
            "q",
        ),
        (rf"\b(?P<part>Q)(?P<number>[1-4])\s+(?:of\s+)?{four}(?P<shift>)", readers.read_part, "jn"),
        (rf"\b(?:{before_month})\s+(?P<month>{month})\b(?P<year>)(?P<shift>)", readers.read_month_alone, "m"),
        (rf"\b(?:з|із|с)\s+{year_range}(?:-?(?:й|го))?\s*(?:{years})\b\.?", readers.read_year, "n"),
        (rf"\b(?:from|between)\s+{year_range}(?!\s+[a-z]+s\b)", readers.read_year, "n"),
        (
            r"(?<![\d.,])(?P<decade>[12]\d\d0|[2-9]0)(?:-?(?:х|ті|тих|е|ые|ых)|s)\b(?!\s+(?:числ|клас))"
            r"(?:\s*(?:роки|років|роках|роками|годы|годов|годах|гг|рр)\b\.?)?",
            readers.read_decade,
            "g",
        ),
        (
            rf"(?<![\d.,])(?P<year>[12]\d{{3}})(?:\s*[-–—/]\s*(?P<last>[12]\d{{3}}))?(?:-(?:й|го|му|м|х))?\s*(?:{years})\b\.?",
            readers.read_year,
            "n",
        ),
        (rf"\b{shifted}", readers.read_relative_year, "yh"),
        (
            rf"\b(?:(?P<roman>{roman})|(?P<digits>[12]\d)(?:-?(?:го|му|th|st)))\s*(?:століт\w{{1,3}}|столет\w{{1,3}}|век(?:а|е|у|ом|ов)?\b|century|ст\.)",
            readers.read_century,
            "c",
        ),
        (rf"\b(?:(?P<number>\d{{1,3}}|{numbers})\s+)?(?P<unit>{unit})\s+(?:тому|назад|ago)\b", readers.read_ago, "a"),
        (rf"\b(?P<shift>{shifts})\s+(?P<unit>{long_unit})\b", readers.read_shifted, "uh"),
        (rf"\b(?P<word>{relative})\b", readers.read_relative_day, "r"),
        (rf"\b(?:у|в|во|на|on|до|з)\s+(?P<weekday>{weekday})\b", readers.read_weekday, "k"),
        (r"\b(?P<weekday>(?-i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b", readers.read_bare_weekday, "k"),
        (
            r"\b(?:у|в|in|since|з|с)\s+(?P<year>(?:1[89]|20)\d{2})(?:-(?:му|м|го))?(?![\d.,]*\d)\b(?!\s*(?:грн|млн|тис|осіб|людей|%|км))",
            readers.read_bare_year,
            "n",
        ),
        (r"(?<![\d.,])(?P<year>(?:1[5-9]|20)\d{2})\s?-\s?(?:го|му)\b", readers.read_bare_year, "n"),
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
