"""Names of organisations: by legal form and quotes, by a head noun and its genitives, by abbreviation, by alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shpalta.text.entities.clues import Clues, Sentence
from shpalta.text.entities.model import Span

_OPENING, _CLOSING = '«“„"', '»”“"'
_LONGEST_QUOTE = 9
_LONGEST_TAIL = 9
_JOINS = frozenset(("і", "й", "та", "и"))
_GOES_ON_WITH = _JOINS | {"з", "із", "зі", "у", "в", "по", "про", "для", "с", "о"}
_NAMED_AFTER = frozenset(("ім", "імені", "им", "имени"))
_SEATED_IN = frozenset(("у", "в", "во", "по"))
_SEATS = frozenset(("область", "район", "край", "округ"))
_MIXED = re.compile("[А-ЯІЇЄҐ]{2,5}(?:у|а|ом|ові|ів)|[А-ЯІЇЄҐ][а-яіїєґ]+[А-ЯІЇЄҐ]{2,}")
_FIELD_AFTER = frozenset(
    ("питання", "справа", "нагляд", "захист", "боротьба", "ситуація", "контроль", "забезпечення", "розвиток", "надзвичайний")
)
_COUNTRY_AFTER = frozenset(("України", "США", "РФ", "Украины", "Росії", "России"))


def find_organisations(sentence: Sentence) -> Iterator[Span]:
    """Find the names of organisations in a sentence, rule by rule; spans may overlap."""
    yield from _quoted(sentence)
    yield from _headed(sentence)
    yield from _abbreviated(sentence)
    yield from _in_latin(sentence)


def _quoted(sentence: Sentence) -> Iterator[Span]:
    tokens, words = sentence.tokens, sentence.words
    for place in [place for place, token in enumerate(tokens[:-2]) if token.text in _OPENING]:
        end = _closing(sentence, place)
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


def _is_legal_form(word: Clues, text: str) -> bool:
    if "legal_forms" in word.roles:
        return word.is_caps or text.istitle()
    return word.is_caps and not word.is_latin and len(text) <= 6 and "no_organisation" not in word.roles


def _closing(sentence: Sentence, opening: int) -> int | None:
    """Find where a quoted name ends; a quote within it may share the closing sign."""
    tokens = sentence.tokens
    if not tokens[opening + 1].text[0].isupper() and not tokens[opening + 1].text[0].isdigit():
        return None
    for place in range(opening + 2, min(len(tokens), opening + 2 + _LONGEST_QUOTE)):
        sign = tokens[place].text
        if sign in _CLOSING:
            return place
        if sign in ",;:?!…" or (sign == "." and place + 1 < len(tokens) and tokens[place + 1].text not in _CLOSING):
            return None
    return None


def _looks_like_a_firm(words: Sequence[Clues]) -> bool:
    """A quoted name: every word of it capitalised, or made up."""
    if not words or len(words) > 5 or words[0].is_function:
        return False
    return all(word.is_capital or not word.is_known or not word.lemmas.isdisjoint(_GOES_ON_WITH) for word in words)


def _headed(sentence: Sentence) -> Iterator[Span]:
    for place in sentence.telling:
        word = sentence.words[place]
        if not word.is_head or (word.is_caps and len(sentence.tokens[place].text) < 5):
            continue
        first = _with_adjectives(sentence, place)
        last = _with_quotes(sentence, _with_tail(sentence, place))
        has_more = first < place or last > place + 1
        is_named = word.is_capital or first < place
        is_at_start = first == 0 or not sentence.tokens[first - 1].is_word
        if is_named and (has_more or not is_at_start or "alone" in word.roles):
            confidence = 0.98 if last > place + 1 else 0.9 if has_more else 0.6
            yield Span("organisation", first, last, confidence)


def _with_adjectives(sentence: Sentence, head: int) -> int:
    """Walk back over the agreeing adjectives of a head, to the first capitalised one."""
    first = place = head
    while place > 0 and sentence.words[place - 1].is_adjective and sentence.agree(place - 1, head):
        place -= 1
        if sentence.words[place].is_capital:
            first = place
    return first


def _with_tail(sentence: Sentence, head: int) -> int:
    """Walk on over what a head's name goes on with: genitives of a field of work or a place, a number, a patron, a seat."""
    tokens, words = sentence.tokens, sentence.words
    has_field = "field_heads" in words[head].roles
    last = place = head + 1
    while place < min(len(tokens), head + 1 + _LONGEST_TAIL):
        word = words[place]
        if tokens[place].text == "№" and place + 1 < len(tokens):
            return place + 2
        if word.is_caps:
            return _with_country(sentence, place + 1)
        if tokens[place].text in _NAMED_AFTER:
            place = _with_patron(sentence, place)
        elif _goes_on(sentence, place, has_field=has_field):
            has_field = has_field or "field_heads" in word.roles
            place += 1
        elif has_field and tokens[place].text in _GOES_ON_WITH and _leads_on(sentence, place):
            place += 2
        else:
            break
        last = place
    return _with_seat(sentence, last)


