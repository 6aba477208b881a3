"""The seed article, its sidebar left out, gives the people, countries, places and dates that a reader finds in it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from shpalta.steps.enrich import enrich_lines
from tuning import shared

pytestmark = pytest.mark.shared


@cache
def _expected() -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(shared("seed", "expected.json").read_text(encoding="utf-8"))
    return expected


@cache
def _enriched() -> dict[str, Any]:
    first, last = _expected()["body_lines"]
    lines = shared("seed", "000_ac40b6e118bc9d2a.txt").read_text(encoding="utf-8").splitlines()[first - 1 : last]
    article = {"headline": "", "article_body": "\n".join(lines), "date_published": _expected()["published_date"]}
    return dict(next(iter(enrich_lines([article]))))


def _forms(kind: str) -> dict[str, set[str]]:
    return {entity["name"]: set(entity["forms"]) for entity in _enriched()["entities"] if entity["kind"] == kind}


def test_the_language_is_ukrainian_for_certain() -> None:
    assert (_enriched()["in_language"], _enriched()["language_confidence"]) == ("uk", 1.0)


def test_the_countries_are_these_and_no_others() -> None:
    named = sorted(country["iso2"] for country in _enriched()["countries"])
    implied = [country["iso2"] for country in _enriched()["implied_countries"]]
    assert (named, implied) == (_expected()["countries"], [])


def test_every_person_stands_under_one_name() -> None:
    assert _forms("person") == {name: set(forms) for name, forms in _expected()["persons"].items()}


def test_organisations_and_places_are_found() -> None:
    assert set(_expected()["organisations"]) <= set(_forms("organisation"))
    assert set(_expected()["locations"]) <= set(_forms("place"))


def test_no_enricher_failed() -> None:
    assert _enriched()["enrichment_errors"] == []


def test_both_dates_are_resolved() -> None:
    found = {each["text"]: each["edtf"] for each in _enriched()["dates_mentioned"]}
    assert found == _expected()["dates_mentioned"]
