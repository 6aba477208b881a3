"""Find place names in running text, in whatever case they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from shpalta.text import lexicon
from shpalta.text.memo import KEPT_LANGUAGES, Memo
from shpalta.text.morphology import MORPHOLOGIES, Analysis, analyses, lemmas
from shpalta.text.passage import Passage, Token
from shpalta.text.places.model import PlaceMention, PlaceName, Relation
from shpalta.text.places.sources import Named, city_names, country_names, doubtful_countries, region_names

GAZETTEER_METHOD = "cldr+iso3166+geonames"

_RANK: dict[Relation, int] = {"named": 0, "metonym": 1, "capital": 2, "region": 3, "city": 4, "derived": 5}
# Endings under which a city's name is no lemma: plural or adjective.
_NOT_A_LEMMA = ("и", "і", "ы", "е", "ий", "ый", "ськ", "ка")
_PLACE_PREPOSITIONS = frozenset(
    "в у із з зі до під біля поблизу через на из с со к под возле около во in to from into near across outside".split()  # noqa: SIM905
)
# Nouns whose own name may sound like a country's.
_OWN_NAME_AFTER = frozenset(
    ("округ", "штат", "готель", "кінотеатр", "отель", "кинотеатр", "університет", "университет", "канал")
)
_NAMED_AFTER = frozenset(("імені", "имени", "ім", "им"))
_PEOPLE = frozenset(("Surn", "Name", "Patr"))
# A Ukrainian city as large as this is meant by its name, also where a person may be called so.
_SHORTEST_IN_CAPITALS = 4
_LARGE, _VERY_LARGE = 200_000, 300_000

_TOWN = re.compile(r"([А-ЯІЇЄҐ][\w']+(?:[сцз]ьк|[сц]к))(?:а|у|ом|е|і|ові)")

Index = dict[str, tuple[PlaceName, ...]]


@cache
def gazetteer(language: str) -> Index:
    """Index every place name that a language has by each lemma of its first word.

    In the alphabets of others cities have their English names, which all those languages share.
    """
    return _indexed(
        [*country_names(language), *region_names(language), *(city_names(language) if language in MORPHOLOGIES else ())],
        language,
    )


@cache
def _shared_cities() -> Index:
    return _indexed(city_names("en"), "en")


def _indexed(named: Iterable[Named], language: str) -> Index:
    index: dict[str, dict[tuple[str, str], PlaceName]] = {}
    for name, place, relation in named:
        words = _words_of(name, language, place.kind)
        entry = PlaceName(words, name, place, relation)
        for lemma in words[0]:
            known = index.setdefault(lemma, {})
            key = (name.lower(), relation)
            if key not in known or known[key].place.population < place.population:
                known[key] = entry
    return {lemma: tuple(sorted(names.values(), key=_preference)) for lemma, names in index.items()}


def _find_places(
    tokens: Sequence[Token], starting: Iterable[tuple[int, Sequence[PlaceName]]], language: str
) -> list[PlaceMention]:
    """Find the longest place name at each place of a sentence where names may start, left to right."""
    mentions: list[PlaceMention] = []
    reached = 0
    for place, candidates in starting:
        if place < reached:
            continue
        name = next((name for name in candidates if _fits(name, tokens, place, language)), None)
        if name is not None:
            reached = place + len(name.words)
            mentions.append(PlaceMention(place, reached, name))
    return mentions


def name_of(word: str, language: str) -> str | None:
    """Give the name of the place that a word is likeliest a form of, in the nominative; nothing where no gazetteer has it."""
    named = next((name for name in _known_names(language)[word] if _is_alone(name)), None)
    if named is None:
        return None
    return named.place.name if named.place.kind == "city" else named.surface


def _is_alone(name: PlaceName) -> bool:
    return len(name.words) == 1 and name.relation not in ("derived", "metonym")


def places_of(passage: Passage, language: str) -> list[list[PlaceMention]]:
    """Find the place names in each sentence of a passage, once for all that ask."""
    key = ("places", language)
    if key not in passage.found:
        names = list(_known_names(language).all_of(passage.token_texts))
        sentences = zip(passage.token_sentences, passage.sentence_bounds, passage.marked(names), strict=True)
        passage.found[key] = [
            _find_places(tokens, [(place, names[first + place]) for place in places], language)
            for tokens, (first, _), places in sentences
        ]
    places: list[list[PlaceMention]] = passage.found[key]
    return places


def _preference(name: PlaceName) -> tuple[int, int, int, str]:
    return -len(name.words), _RANK[name.relation], -name.place.population, name.surface


def _words_of(name: str, language: str, kind: str) -> tuple[frozenset[str], ...]:
    """Give the lemmas that each word of a name may have; a name of one word stands in the nominative."""
    words = name.split()
    if len(words) > 1:
        return tuple(_lemmas_of_name(word, language, kind) for word in words)
    lowered = name.lower()
    if kind == "city" and not lowered.endswith(_NOT_A_LEMMA):
        return (frozenset({lowered}),)
    own = {reading.lemma for reading in analyses(name, language) if reading.case == "nomn"}
    return (frozenset(own & lemmas(name, language) | {lowered}),)


def _lemmas_of_name(word: str, language: str, kind: str) -> frozenset[str]:
    if kind != "city" or word.lower().endswith(_NOT_A_LEMMA):
        return lemmas(word, language)
    return frozenset({word.lower()})


@lru_cache(5_000)
def _is_a_form_of(word: str, name: str, language: str) -> bool:
    """Tell whether a word of the dictionary is a case of a name: of one number, and as an adjective of one gender."""
    known = {_form(reading) for reading in analyses(word, language) if reading.is_known}
    if name.lower() in _towns_of(word):
        return True
    if not known or word.lower() == name.lower():
        return True
    return not known.isdisjoint(_form(reading) for reading in analyses(name, language) if reading.case == "nomn")


def _towns_of(word: str) -> frozenset[str]:
    """Куп'янська, у Куп'янську: give the town that a form like an adjective's may be of; dictionaries lack most of them."""
    match = _TOWN.fullmatch(word)
    return frozenset({match[1].lower()}) if match else frozenset()


