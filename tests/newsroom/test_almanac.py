from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.almanac import in_words, long_date

SATURDAY = date(2025, 11, 29)
TOKENS = ["date", "full_date", "on_weekday", "in_month", "in_last_month", "in_next_month", "year"]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("сьогодні, {date}", "uk", "сьогодні, 29 листопада"),
        ("сегодня, {date}", "ru", "сегодня, 29 ноября"),
        ("today, {date}", "en", "today, November 29"),
        ("{full_date}", "uk", "29 листопада 2025 року"),
        ("{full_date}", "ru", "29 ноября 2025 года"),
        ("{date+3}", "uk", "2 грудня"),
        ("{On_weekday}", "uk", "У суботу"),
        ("{on_weekday-4}", "ru", "во вторник"),
        ("{on_weekday+1}", "en", "on Sunday"),
        ("{in_last_month} і {in_next_month}", "uk", "у жовтні і у грудні"),
        ("{in_month} {year}", "en", "in November 2025"),
    ],
)
def test_tokens_become_words(text: str, language: str, words: str) -> None:
    assert in_words(text, SATURDAY, language) == words


@pytest.mark.parametrize(
    ("day", "before", "after"), [(date(2026, 1, 31), "грудні", "лютому"), (date(2026, 12, 1), "листопаді", "січні")]
)
def test_months_around_the_turn_of_a_year(day: date, before: str, after: str) -> None:
    assert in_words("{in_last_month} {in_next_month}", day, "uk") == f"у {before} у {after}"


def test_an_unknown_token_is_named() -> None:
    with pytest.raises(ValueError, match=r"\{dat\}"):
        in_words("сьогодні, {dat}", SATURDAY, "uk")


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(TOKENS), st.sampled_from(["uk", "ru", "en"]))
def test_every_token_has_words_in_every_language_on_every_day(day: date, token: str, language: str) -> None:
    words = in_words(f"{{{token}}}", day, language)
    assert words
    assert "{" not in words


def test_a_newspaper_prints_the_date_without_the_word_for_year() -> None:
    assert long_date(SATURDAY) == "29 листопада 2025"
