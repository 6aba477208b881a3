"""What a single word says about being part of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import attrgetter

from dawg import RecordDAWG
from names_translator.dicts import CATEGORIES, RECORD_FORMAT

from shpalta.text import lexicon
from shpalta.text.memo import KEPT_LANGUAGES, Memo
from shpalta.text.morphology import Analysis, analyses, is_known, lemmas
from shpalta.text.passage import Passage, Token

_KEPT_WORDS = 5_000
_ROMAN = re.compile("[IVXLCІХ]+$")
_MIXED = re.compile("[А-ЯІЇЄҐ]{2,5}(?:у|а|ом|ові|ів)|[А-ЯІЇЄҐ][а-яіїєґ]+[А-ЯІЇЄҐ]{2,}")
_OPEN_CLASSES = frozenset({"NOUN", "ADJF", "PRTF"})
_NAME, _PATRONYMIC, _SURNAME, _ADJECTIVE, _PARTICIPLE, _ANIMATE, _CLOSED = (1 << place for place in range(7))
_SAYINGS = {"Name": _NAME, "Patr": _PATRONYMIC, "Surn": _SURNAME, "ADJF": _ADJECTIVE, "PRTF": _PARTICIPLE, "anim": _ANIMATE}
_PEOPLE = _NAME | _PATRONYMIC | _SURNAME
# "міськрада", "госпсуд": a head may hide at the end of a word.
_HEAD_ENDINGS = (
    "рада",
    "суд",
    "адміністрація",
    "виконком",
    "управління",
    "банк",
    "совет",
    "администрация",
    "відділення",
    "інспекція",
)


@dataclass(slots=True)  # not frozen, which takes three times as long to make
class Clues:
    """What is known of a word apart from its neighbours."""

    is_capital: bool
    is_caps: bool
    is_latin: bool
    is_given: bool
    is_surely_given: bool
    is_patronymic: bool
    is_surname: bool
    is_maybe_surname: bool
    is_known: bool
    is_adjective: bool
    is_animate: bool
    is_function: bool
    cases: frozenset[str]
    is_name_part: bool
    is_head: bool
    is_composed: bool
    is_no_organisation: bool
    is_short: bool
    lemmas: frozenset[str]
    roles: frozenset[str]
    is_telling: bool


_NOTHING: frozenset[str] = frozenset()
_NO_WORD = Clues(
    is_capital=False,
    is_caps=False,
    is_latin=False,
    is_given=False,
    is_surely_given=False,
    is_patronymic=False,
    is_surname=False,
    is_maybe_surname=False,
    is_known=False,
    is_adjective=False,
    is_animate=False,
    is_function=False,
    cases=_NOTHING,
    is_name_part=False,
    is_head=False,
    is_composed=False,
    is_no_organisation=False,
    is_short=False,
    lemmas=_NOTHING,
    roles=_NOTHING,
    is_telling=False,
)
_IS_CAPITAL, _IS_TELLING = attrgetter("is_capital"), attrgetter("is_telling")
# The lists of lexicon/entities.yaml that a word may stand in.
_ROLES = (
    "alone",
    "before_quoted",
    "before_source",
    "before_title",
    "directions",
    "field_heads",
    "heads",
    "legal_forms",
    "mayors",
    "no_organisation",
    "not_a_field",
    "official_bodies",
    "person_titles",
    "place_nouns",
    "place_titles",
    "plants",
    "sole_traders",
    "speech_verbs",
    "street_nouns",
)


@dataclass(slots=True)
class Sentence:
    """The tokens of a sentence and what each says by itself; signs say nothing.

    Most words are neither capitalised nor on a list: the rules look only at the `capitals` and at the `telling` ones,
    which stand on a list or end like a head.
    """

    tokens: Sequence[Token]
    texts: Sequence[str]
    words: Sequence[Clues]
    language: str
    capitals: Sequence[int]
    telling: Sequence[int]

    def is_at_start(self, place: int) -> bool:
        """Whether a capital says nothing: the sentence, or a quote in it, begins here."""
        return place == 0 or not (self.tokens[place - 1].is_word or self.texts[place - 1] in ",-–—(")

    def agree(self, one: int, other: int) -> bool:
        return agree(self.texts[one], self.texts[other], self.language)


def look_at(passage: Passage, language: str) -> list[Sentence]:
    """Give every token of each sentence its clues, once for all that ask."""
    key = ("clues", language)
    if key not in passage.found:
        passage.found[key] = _look_at(passage, language)
    sentences: list[Sentence] = passage.found[key]
    return sentences


def _look_at(passage: Passage, language: str) -> list[Sentence]:
    texts, words = passage.token_texts, list(_known_clues(language).all_of(passage.token_texts))
    capitals, telling = passage.marked(map(_IS_CAPITAL, words)), passage.marked(map(_IS_TELLING, words))
    return [
        Sentence(tokens, texts[first:last], words[first:last], language, *places)
        for tokens, (first, last), *places in zip(
            passage.token_sentences, passage.sentence_bounds, capitals, telling, strict=True
        )
    ]


def clues(word: str, language: str) -> Clues:
    """Look at one word; in a language without morphology only at its letters. A sign says nothing."""
    return _known_clues(language)[word]


@lru_cache(KEPT_LANGUAGES)
def _known_clues(language: str) -> Memo[Clues]:
    return Memo(lambda word: _clues(word, language))


def _clues(word: str, language: str) -> Clues:
    if not word[0].isalnum():
        return _NO_WORD
    readings = analyses(word, language)
    said, known, is_known_word = _sayings(readings)
    words = lemmas(word, language)
    is_capital = word[0].isupper()
    lexemes = _in_lexicon(words) if is_capital and readings else frozenset()
    told = words | {lemma.rpartition("-")[2] for lemma in words} if "-" in word else words  # екс-президент, рок-гурт
    roles = _roles_of(told)
    is_head = "heads" in roles or any(lemma.endswith(_HEAD_ENDINGS) for lemma in words)
    is_no_organisation = _is_no_organisation(word)
    return Clues(
        is_capital=is_capital,
        is_caps=len(word) > 1 and word.isupper(),
        is_latin=word[0].isascii() and word[0].isalpha(),
        is_given=bool(said & _NAME) or "first" in lexemes,
        is_surely_given=bool(known & _NAME) or "first" in lexemes,
        is_patronymic=bool(said & _PATRONYMIC) or "patronymic" in lexemes,
        is_surname=bool(said & _SURNAME),
        is_maybe_surname=bool(said & _SURNAME) or "last" in lexemes,
        is_known=is_known_word or ("-" in word and _is_of_known_words(word, language)),
        is_adjective=bool(said & (_ADJECTIVE | _PARTICIPLE)),
        is_function=bool(known & _CLOSED),
        is_animate=bool(said & _ANIMATE),
        cases=_cases(tuple(reading.case for reading in readings)),
        is_name_part=bool(said & _PEOPLE) or "first" in lexemes or "patronymic" in lexemes,
        is_head=is_head,
        is_composed=is_capital and len(word) > 5 and any(_is_composed(lemma) for lemma in words),
        is_no_organisation=is_no_organisation,
        is_short=not is_no_organisation and _is_short(word),
        lemmas=words,
        roles=roles,
        is_telling=is_head or bool(roles),
    )


def _sayings(readings: Iterable[Analysis]) -> tuple[int, int, bool]:
    """Give what any reading of a word says, what one of a dictionary says, and whether one of those is of no person's name."""
    said = known = 0
    is_known_word = False
    for reading in readings:
        saying = _saying(reading.tags)
        said |= saying
        if reading.is_known:
            known |= saying
            is_known_word = is_known_word or not saying & _PEOPLE
    return said, known, is_known_word