def _form(reading: Analysis) -> tuple[str, bool, str]:
    return reading.lemma, reading.is_plural, reading.gender if reading.is_adjective else ""


@lru_cache(KEPT_LANGUAGES)
def _known_names(language: str) -> Memo[tuple[PlaceName, ...]]:
    return Memo(lambda word: _starting_with(word, language))


def _starting_with(word: str, language: str) -> tuple[PlaceName, ...]:
    """Give the names that may start with a word, longest and likeliest first; those of one word that it can be a form of."""
    if not word[0].isalpha():
        return ()
    indexes = (gazetteer(language),) if language in MORPHOLOGIES else (gazetteer(language), _shared_cities())
    is_capital = word[0].isupper()
    stems = lemmas(word, language) | _towns_of(word) if is_capital else lemmas(word, language)
    entries = [index[lemma] for lemma in stems for index in indexes if lemma in index]
    if not entries:
        return ()
    found = {name for names in entries for name in names if is_capital or name.relation == "derived"}
    return tuple(sorted((name for name in found if _may_stand_for(word, name, language)), key=_preference))


def _may_stand_for(word: str, name: PlaceName, language: str) -> bool:
    """Tell whether a word can be the first of a name, whatever stands around it."""
    surface = name.surface.partition(" ")[0]
    if surface.isupper() and len(surface) > 1:
        return word == surface
    if word.isupper() and len(word) < _SHORTEST_IN_CAPITALS:
        return False
    if len(name.words) > 1 or name.relation in ("derived", "metonym"):
        return True
    is_barred = name.place.kind == "city" and name.surface.lower() in lexicon.words("regions", "never")
    return not is_barred and _is_a_form_of(word, name.surface, language)


def _fits(name: PlaceName, tokens: Sequence[Token], place: int, language: str) -> bool:
    """Tell whether the name goes on as it began and, where it has one word, whether it is meant."""
    if place + len(name.words) > len(tokens):
        return False
    if len(name.words) > 1:
        following = zip(tokens[place + 1 :], name.words[1:], name.surface.split()[1:], strict=False)
        return all(_goes_on(token.text, wanted, surface, language) for token, wanted, surface in following)
    return name.relation in ("derived", "metonym") or _is_meant(name, tokens, place, language)


def _goes_on(word: str, wanted: frozenset[str], surface: str, language: str) -> bool:
    if surface.isupper() and len(surface) > 1:
        return word == surface
    is_short = word.isupper() and len(word) < _SHORTEST_IN_CAPITALS
    return not is_short and not wanted.isdisjoint(lemmas(word, language))