def _goes_on(sentence: Sentence, place: int, *, has_field: bool) -> bool:
    """Whether a word is a genitive that belongs to the name of the head before it."""
    word = sentence.words[place]
    if "gent" not in word.cases or word.is_given or word.is_patronymic or "not_a_field" in word.roles:
        return False
    if word.is_surname and not word.is_known:
        return False
    return word.is_capital or has_field or (word.is_head and sentence.words[place - 1].is_capital)


def _with_patron(sentence: Sentence, place: int) -> int:
    """Імені Тараса Шевченка, ім. О. О. Потебні: walk over the one whom an organisation is named after."""
    tokens = sentence.tokens
    place += 2 if place + 1 < len(tokens) and tokens[place + 1].text == "." else 1
    while place < len(tokens) and sentence.words[place].is_capital and not sentence.words[place].is_caps:
        place += 2 if len(tokens[place].text) == 1 and place + 1 < len(tokens) and tokens[place + 1].text == "." else 1
    return place


def _with_seat(sentence: Sentence, place: int) -> int:
    """Суду м. Києва, інспекції у Херсонській області, ГУ ДФС у м. Києві: a body's name goes on with where it sits."""
    tokens, words = sentence.tokens, sentence.words
    start = place + 1 if place < len(tokens) and tokens[place].text in _SEATED_IN else place
    if start + 2 < len(tokens) and tokens[start].text == "м" and tokens[start + 1].text == "." and words[start + 2].is_capital:
        return start + 3
    end = start
    while end < len(tokens) and ((words[end].is_capital and words[end].is_adjective) or tokens[end].text in _JOINS):
        end += 1
    is_seat = start < end < len(tokens) and words[start].is_capital and not words[end].lemmas.isdisjoint(_SEATS)
    return end + 1 if is_seat else place


def _leads_on(sentence: Sentence, place: int) -> bool:
    """Охорони здоров'я та соціальних служб, з питань запобігання: whether a small word joins on more of the name."""
    if place + 1 >= len(sentence.words):
        return False
    following = sentence.words[place + 1]
    if sentence.tokens[place].text in _JOINS:
        return "gent" in following.cases and not following.is_capital and not sentence.words[place - 1].is_capital
    return not following.lemmas.isdisjoint(_FIELD_AFTER)


def _with_quotes(sentence: Sentence, place: int) -> int:
    if place + 2 < len(sentence.tokens) and sentence.tokens[place].text in _OPENING:
        end = _closing(sentence, place)
        if end is not None:
            return end + 1
    return place


def _abbreviated(sentence: Sentence) -> Iterator[Span]:
    for place in sentence.capitals:
        word, text = sentence.words[place], sentence.tokens[place].text
        if word.is_latin:
            continue
        if _is_abbreviation(word, text) and not _is_shouted(sentence, place):
            first = _with_adjectives(sentence, place)
            last = _with_seat(sentence, _with_country(sentence, _end_of_capitals(sentence, place)))
            yield Span("organisation", first, last, 0.9 if last - first > 1 else 0.7)
        elif "alone" in word.roles:
            yield Span("organisation", place, _with_seat(sentence, _with_country(sentence, place + 1)), 0.9)
        elif word.is_composed and not word.is_name_part:
            yield Span("organisation", place, _with_seat(sentence, _with_country(sentence, place + 1)), 0.6)


def _is_abbreviation(word: Clues, text: str) -> bool:
    """НАБУ, ДТЕКом, СхідГЗК: capitals alone, with an ending, or after a syllable."""
    return not word.is_no_organisation and ((word.is_caps and 2 <= len(text) <= 7) or bool(_MIXED.fullmatch(text)))


def _end_of_capitals(sentence: Sentence, place: int) -> int:
    """ГУ СБУ, УПЦ МП: follow short abbreviations that stand together."""
    end = place + 1
    while end < len(sentence.tokens) and sentence.words[end].is_caps and not sentence.words[end].is_no_organisation:
        end += 1
    return end if end - place < 4 else place + 1


def _is_shouted(sentence: Sentence, place: int) -> bool:
    """Capitals beside capitals are a headline, not an abbreviation."""
    near = [*sentence.tokens[max(0, place - 1) : place], *sentence.tokens[place + 1 : place + 2]]
    return any(len(token.text) > 3 and token.text.isupper() for token in near)


def _with_country(sentence: Sentence, place: int) -> int:
    """МВС України: a country in the genitive belongs to an abbreviation's name."""
    is_country = place < len(sentence.tokens) and sentence.tokens[place].text in _COUNTRY_AFTER
    return place + 1 if is_country else place


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
        is_name = len(sentence.tokens[place].text) > 1 and not sentence.words[place].is_no_organisation
        if end <= place + 5 and not is_sentence and is_name:
            yield Span("organisation", place, end, 0.6)
