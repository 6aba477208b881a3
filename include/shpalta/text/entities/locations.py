"""Names of places in a sentence: from the gazetteer, by a noun that says so, by address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shpalta.text.entities.clues import Sentence
from shpalta.text.entities.model import Span
from shpalta.text.morphology import analyses
from shpalta.text.places.model import PlaceMention

_LOCATIVE = frozenset(("в", "у", "на", "во"))
_JOINS = frozenset(("та", "і", "и", "й"))
_TITLE_POINTS = frozenset(("м", "с", "смт", "г", "д"))


def find_locations(sentence: Sentence, known: Sequence[PlaceMention]) -> Iterator[Span]:
    """Find the names of places in a sentence, rule by rule; spans may overlap."""
    yield from _streets(sentence)
    yield from _described(sentence)
    for mention in known:
        if mention.name.relation in ("named", "capital", "city", "region"):
            yield Span("place", mention.first, mention.last, _confidence(mention))
    yield from _titled(sentence)


def _confidence(mention: PlaceMention) -> float:
    if len(mention.name.words) > 1:
        return 0.97
    return 0.7 if mention.name.relation == "city" else 0.8


def _streets(sentence: Sentence) -> Iterator[Span]:
    tokens = sentence.tokens
    for place in sentence.telling:
        if "street_nouns" not in sentence.words[place].roles:
            continue
        name = place + 1
        if name < len(tokens) and tokens[name].text == ".":
            name += 1
        last = name
        while last < len(tokens) and last - name < 4 and _is_of_a_street(sentence, last, name):
            last += 1
        if last > name:
            yield Span("place", place, _with_number(sentence, last), 0.85)


def _is_of_a_street(sentence: Sentence, place: int, first: int) -> bool:
    text = sentence.tokens[place].text
    return sentence.words[place].is_capital or (place == first and text[0].isdigit() and "-" in text)


def _with_number(sentence: Sentence, place: int) -> int:
    """, 16 / 17 and , 16-А belong to an address."""
    tokens = sentence.tokens
    for sign in (",", "/"):
        if place + 1 < len(tokens) and tokens[place].text == sign and tokens[place + 1].text[0].isdigit():
            place += 2
    return place


def _described(sentence: Sentence) -> Iterator[Span]:
    """Курська область, Чорне море, Харківська та Сумська області: capitalised adjectives and what they describe."""
    words = sentence.words
    for place in sentence.telling:
        if "place_nouns" not in words[place].roles:
            continue
        first = place
        while first > 0:
            if words[first - 1].is_capital and words[first - 1].is_adjective:
                first -= 1
            elif first < place and first > 1 and _joins_adjective(sentence, first - 1):
                first -= 2
            else:
                break
        if first < place and sentence.agree(place - 1, place):
            yield Span("place", first, _with_number(sentence, place + 1), 0.85)


def _joins_adjective(sentence: Sentence, place: int) -> bool:
    before = sentence.words[place - 1]
    return sentence.tokens[place].text in _JOINS and before.is_capital and before.is_adjective


def _titled(sentence: Sentence) -> Iterator[Span]:
    """Село Кожичі, м. Дніпрорудне, в Бортничах: a capitalised word that its neighbour makes a place."""
    tokens, words = sentence.tokens, sentence.words
    for place in sentence.capitals:
        word, before = words[place], words[place - 1]
        if not place or word.is_caps or word.is_latin:
            continue
        has_point = tokens[place - 1].text == "." and place > 1 and tokens[place - 2].text in _TITLE_POINTS
        if has_point or ("place_titles" in before.roles and not before.is_capital):
            yield Span("place", place, place + 1, 0.88)
        elif tokens[place - 1].text.lower() in _LOCATIVE and not word.is_name_part and _is_locative(sentence, place):
            yield Span("place", place, place + 1, 0.5)


def _is_locative(sentence: Sentence, place: int) -> bool:
    readings = [each for each in analyses(sentence.tokens[place].text, sentence.language) if each.is_noun]
    return any(each.case == "loct" for each in readings) and not all("anim" in each.tags for each in readings)