def _is_meant(name: PlaceName, tokens: Sequence[Token], place: int, language: str) -> bool:
    """Tell whether one word is the place and not another word or a person that is called so."""
    if _is_something_else(name, tokens, place, language) or _is_a_surname(tokens, place, language):
        return False
    if name.place.kind == "city":
        return _is_surely_a_city(name, tokens, place, language)
    return name.surface not in doubtful_countries(language) or _is_told_by_its_neighbours(tokens, place, language)


def _is_something_else(name: PlaceName, tokens: Sequence[Token], place: int, language: str) -> bool:
    """A word of another class that stands first, or a name that belongs to the noun before it: 'округ Колумбія'."""
    before = tokens[place - 1].text.lower() if place else ""
    if before in _NAMED_AFTER or (before == "." and place > 1 and tokens[place - 2].text.lower() in _NAMED_AFTER):
        return True
    if place and not lemmas(before, language).isdisjoint(_OWN_NAME_AFTER):
        return name.place.kind == "country"
    is_within = place > 0 and (tokens[place - 1].is_word or tokens[place - 1].text in ",(")
    is_told = (name.relation == "named" and is_within) or before in _PLACE_PREPOSITIONS
    readings = analyses(tokens[place].text, language)
    return not is_told and any(
        each.is_known and (each.pos not in ("NOUN", "ADJF", "PRTF") or "Apro" in each.tags) for each in readings
    )


def _is_a_surname(tokens: Sequence[Token], place: int, language: str) -> bool:
    """Джордж Вашингтон, but neither Єлизавета Британії nor Влада Ірану: only a given name before it, in one case."""
    before = tokens[place - 1].text if place else ""
    if not before[:1].isupper() or before.isupper():
        return False
    cases = {reading.case for reading in analyses(tokens[place].text, language)}
    readings = analyses(before, language)
    is_given = bool(readings) and all("Name" in reading.tags for reading in readings)
    return is_given and any(reading.case in cases for reading in readings)


def _is_told_by_its_neighbours(tokens: Sequence[Token], place: int, language: str) -> bool:
    """In Jordan, King of Jordan, but neither Jordan nor in Jordan Valley."""
    before = tokens[place - 1].text if place else ""
    is_told = before.lower() in _PLACE_PREPOSITIONS or not lemmas(before, language).isdisjoint(
        lexicon.words("countries", "before_country")
    )
    return is_told and not (place + 1 < len(tokens) and tokens[place + 1].text[0].isupper())


def _is_also_a_name_or_word(readings: Sequence[Analysis]) -> bool:
    return any(reading.pos != "NOUN" or reading.tags & _PEOPLE for reading in readings)


def _describes_what_follows(tokens: Sequence[Token], place: int, language: str) -> bool:
    """Донецької обл., Центральної бази: an adjective with its noun is no city."""
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    is_adjective = any(reading.is_adjective for reading in analyses(tokens[place].text, language))
    return is_adjective and (
        (len(after) > 1 and after.isupper())
        or (after[:1].islower() and any(each.is_noun for each in analyses(after, language)))
    )


def _is_surely_a_city(name: PlaceName, tokens: Sequence[Token], place: int, language: str) -> bool:
    """A city's name that is also a word or a person's name counts only after a preposition, or a city's title."""
    own = name.surface.lower()
    if _describes_what_follows(tokens, place, language):
        return False
    readings = [reading for reading in analyses(tokens[place].text, language) if reading.is_known]
    is_at_start = place == 0 or not tokens[place - 1].is_word
    if own in _towns_of(tokens[place].text) and not is_at_start:
        return True
    if name.relation == "capital":
        is_doubtful = _is_also_a_name_or_word(readings)
    else:
        is_doubtful = (
            own in lexicon.words("regions", "doubtful")
            or (_is_also_a_name_or_word(readings) and (name.place.iso2 != "UA" or name.place.population < _LARGE))
            or (is_at_start and bool(readings) and name.place.population < _VERY_LARGE)
            or len(own) < 4
        )
    if not is_doubtful:
        return True
    before = tokens[place - 1].text.lower() if place else ""
    if before == "." and place > 1:
        return tokens[place - 2].text in ("м", "г", "с", "смт")
    return before in _PLACE_PREPOSITIONS or before.startswith(("міст", "город"))