@cache
def _saying(tags: frozenset[str]) -> int:
    """Give what grammemes say of being a name, a bit each; a thousand sets of them serve all words."""
    is_closed = _OPEN_CLASSES.isdisjoint(tags)
    return sum(bit for tag, bit in _SAYINGS.items() if tag in tags) | (_CLOSED if is_closed else 0)


@lru_cache(1_024)
def _cases(cases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(cases)


def _roles_of(words: frozenset[str]) -> frozenset[str]:
    by_word = _roles()
    return _NOTHING if by_word.keys().isdisjoint(words) else _NOTHING.union(*(by_word.get(word, ()) for word in words))


@cache
def _roles() -> dict[str, frozenset[str]]:
    """Give the lists that each word stands in."""
    by_word: dict[str, frozenset[str]] = {}
    for role in _ROLES:
        for word in lexicon.words("entities", role):
            by_word[word] = by_word.get(word, _NOTHING) | {role}
    return by_word


def _is_of_known_words(word: str, language: str) -> bool:
    """Бізнесмен-мільярдер: a word that no dictionary has, made of two that it has."""
    parts = word.lower().split("-")
    return len(parts) > 1 and all(len(part) > 3 and is_known(part, language) for part in parts)


def _is_composed(lemma: str) -> bool:
    """Київенерго, Нафтогаз-буд, Мінюст, Нацкомісія: a name of an organisation made of the parts that they are made of."""
    prefixes, suffixes, short = _name_parts()
    if lemma.endswith(suffixes) and (lemma.startswith(prefixes) or lemma.rpartition("-")[2] in suffixes):
        return True
    starts = [prefix for prefix in prefixes if lemma.startswith(prefix)]
    return any(lemma.removeprefix(prefix) in lexicon.words("entities", "heads") for prefix in starts) or (
        lemma.startswith(short)
    )


@cache
def _name_parts() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(lexicon.words("entities", part)) for part in ("org_prefixes", "org_suffixes", "ministry_prefixes"))


