"""Names of people in a sentence: given names, patronymics, surnames and initials in a row that agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shpalta.text import lexicon
from shpalta.text.entities.clues import Sentence
from shpalta.text.entities.model import Span

_LONGEST_NAME = 6
_ROMAN = re.compile("[IVXІХ]+$")


def find_persons(sentence: Sentence, barred: frozenset[int]) -> Iterator[Span]:
    """Find the names of people in a sentence; those of one doubtful word have a low confidence.

    `barred` are the tokens that name a place for certain, where no person's name goes through.
    """
    reached = 0
    for place in sentence.capitals:
        if place >= reached and place not in barred and _may_start(sentence, place):
            span = _judge(sentence, place, _end_of_run(sentence, place, barred))
            if span is not None:
                yield span
                reached = span.last


def _may_start(sentence: Sentence, place: int) -> bool:
    word = sentence.words[place]
    if word.is_caps or word.is_latin:
        return False
    if len(sentence.texts[place]) == 1:
        return _is_initial(sentence, place)
    if word.is_head and word.is_known:
        return False
    return word.is_name_part or not (word.is_known and sentence.is_at_start(place))


def _is_initial(sentence: Sentence, place: int) -> bool:
    tokens = sentence.tokens
    text = tokens[place].text
    return len(text) == 1 and text.isupper() and place + 1 < len(tokens) and tokens[place + 1].text == "."


def _end_of_run(sentence: Sentence, first: int, barred: frozenset[int]) -> int:
    """Follow a name as far as its words are capitalised and agree with the one before."""
    tokens = sentence.tokens
    last = first + 2 if _is_initial(sentence, first) else first + 1
    previous = first
    while last < len(tokens) and last not in barred and last - first < _LONGEST_NAME:
        if _is_initial(sentence, last):
            last += 2
            if not _is_initial(sentence, first) and not (last < len(tokens) and _is_initial(sentence, last)):
                break  # Смєшко І. П.: initials that follow a surname end the name
        elif _is_particle(sentence, last):
            last += 1
        elif _continues(sentence, previous, last) and not _begins_another(sentence, first, previous, last):
            previous = last
            last += 1
        else:
            break
    is_numbered = last < len(tokens) and sentence.words[previous].is_given and _ROMAN.match(tokens[last].text)
    return last + 1 if is_numbered else last


def _is_particle(sentence: Sentence, place: int) -> bool:
    """Урсула фон дер Ляєн: a small word of a name that goes on after it."""
    particles = lexicon.words("entities", "particles")
    tokens = sentence.tokens
    if tokens[place].text not in particles or place + 1 >= len(tokens):
        return False
    return sentence.words[place + 1].is_capital or tokens[place + 1].text in particles


def _continues(sentence: Sentence, previous: int, place: int) -> bool:
    word, before = sentence.words[place], sentence.words[previous]
    if not word.is_capital or word.is_caps or word.is_latin or word.is_head or len(sentence.texts[place]) < 2:
        return False
    if _is_initial(sentence, previous):
        return True
    if before.is_given and not word.is_surely_given and (not word.is_known or word.is_surname):
        return True
    if before.is_surely_given and not before.cases.isdisjoint(word.cases) and not word.is_function:
        return True  # Петром Прядкою: a surname that is also a word of another gender
    return sentence.agree(previous, place)


def _begins_another(sentence: Sentence, first: int, previous: int, place: int) -> bool:
    """Whether a given name in a run is the next person's: 'штабу Байдена | Ендрю Бейтс', but not 'Ковач Анна Василівна'."""
    words, tokens = sentence.words, sentence.tokens
    if not words[place].is_surely_given or words[previous].is_given or _is_initial(sentence, previous):
        return False
    if words[first].is_surely_given or _is_initial(sentence, first):
        return True
    if len(tokens[first].text) < 4 or place + 1 >= len(tokens):
        return False
    after = words[place + 1]
    return after.is_capital and not after.is_caps and not after.is_patronymic and _continues(sentence, place, place + 1)


def _judge(sentence: Sentence, first: int, end: int) -> Span | None:
    """Decide what a run of capitalised words is: a person, surely or maybe, or none."""
    confidence = _single(sentence, first) if end - first == 1 else _several(sentence, first, end)
    return Span("person", first, end, confidence) if confidence else None


def _several(sentence: Sentence, first: int, end: int) -> float:
    words = [sentence.words[place] for place in range(first, end) if len(sentence.texts[place]) > 1]
    confidence = 0.0
    if not words or (words[0].is_function and sentence.is_at_start(first)):
        confidence = 0.0
    elif any(_is_initial(sentence, place) for place in range(first, end)):
        confidence = 0.9
    elif any(word.is_given or word.is_patronymic for word in words):
        confidence = 0.95
    elif any(word.is_surname for word in words) and not all(word.is_known for word in words):
        confidence = 0.7
    elif not any(word.is_known and word.is_capital for word in words):
        confidence = 0.6
    return confidence


def _single(sentence: Sentence, place: int) -> float:
    word = sentence.words[place]
    before = sentence.words[place - 1] if place else None
    is_titled = before is not None and not before.is_capital and "person_titles" in before.roles
    speaks = place + 1 < len(sentence.words) and "speech_verbs" in sentence.words[place + 1].roles
    confidence = 0.0
    if word.is_function:
        confidence = 0.0
    elif word.is_known and sentence.is_at_start(place):
        confidence = 0.7 if speaks and word.is_name_part else 0.3
    elif word.is_name_part and not word.is_known:
        confidence = 0.85
    elif is_titled and (word.is_maybe_surname or not word.is_known):
        confidence = 0.8
    elif word.is_name_part:
        confidence = 0.7 if speaks or is_titled else 0.55
    elif not word.is_known and (word.is_animate or word.is_maybe_surname or speaks):
        confidence = 0.65 if speaks or word.is_maybe_surname else 0.45
    return confidence
