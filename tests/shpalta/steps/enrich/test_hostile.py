"""Hostile text is read right or not at all: never an error."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shpalta.steps.enrich import enrich_lines
from tuning import shared

TEXTS = {
    "one endless word": "а" * 200_000,
    "endless hyphens": "а-" * 20_000,
    "no letters": "0123 — !!! ☃ " * 200,
    "look-alike letters": "Kиїв Mосква Пхенъян аbсd " * 200,
    "bidi and zero-width": "Ро\u200bсія \u202eУкраїна\u202c За\u0301мок " * 200,
    "unclosed quotes": "«ТОВ «" * 1_000,
    "endless full stops": "." * 150_000,
    "endless full stops and quotes": '."' * 75_000,
    "controls": "\x00 \x1b[0m Київ",
    "nothing": "",
}


def _row(body: str) -> dict[str, object]:
    [row] = enrich_lines([{"headline": body[:60], "article_body": body, "date_published": "2024-11-29"}])
    return row


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_costs_no_column(name: str) -> None:
    row = _row(TEXTS[name])
    assert row["enrichment_errors"] == []
    assert row["character_count"] == len(TEXTS[name])


def test_a_body_of_megabytes_is_read_at_its_beginning_and_says_so() -> None:
    row = _row("Уряд Франції ухвалив рішення. " * 30_000)
    assert row["enrichment_errors"] == []
    assert (row["character_count"], row["enriched_character_count"]) == (900_000, 199_992)
    assert {country["iso2"] for country in row["countries"]} == {"FR"}  # type: ignore[attr-defined]


def test_invisible_marks_and_look_alikes_hide_no_country() -> None:
    row = _row("Про це заявили у Ро\u200bсії, Укра\u00adїні та Kитаї. Переговори тривали весь день і закінчилися нічим.")
    countries = row["countries"]
    assert isinstance(countries, list)
    assert {country["iso2"] for country in countries} == {"RU", "UA", "CN"}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_enriched_without_error(text: str) -> None:
    row = _row(text)
    assert row["enrichment_errors"] == []


@pytest.mark.shared
def test_naughty_strings_are_enriched_without_error() -> None:
    strings = json.loads(shared("data", "web", "blns.json").read_text(encoding="utf-8"))
    assert all(_row(text)["enrichment_errors"] == [] for text in strings)
