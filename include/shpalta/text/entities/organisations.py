"""Names of organisations: by legal form and quotes, by a head noun and its genitives, by abbreviation, by alphabet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shpalta.text.entities.clues import Clues, Sentence
from shpalta.text.entities.extents import (
    GOES_ON_WITH,
    OPENING,
    closing_quote,
    end_of_capitals,
    with_adjectives,
    with_country,
    with_person,
    with_quotes,
    with_seat,
    with_tail,
)
from shpalta.text.entities.model import Span
from shpalta.text.morphology import analyses


def find_organisations(sentence: Sentence) -> list[Span]:
    """Find the names of organisations in a sentence, rule by rule; spans may overlap."""
    found = [] if OPENING.isdisjoint(sentence.texts) else [*_quoted(sentence)]
    if sentence.telling:
        found += _headed(sentence)
    if sentence.capitals:
        found += _abbreviated(sentence)
        found += _in_latin(sentence)
    return found


def _quoted(sentence: Sentence) -> Iterator[Span]:
    tokens, words = sentence.tokens, sentence.words
    for place in [place for place, text in enumerate(sentence.texts[:-2]) if text in OPENING]:
        end = closing_quote(sentence, place)
        if end is None:
            continue
        roles = words[place - 1].roles if place else frozenset()
        if place and _is_legal_form(words[place - 1], tokens[place - 1].text):
            yield Span("organisation", place - 1, end + 1, 0.99)
        elif "before_title" in roles:
            continue
        elif "before_quoted" in roles:
            yield Span("organisation", place + 1, end, 0.97)
        elif "before_source" in roles and end - place < 6:
            yield Span("organisation", place + 1, end, 0.8)
        elif _looks_like_a_firm(words[place + 1 : end]):
            yield Span("organisation", place + 1, end, 0.96)
        elif _does_something(sentence, place + 1, end):
            yield Span("organisation", place + 1, end, 0.75)


def _does_something(sentence: Sentence, first: int, end: int) -> bool:
    """«Західна нафтова група» хоче збудувати: quoted words without a verb, and the verb right after them."""
    if any(word.is_function for word in sentence.words[first:end]) or end + 1 >= len(sentence.tokens):
        return False
    readings = analyses(sentence.texts[end + 1], sentence.language)
    return bool(readings) and readings[0].pos == "VERB"


def _is_legal_form(word: Clues, text: str) -> bool:
    if "legal_forms" in word.roles:
        return word.is_caps or text.istitle()
    return word.is_caps and not word.is_latin and len(text) <= 6 and "no_organisation" not in word.roles


def _looks_like_a_firm(words: Sequence[Clues]) -> bool:
    """A quoted name: every word of it capitalised, or made up."""
    if not words or len(words) > 5 or words[0].is_function:
        return False
    return all(word.is_capital or not word.is_known or not word.lemmas.isdisjoint(GOES_ON_WITH) for word in words)


def _headed(sentence: Sentence) -> Iterator[Span]:
    for place in sentence.telling:
        word = sentence.words[place]
        if "sole_traders" in word.roles:
            last = with_person(sentence, place + 1)
            if last > place + 1:
                yield Span("organisation", place, last, 0.98)
        if not word.is_head or (word.is_caps and len(sentence.texts[place]) < 5):
            continue
        first = with_adjectives(sentence, place)
        last = with_quotes(sentence, with_tail(sentence, place))
        has_more = first < place or last > place + 1
        is_at_start = first == 0 or not sentence.tokens[first - 1].is_word
        if (word.is_capital or first < place) and (has_more or not is_at_start or "alone" in word.roles):
            confidence = 0.98 if last > place + 1 else 0.9 if has_more else 0.6
            yield Span("organisation", first, last, confidence)
        elif "official_bodies" in word.roles:
            last = with_seat(sentence, place + 1)
            if last > place + 1:
                yield Span("organisation", with_adjectives(sentence, place, capitals_only=False), last, 0.98)


def _abbreviated(sentence: Sentence) -> Iterator[Span]:
    for place in sentence.capitals:
        word = sentence.words[place]
        if word.is_latin:
            continue
        if word.is_short and not _is_shouted(sentence, place):
            yield from _abbreviation(sentence, place)
        elif "alone" in word.roles or (word.is_composed and not word.is_surely_given and not word.is_surname):
            last = with_country(sentence, place + 1)
            seat = with_seat(sentence, last)
            yield Span("organisation", place, seat, 0.98 if seat > last else 0.9)


def _abbreviation(sentence: Sentence, place: int) -> Iterator[Span]:
    first = with_adjectives(sentence, place)
    last = with_country(sentence, end_of_capitals(sentence, place))
    seat = with_seat(sentence, last)
    confidence = 0.98 if seat > last else 0.9 if last - first > 1 else 0.7
    if first < place or not sentence.words[place].roles & {"plants", "legal_forms"}:
        yield Span("organisation", first, seat, confidence)


def _is_shouted(sentence: Sentence, place: int) -> bool:
    """Capitals beside capitals are a headline, not an abbreviation."""
    near = [*sentence.tokens[max(0, place - 1) : place], *sentence.tokens[place + 1 : place + 2]]
    return any(len(token.text) > 3 and token.text.isupper() for token in near)


def _in_latin(sentence: Sentence) -> Iterator[Span]:
    """A name in Latin letters amid Cyrillic is nearly always a firm, a product or a paper."""
    end = 0
    for place in sentence.capitals:
        if place < end or not sentence.words[place].is_latin:
            continue
        end = place
        while end < len(sentence.tokens) and sentence.words[end].is_latin and sentence.words[end].is_capital:
            end += 1
        is_sentence = end < len(sentence.tokens) and sentence.words[end].is_latin
        is_name = len(sentence.texts[place]) > 1 and not sentence.words[place].is_no_organisation
        if end <= place + 5 and not is_sentence and is_name:
            yield Span("organisation", place, end, 0.6)
