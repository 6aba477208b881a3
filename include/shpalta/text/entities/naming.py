"""Put a name into the nominative: 'Путіним' to 'Путін', 'Курську область' to 'Курська область'."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from shpalta.text.entities.model import EntityKind
from shpalta.text.morphology import Analysis, analyses, inflected
from shpalta.text.passage import Token
from shpalta.text.places.gazetteer import name_of

_NAME_TAGS = frozenset({"Name", "Surn", "Patr"})
_CASE_ORDER = ("nomn", "gent", "accs", "datv", "ablt", "loct", "voct", "")
_MOST_WAYS = 3


def nominatives(
    tokens: Sequence[Token], kind: EntityKind, language: str, cases: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Give the ways to read a name in the nominative, likeliest first: never none.

    `cases` are those of the title before a person's name, where there is one: 'генералом Але Гван Чхолем'.
    """
    words = tuple(token.text for token in tokens)
    gaps = tuple(" " if later.start > token.end else "" for token, later in zip(tokens, [*tokens[1:], tokens[-1]], strict=True))
    known = name_of(words[0], language) if kind == "place" and len(words) == 1 else None
    if known:
        return (known,)
    ways = _persons(words, language, cases) if kind == "person" else (_phrase(words, language),)
    return tuple("".join(word + gap for word, gap in zip(way, gaps, strict=True)).strip() for way in ways)


@lru_cache(5_000)
def _persons(words: tuple[str, ...], language: str, cases: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Read a person's name once a gender and case that its words share."""
    readings = [_as_name(word, language) for word in words]
    declined = [each for each in readings if each]
    if not declined:
        return (words,)
    foreign = _foreign_nominative(words[-1], language) if cases == {"ablt"} else None
    if foreign:
        return ((*words[:-1], foreign),)
    if not _common_forms(declined):
        declined = declined[-1:]
    forms = sorted(
        {(reading.gender, reading.case) for each in declined for reading in each},
        key=lambda form: (_misfits(form, declined), form[1] not in cases, _CASE_ORDER.index(form[1]), form[0] != "masc"),
    )
    least = _misfits(forms[0], declined)
    ways = [
        tuple(_in_nominative(word, each, form, language) for word, each in zip(words, readings, strict=True))
        for form in forms
        if _misfits(form, declined) == least
    ]
    return tuple(dict.fromkeys(ways))[:_MOST_WAYS]


def _as_name(word: str, language: str) -> tuple[Analysis, ...]:
    """Give the readings of a word as part of a person's name: as a name where a dictionary says so, else as a noun."""
    if not word[0].isupper() or len(word) < 2 or word.isupper():
        return ()
    readings = [each for each in analyses(word, language) if each.is_noun and not each.is_plural]
    named = [each for each in readings if each.tags & _NAME_TAGS]
    animate = [each for each in readings if "anim" in each.tags]
    return tuple(named or animate or readings)


def _foreign_nominative(word: str, language: str) -> str | None:
    """Take the instrumental ending off a foreign name that no dictionary has: 'Чхолем' to 'Чхоль'."""
    if any(each.is_known or (each.case == "ablt" and each.tags & _NAME_TAGS) for each in analyses(word, language)):
        return None
    if word.endswith("ем") and len(word) > 4:
        return word[:-2] + "ь"
    return word[:-2] if word.endswith("ом") and len(word) > 4 else None


def _common_forms(declined: Sequence[Sequence[Analysis]]) -> set[str]:
    return set.intersection(*({reading.case for reading in each} for each in declined))


def _misfits(form: tuple[str, str], readings: Sequence[Sequence[Analysis]]) -> int:
    return sum(not any((each.gender or form[0], each.case) == form for each in word) for word in readings)


def _in_nominative(word: str, readings: Sequence[Analysis], form: tuple[str, str], language: str) -> str:
    for reading in readings:
        if (reading.gender or form[0], reading.case) == form:
            if "Fixd" in reading.tags or reading.case in ("nomn", ""):
                return word
            return inflected(word, language, reading.lemma, reading.tags, frozenset({"nomn"})) or word
    return word


@lru_cache(5_000)
def _phrase(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Put the head noun and the adjectives before it into the nominative; what follows the head stays as it is."""
    nouns = [place for place, word in enumerate(words) if _nouns(word, language)]
    head = next((place for place in nouns if not _adjectives(words[place], language)), next(iter(nouns), None))
    if head is None or not all(_adjectives(word, language) for word in words[:head]):
        return words
    for noun in sorted(_nouns(words[head], language), key=lambda each: (each.is_plural, _CASE_ORDER.index(each.case))):
        fitting = [_agreeing(word, noun, language) for word in words[:head]]
        if all(fitting):
            parts = [
                inflected(word, language, each.lemma, each.tags, frozenset({"nomn"})) or word
                for word, each in zip([*words[: head + 1]], [*fitting, noun], strict=True)
                if each is not None
            ]
            return (*parts, *words[head + 1 :])
    return words


def _nouns(word: str, language: str) -> tuple[Analysis, ...]:
    if len(word) < 2 or (word.isupper() and len(word) < 7):
        return ()
    # A dictionary may have a noun without its cases: Дельта.
    return tuple(each for each in analyses(word, language) if each.is_noun and each.case and "Fixd" not in each.tags)


def _adjectives(word: str, language: str) -> tuple[Analysis, ...]:
    return tuple(each for each in analyses(word, language) if each.is_adjective)


def _agreeing(word: str, noun: Analysis, language: str) -> Analysis | None:
    for each in _adjectives(word, language):
        same_gender = each.is_plural == noun.is_plural and (each.is_plural or not each.gender or each.gender == noun.gender)
        if each.case == noun.case and same_gender:
            return each
    return None
