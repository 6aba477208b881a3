"""Countries that are named and that are only implied stand apart, and every place carries its codes."""

from __future__ import annotations

from typing import Any

from shpalta.steps.enrich.options import DEFAULT
from shpalta.steps.enrich.places import find_countries_and_places
from shpalta.steps.enrich.reading import read_article


def _find(body: str, headline: str = "") -> dict[str, Any]:
    return find_countries_and_places(read_article({"headline": headline, "article_body": body}, "Europe/Kyiv"), DEFAULT)


def _codes(countries: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    return {each["iso2"]: (each["named_count"], each["derived_count"]) for each in countries}


def test_a_name_counts_apart_from_adjectives_peoples_capitals_and_metonyms() -> None:
    found = _find("Франція підтримала рішення. Французький уряд і Париж не коментують. Кремль мовчить, росіяни теж.")
    assert _codes(found["countries"]) == {"FR": (1, 2)}
    assert _codes(found["implied_countries"]) == {"RU": (0, 2)}
    assert found["primary_country"] == "FR"


def test_a_country_in_an_organisations_name_is_only_implied() -> None:
    found = _find("Про це повідомляє агентство «Інтерфакс-Україна» та Міністерство фінансів Польщі у своїй заяві.")
    assert "PL" not in _codes(found["countries"])


def test_places_have_their_codes_and_coordinates() -> None:
    found = _find("Вибухи пролунали в Одесі та на Херсонщині, а згодом і в Херсонській області.")
    places = {place["name"]: place for place in found["places"]}
    odesa, kherson = places["Одеса"], places["Херсонська область"]
    assert (odesa["iso2"], odesa["geonames_id"], round(odesa["latitude"])) == ("UA", 698740, 46)
    assert (kherson["iso3166_2"], kherson["count"]) == ("UA-65", 2)


def test_a_surname_is_no_country() -> None:
    assert _find("Генерал Джордж Вашингтон і співачка Ольга Україна не прийшли.")["places"] == []


def test_the_headline_says_that_a_country_stands_in_it() -> None:
    [country] = _find("Країна закрила кордон.", headline="Польща закрила кордон")["countries"]
    assert (country["iso2"], country["is_in_headline"]) == ("PL", True)
