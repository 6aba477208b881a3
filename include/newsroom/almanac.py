"""Dates in words, so that the sample's texts speak of the days that they are served for.

A text says `{date}` or `{on_weekday-2}`; the number is an offset in days from the article's own day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from babel.dates import format_date

_TOKEN = re.compile(r"\{([A-Za-z_]+)([+-]\d+)?\}")

_ON_WEEKDAY = {
    "uk": ("у понеділок", "у вівторок", "у середу", "у четвер", "у п’ятницю", "у суботу", "у неділю"),
    "ru": ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"),
    "en": ("on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday"),
}
_IN_MONTH = {
    "uk": "у січні|у лютому|у березні|у квітні|у травні|у червні|у липні|у серпні|у вересні|у жовтні|у листопаді|у грудні",
    "ru": "в январе|в феврале|в марте|в апреле|в мае|в июне|в июле|в августе|в сентябре|в октябре|в ноябре|в декабре",
    "en": "in January|in February|in March|in April|in May|in June|in July|in August|in September|in October|in November"
    "|in December",
}
_DATE = {"uk": "d MMMM", "ru": "d MMMM", "en": "MMMM d"}
_FULL_DATE = {"uk": "d MMMM y 'року'", "ru": "d MMMM y 'года'", "en": "MMMM d, y"}


def _in_month(day: date, language: str) -> str:
    return _IN_MONTH[language].split("|")[day.month - 1]


_WORDS: dict[str, Callable[[date, str], str]] = {
    "date": lambda day, language: format_date(day, _DATE[language], locale=language),
    "full_date": lambda day, language: format_date(day, _FULL_DATE[language], locale=language),
    "on_weekday": lambda day, language: _ON_WEEKDAY[language][day.weekday()],
    "in_month": _in_month,
    "in_last_month": lambda day, language: _in_month(day.replace(day=1) - timedelta(days=1), language),
    "in_next_month": lambda day, language: _in_month(day.replace(day=1) + timedelta(days=32), language),
    "year": lambda day, _: str(day.year),
}


def in_words(text: str, day: date, language: str) -> str:
    """Replace every `{token±days}` by its words. Raises ValueError naming an unknown token."""

    def words(match: re.Match[str]) -> str:
        token, offset = match.group(1), int(match.group(2) or 0)
        if token.lower() not in _WORDS:
            raise ValueError(f"{match.group(0)} in {text[:60]!r} is none of {', '.join(_WORDS)}")
        found = _WORDS[token.lower()](day + timedelta(days=offset), language)
        return found[0].upper() + found[1:] if token[0].isupper() else found

    return _TOKEN.sub(words, text)


def long_date(day: date, language: str = "uk") -> str:
    """Give the date as a newspaper prints it: 29 листопада 2026."""
    return format_date(day, {"en": "MMMM d, y"}.get(language, "d MMMM y"), locale=language)
