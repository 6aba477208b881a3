"""Names of places in a sentence: from the gazetteer, by a noun that says so, by address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shpalta.text.entities.clues import Sentence
from shpalta.text.entities.model import Span
from shpalta.text.frequencies import rarity
from shpalta.text.morphology import analyses
from shpalta.text.places.model import PlaceMention

_LOCATIVE = frozenset(("в", "у", "на", "во"))
_JOINS = frozenset(("та", "і", "и", "й"))
_LONGEST_LIST = 60
_STREETS = frozenset(("вулиць", "вулицях", "вулицями", "вулицям", "улиц", "улицах", "улицами"))
# Rarer than one word in 250,000 (orders of magnitude), a noun with a capital after "в" is rather a place.
_COMMON = 5.4
_TITLE_POINTS = frozenset(("м", "с", "смт", "г", "д"))


def find_locations(sentence: Sentence, known: Sequence[PlaceMention]) -> list[Span]:
    """Find the names of places in a sentence, rule by rule; spans may overlap."""
    found = [*_streets(sentence), *_described(sentence)] if sentence.telling else []
    found += [_known(sentence, each) for each in known if each.name.relation in ("named", "capital", "city", "region")]
    if sentence.capitals:
        found += _titled(sentence)
    return found


def _known(sentence: Sentence, mention: PlaceMention) -> Span:
    """Give a place of the gazetteer, with the direction before it: Західна Україна, Центрально-Східна Європа."""
    first = mention.first
    while (
        first > 0
        and sentence.words[first - 1].is_capital
        and "directions" in sentence.words[first - 1].roles
        and sentence.agree(first - 1, mention.first)
    ):
        first -= 1
    return Span("place", first, mention.last, 0.97 if first < mention.first else _confidence(mention))


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
        while last < len(tokens) and last - name < 5 and _is_of_a_street(sentence, last, name):
            last += 1
        if last > name:
            yield Span("place", place, _with_number(sentence, last), 0.98)
            if sentence.words[place].roles and tokens[place].text.lower() in _STREETS:
                yield from _listed(sentence, last)


def _listed(sentence: Sentence, place: int) -> Iterator[Span]:
    """Вулиць Милославська, Сурікова та Лісківська: after a plural noun every name of the list is a place."""
    tokens, words = sentence.tokens, sentence.words
    end = min(len(tokens), place + _LONGEST_LIST)
    while place + 1 < end and (tokens[place].text in _JOINS or tokens[place].text in (",", "чи")):
        first = last = place + 1
        while last < len(tokens) and last - first < 3 and words[last].is_capital:
            is_initial = len(tokens[last].text) == 1 and last + 1 < len(tokens) and tokens[last + 1].text == "."
            last += 2 if is_initial else 1
        if last == first:
            return
        yield Span("place", first, last, 0.96)
        place = last


def _is_of_a_street(sentence: Sentence, place: int, first: int) -> bool:
    text = sentence.texts[place]
    if text == ".":
        return place > first and len(sentence.texts[place - 1]) == 1 and sentence.words[place - 1].is_capital
    return sentence.words[place].is_capital or (place == first and text[0].isdigit() and "-" in text)


def _with_number(sentence: Sentence, place: int) -> int:
    """, 16 / 17а and , 16-А belong to an address."""
    tokens = sentence.tokens
    for sign in (",", "/"):
        if place + 1 < len(tokens) and tokens[place].text == sign and tokens[place + 1].text[0].isdigit():
            place += 2
            has_letter = place < len(tokens) and tokens[place].start == tokens[place - 1].end and len(tokens[place].text) == 1
            place += 1 if has_letter and tokens[place].is_word else 0
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
        if first < place and sentence.agree(place - 1, place) and not _only_begins_a_sentence(sentence, first):
            end = _with_town(sentence, place)
            yield Span("place", first, _with_number(sentence, end), 0.98 if end > place + 1 else 0.85)


def _only_begins_a_sentence(sentence: Sentence, place: int) -> bool:
    """Загальна площа, Густі ліси: a common adjective whose capital says nothing; one made of a place's name says enough."""
    word = sentence.words[place]
    if not sentence.is_at_start(place) or not word.is_known:
        return False
    return not any(lemma.endswith(("ський", "цький", "зький", "ский", "цкий")) for lemma in word.lemmas)


def _with_town(sentence: Sentence, noun: int) -> int:
    """Печерський район Києва: a district's name goes on with its town."""
    after = noun + 1
    if "район" not in sentence.words[noun].lemmas or after >= len(sentence.words):
        return after
    word = sentence.words[after]
    is_town = (
        word.is_capital and "gent" in word.cases and not word.is_adjective and not word.is_surely_given and not word.is_surname
    )
    return after + 1 if is_town else after


def _joins_adjective(sentence: Sentence, place: int) -> bool:
    before = sentence.words[place - 1]
    return sentence.texts[place] in _JOINS and before.is_capital and before.is_adjective


def _titled(sentence: Sentence) -> Iterator[Span]:
    """Село Кожичі, м. Дніпрорудне, в Бортничах: a capitalised word that its neighbour makes a place."""
    tokens, words = sentence.tokens, sentence.words
    for place in sentence.capitals:
        word, before = words[place], words[place - 1]
        if not place or word.is_caps or word.is_latin:
            continue
        if _is_abbreviated_title(sentence, place) or ("place_titles" in before.roles and not before.is_capital):
            yield Span("place", place, _end_of_title(sentence, place), 0.88)
        elif "mayors" in before.roles and place + 1 < len(words) and words[place + 1].is_surely_given:
            yield Span("place", place, place + 1, 0.97)
        elif tokens[place - 1].text.lower() in _LOCATIVE and not word.is_name_part and _is_locative(sentence, place):
            yield Span("place", place, place + 1, 0.5)


def _is_abbreviated_title(sentence: Sentence, place: int) -> bool:
    """М. Дніпрорудне, but not 100 кв. м. Про це."""
    tokens = sentence.tokens
    if place < 2 or tokens[place - 1].text != "." or tokens[place - 2].text not in _TITLE_POINTS:
        return False
    before = tokens[place - 3].text if place > 2 else ""
    return not (before[-1:].isdigit() or before in (".", "кв", "куб"))


def _end_of_title(sentence: Sentence, place: int) -> int:
    """Села Мала Костромка: an adjective of a place's name goes on with its noun."""
    words = sentence.words
    after = place + 1
    has_noun = words[place].is_adjective and after < len(words) and words[after].is_capital and not words[after].is_adjective
    return after + 1 if has_noun and not words[after].is_caps and not words[after].is_surely_given else after


def _is_locative(sentence: Sentence, place: int) -> bool:
    """Whether a noun stands in the locative, and is no common word: 'у Бортничах', not 'в Інтернеті'."""
    readings = [each for each in analyses(sentence.texts[place], sentence.language) if each.is_noun]
    if not any(each.case == "loct" for each in readings) or all("anim" in each.tags for each in readings):
        return False
    is_common = any(rarity(each.lemma, sentence.language) < _COMMON for each in readings if each.is_known)
    return not is_common