def _is_no_organisation(word: str) -> bool:
    """COVID-19, XIX, ПДВ: capitals that name no organisation."""
    lowered = word.lower()
    unfit = lexicon.words("entities", "no_organisation")
    return bool(_ROMAN.match(word)) or lowered in unfit or lowered.partition("-")[0] in unfit


def _is_short(word: str) -> bool:
    """НАБУ, ДТЕКом, СхідГЗК: capitals alone, with an ending, or after a syllable."""
    return (2 <= len(word) <= 7 and word.isupper()) or bool(_MIXED.fullmatch(word))


def agree(one: str, other: str, language: str) -> bool:
    """Tell whether two words can stand in the same case and gender; a word that nobody can decline agrees with all."""
    left, right = _declinable(one, language), _declinable(other, language)
    if not left or not right:
        return True
    return any(_match(first, second) for first in left for second in right)


def _match(left: Analysis, right: Analysis) -> bool:
    if "Fixd" in left.tags or "Fixd" in right.tags:
        return True
    genders = {left.gender, right.gender} - {""}
    return left.case == right.case and (len(genders) < 2 or left.is_plural or right.is_plural)


@lru_cache(_KEPT_WORDS)
def _declinable(word: str, language: str) -> list[Analysis]:
    return [reading for reading in analyses(word, language) if reading.pos in ("NOUN", "ADJF", "PRTF")]


def _in_lexicon(words: frozenset[str]) -> frozenset[str]:
    return frozenset(pool for pool in CATEGORIES if any(word in _names(pool) for word in words))


@cache
def _names(pool: str) -> RecordDAWG:
    """Open a list of names for its keys alone: the package's own reader translates every name of it, which takes a second."""
    names = RecordDAWG(RECORD_FORMAT)
    names.load(str(files("names_translator") / "data" / f"{pool}.dawg"))
    return names
