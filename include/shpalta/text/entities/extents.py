"""How far a name of an organisation reaches: back over its adjectives, on over its field, patron, number, country and seat."""

from __future__ import annotations

from shpalta.text.entities.clues import Sentence

OPENING, _CLOSING = frozenset('«“„"'), frozenset('»”“"')
_LONGEST_QUOTE = 9
_LONGEST_TAIL = 9
_LONGEST_PERSON = 8
_MOST_ABBREVIATIONS = 4
_JOINS = frozenset(("і", "й", "та", "и"))
GOES_ON_WITH = _JOINS | {"з", "із", "зі", "у", "в", "по", "про", "для", "с", "о"}
_NAMED_AFTER = frozenset(("ім", "імені", "им", "имени"))
_SEATED_IN = frozenset(("у", "в", "во", "по"))
_SEATS = frozenset(("область", "район", "край", "округ"))
_FIELD_AFTER = frozenset(
    ("питання", "справа", "нагляд", "захист", "боротьба", "ситуація", "контроль", "забезпечення", "розвиток", "надзвичайний")
)
_COUNTRY_AFTER = frozenset(("України", "США", "РФ", "Украины", "Росії", "России"))


def with_adjectives(sentence: Sentence, head: int, *, capitals_only: bool = True) -> int:
    """Walk back over the agreeing adjectives of a head, to the first capitalised one, or to the first."""
    first = place = head
    while place > 0 and sentence.words[place - 1].is_adjective and sentence.agree(place - 1, head):
        place -= 1
        if sentence.words[place].is_capital or not capitals_only:
            first = place
    return first


def with_tail(sentence: Sentence, head: int) -> int:
    """Walk on over what a head's name goes on with: genitives of a field of work or a place, a number, a patron, a seat."""
    tokens, words = sentence.tokens, sentence.words
    has_field = "field_heads" in words[head].roles
    last = place = head + 1
    while place < min(len(tokens), head + 1 + _LONGEST_TAIL):
        word = words[place]
        if tokens[place].text == "№" and place + 1 < len(tokens):
            return place + 2
        if word.is_caps:
            return with_country(sentence, place + 1)
        if tokens[place].text in _NAMED_AFTER:
            place = _with_patron(sentence, place)
        elif _goes_on(sentence, place, has_field=has_field):
            has_field = has_field or "field_heads" in word.roles
            place += 1
        elif has_field and tokens[place].text in GOES_ON_WITH and _leads_on(sentence, place):
            place += 2
        else:
            break
        last = place
    return with_seat(sentence, last)


def _goes_on(sentence: Sentence, place: int, *, has_field: bool) -> bool:
    """Whether a word is a genitive that belongs to the name of the head before it."""
    word = sentence.words[place]
    if "gent" not in word.cases or word.is_given or word.is_patronymic or "not_a_field" in word.roles:
        return False
    if len(sentence.texts[place]) < 2 or not (word.is_known or word.is_adjective):
        return False
    return word.is_capital or has_field or (word.is_head and sentence.words[place - 1].is_capital)


def _leads_on(sentence: Sentence, place: int) -> bool:
    """Охорони здоров'я та соціальних служб, з питань запобігання: whether a small word joins on more of the name."""
    if place + 1 >= len(sentence.words):
        return False
    following = sentence.words[place + 1]
    if sentence.texts[place] in _JOINS:
        return "gent" in following.cases and not following.is_capital and not sentence.words[place - 1].is_capital
    return not following.lemmas.isdisjoint(_FIELD_AFTER)


def _with_patron(sentence: Sentence, place: int) -> int:
    """Імені Тараса Шевченка, ім. О. О. Потебні: walk over the one whom an organisation is named after."""
    has_point = place + 1 < len(sentence.tokens) and sentence.texts[place + 1] == "."
    return with_person(sentence, place + (2 if has_point else 1))


def with_person(sentence: Sentence, place: int) -> int:
    """ФОП Любач Вадим Євгенович, ФГ Дапринди С. М.: walk over the capitalised words and initials of a person."""
    tokens, words = sentence.tokens, sentence.words
    longest = place + _LONGEST_PERSON
    while place < min(len(tokens), longest) and words[place].is_capital and not words[place].is_latin:
        is_initial = len(tokens[place].text) == 1 and place + 1 < len(tokens) and tokens[place + 1].text == "."
        place += 2 if is_initial else 1
    return place


def with_seat(sentence: Sentence, place: int) -> int:
    """Суду м. Києва, інспекції у Херсонській області, ГУ ДФС у м. Києві: a body's name goes on with where it sits."""
    tokens = sentence.tokens
    start = place + 1 if place < len(tokens) and tokens[place].text in _SEATED_IN else place
    town = _of_town(sentence, start)
    if town > start:
        has_more = town < len(tokens) and tokens[town].text in _JOINS
        return max(town, _of_region(sentence, town + 1)) if has_more else town
    region = _of_region(sentence, start)
    return region if region > start else place


def _of_region(sentence: Sentence, start: int) -> int:
    """Одеської області, Донецькій та Луганській областях: walk over a region that is called one."""
    tokens, words = sentence.tokens, sentence.words
    end = start
    while end < min(len(tokens), start + _LONGEST_PERSON) and (
        (words[end].is_capital and words[end].is_adjective) or tokens[end].text in _JOINS
    ):
        end += 1
    is_seat = start < end < len(tokens) and words[start].is_capital and not words[end].lemmas.isdisjoint(_SEATS)
    return end + 1 if is_seat else start


def _of_town(sentence: Sentence, place: int) -> int:
    """М. Києва, місті Києві: walk over a town that is called one."""
    tokens, words = sentence.tokens, sentence.words
    name = place + 2 if place + 1 < len(tokens) and tokens[place].text == "м" and tokens[place + 1].text == "." else place
    if name == place and place < len(tokens) and "місто" in words[place].lemmas:
        name = place + 1
    is_town = place < name < len(tokens) and words[name].is_capital
    return name + 1 if is_town else place


def with_country(sentence: Sentence, place: int) -> int:
    """МВС України: a country in the genitive belongs to an abbreviation's name."""
    is_country = place < len(sentence.tokens) and sentence.texts[place] in _COUNTRY_AFTER
    return place + 1 if is_country else place


def with_quotes(sentence: Sentence, place: int) -> int:
    if place + 2 < len(sentence.tokens) and sentence.texts[place] in OPENING:
        end = closing_quote(sentence, place)
        if end is not None:
            return end + 1
    return place


def closing_quote(sentence: Sentence, opening: int) -> int | None:
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


def end_of_capitals(sentence: Sentence, place: int) -> int:
    """ГУ СБУ, УПЦ МП: follow short abbreviations that stand together."""
    end = place + 1
    longest = min(len(sentence.tokens), place + _MOST_ABBREVIATIONS)
    while end < longest and sentence.words[end].is_caps and not sentence.words[end].is_no_organisation:
        end += 1
    return end if end - place < _MOST_ABBREVIATIONS else place + 1
