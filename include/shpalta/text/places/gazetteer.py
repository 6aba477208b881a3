"""Find place names in running text, in whatever case they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from shpalta.text import lexicon
from shpalta.text.morphology import Analysis, analyses, lemmas
from shpalta.text.passage import Passage, Token
from shpalta.text.places.model import PlaceMention, PlaceName, Relation
from shpalta.text.places.sources import Named, city_names, country_names, region_names

GAZETTEER_METHOD = "cldr+iso3166+geonames"

_RANK: dict[Relation, int] = {"named": 0, "metonym": 1, "capital": 2, "region": 3, "city": 4, "derived": 5}
# Endings under which a city's name is no lemma: plural or adjective.
_NOT_A_LEMMA = ("и", "і", "ы", "е", "ий", "ый", "ськ", "ка")
_PLACE_PREPOSITIONS = frozenset("в у із з зі до під біля поблизу через на из с со к под возле около во".split())  # noqa: SIM905
# Nouns whose own name may sound like a country's.
_OWN_NAME_AFTER = frozenset(
    ("округ", "штат", "готель", "кінотеатр", "отель", "кинотеатр", "університет", "университет", "канал")
)

Index = dict[str, tuple[PlaceName, ...]]


@cache
def gazetteer(language: str) -> Index:
    """Index every place name that a language has by each lemma of its first word."""
    index: dict[str, dict[tuple[str, str], PlaceName]] = {}
    for name, place, relation in _named(language):
        words = tuple(_lemmas_of_name(word, language, place.kind) for word in name.split())
        entry = PlaceName(words, name, place, relation)
        for lemma in words[0]:
            known = index.setdefault(lemma, {})
            key = (name.lower(), relation)
            if key not in known or known[key].place.population < place.population:
                known[key] = entry
    return {lemma: tuple(sorted(names.values(), key=_preference)) for lemma, names in index.items()}


def find_places(tokens: Sequence[Token], language: str) -> list[PlaceMention]:
    """Find the longest place name at each place of a sentence, left to right."""
    mentions: list[PlaceMention] = []
    place = 0
    while place < len(tokens):
        name = _longest(tokens, place, language)
        if name is None:
            place += 1
        else:
            mentions.append(PlaceMention(place, place + len(name.words), name))
            place += len(name.words)
    return mentions


@lru_cache(8)
def places_of(passage: Passage, language: str) -> list[list[PlaceMention]]:
    """Find the place names in each sentence of a passage, once for all that ask."""
    return [find_places(tokens, language) for tokens in passage.token_sentences]


def _named(language: str) -> Iterator[Named]:
    yield from country_names(language)
    yield from region_names(language)
    yield from city_names(language)


def _preference(name: PlaceName) -> tuple[int, int, int, str]:
    return -len(name.words), _RANK[name.relation], -name.place.population, name.surface


def _lemmas_of_name(word: str, language: str, kind: str) -> frozenset[str]:
    if kind != "city" or word.lower().endswith(_NOT_A_LEMMA):
        return lemmas(word, language)
    return frozenset({word.lower()})


def _longest(tokens: Sequence[Token], place: int, language: str) -> PlaceName | None:
    candidates = _starting_with(tokens[place].text, language)
    return next((name for name in candidates if _fits(name, tokens, place, language)), None)


@lru_cache(50_000)
def _starting_with(word: str, language: str) -> tuple[PlaceName, ...]:
    """Give the names that may start with a word, longest and likeliest first."""
    if not word[0].isalpha():
        return ()
    index = gazetteer(language)
    found = {name for lemma in lemmas(word, language) for name in index.get(lemma, ())}
    if not word[0].isupper():
        found = {name for name in found if name.relation == "derived"}
    return tuple(sorted(found, key=_preference))


def _fits(name: PlaceName, tokens: Sequence[Token], place: int, language: str) -> bool:
    if place + len(name.words) > len(tokens):
        return False
    found = tokens[place : place + len(name.words)]
    surfaces = name.surface.split()
    for token, wanted, surface in zip(found, name.words, surfaces, strict=True):
        if surface.isupper() and len(surface) > 1:
            if token.text != surface:
                return False
        elif wanted.isdisjoint(lemmas(token.text, language)) or (token.text.isupper() and len(token.text) < 4):
            return False
    if len(found) > 1 or name.relation in ("derived", "metonym"):
        return True
    if _is_something_else(name, tokens, place, language):
        return False
    return _agrees_in_number(found[0].text, surfaces[0], language) and (
        name.relation != "city" or _is_surely_a_city(name, tokens, place, language)
    )


def _is_something_else(name: PlaceName, tokens: Sequence[Token], place: int, language: str) -> bool:
    """A word of another class that stands first, or a name that belongs to the noun before it: 'округ Колумбія'."""
    if place and not lemmas(tokens[place - 1].text, language).isdisjoint(_OWN_NAME_AFTER):
        return name.place.kind == "country"
    is_told = name.relation == "named" and place > 0 and (tokens[place - 1].is_word or tokens[place - 1].text in ",(")
    readings = analyses(tokens[place].text, language)
    return not is_told and any(each.is_known and each.pos not in ("NOUN", "ADJF", "PRTF") for each in readings)


def _agrees_in_number(word: str, surface: str, language: str) -> bool:
    """ "Штати" is a country, "штат" is none."""
    is_plural = all(reading.is_plural for reading in analyses(surface, language))
    return not is_plural or any(reading.is_plural for reading in analyses(word, language))


def _is_also_a_name_or_word(readings: Sequence[Analysis]) -> bool:
    return any(reading.pos != "NOUN" or reading.tags & {"Surn", "Name", "Patr"} for reading in readings)


def _is_surely_a_city(name: PlaceName, tokens: Sequence[Token], place: int, language: str) -> bool:
    """A city's name that is also a word or a person's name counts only after a preposition, or a city's title."""
    readings = [reading for reading in analyses(tokens[place].text, language) if reading.is_known]
    is_at_start = place == 0 or not tokens[place - 1].is_word
    is_doubtful = (
        name.surface.lower() in lexicon.words("regions", "doubtful")
        or (_is_also_a_name_or_word(readings) and name.place.population < 200_000)
        or (is_at_start and bool(readings) and name.place.population < 300_000)
        or len(name.surface) < 4
    )
    if not is_doubtful:
        return True
    before = tokens[place - 1].text.lower() if place else ""
    if before == "." and place > 1:
        return tokens[place - 2].text in ("м", "г", "с", "смт")
    return before in _PLACE_PREPOSITIONS or before.startswith(("міст", "город"))
