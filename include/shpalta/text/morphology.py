"""Words and their grammar: pymorphy3 for Ukrainian and Russian, the bare word for every other language."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pymorphy3
from pymorphy3.lang import ru, uk
from pymorphy3.units import DictionaryAnalyzer, LatinAnalyzer, RomanNumberAnalyzer

MORPHOLOGIES = frozenset({"uk", "ru"})
MORPHOLOGY_METHOD = "pymorphy3"

_LONGEST_WORD = 40
_KEPT_WORDS = 20_000
# Readings and forms are large, and what is known of a word by them is kept elsewhere.
_KEPT_READINGS = 5_000
_CASES = frozenset({"nomn", "gent", "datv", "accs", "ablt", "loct", "voct", "gen2", "acc2", "loc2"})
_SAME_CASE = {"gen2": "gent", "acc2": "accs", "loc2": "loct"}
_GENDERS = frozenset({"masc", "femn", "neut"})


class Analysis(NamedTuple):
    """One way to read a word: its lemma, its part of speech and its grammemes, and whether a dictionary knows it."""

    lemma: str
    pos: str
    case: str
    gender: str
    is_plural: bool
    tags: frozenset[str]
    is_known: bool

    @property
    def is_adjective(self) -> bool:
        return self.pos in ("ADJF", "PRTF")

    @property
    def is_noun(self) -> bool:
        return self.pos == "NOUN"


@lru_cache(_KEPT_READINGS)
def analyses(word: str, language: str) -> tuple[Analysis, ...]:
    """Give every reading of a word, likeliest first; none for a language without morphology or an endless word."""
    if language not in MORPHOLOGIES or len(word) > _LONGEST_WORD:
        return ()
    try:
        return tuple(map(_analysis, _analyzer(language).parse(word)))
    except ValueError:  # pymorphy3 asks for the Unicode name of every letter, and some have none
        return ()


@lru_cache(_KEPT_WORDS)
def lemmas(word: str, language: str) -> frozenset[str]:
    """Give every lemma that a word may stand under; elsewhere than in Ukrainian and Russian the word itself."""
    found = {analysis.lemma for analysis in analyses(word, language)}
    found.add(word.lower() if language in MORPHOLOGIES else _bare(word))
    return frozenset(found)


def lemma(word: str, language: str) -> str:
    """Give the likeliest lemma of a word."""
    readings = analyses(word, language)
    return readings[0].lemma if readings else _bare(word)


@lru_cache(_KEPT_WORDS)
def is_known(word: str, language: str) -> bool:
    """Tell whether a dictionary has the word."""
    return language in MORPHOLOGIES and len(word) <= _LONGEST_WORD and bool(_analyzer(language).word_is_known(word))


@lru_cache(_KEPT_READINGS)
def inflected(word: str, language: str, lemma_of: str, tags: frozenset[str], wanted: frozenset[str]) -> str | None:
    """Put the reading of a word that has this lemma and these grammemes into another form, keeping its capitals."""
    if language not in MORPHOLOGIES or len(word) > _LONGEST_WORD:
        return None
    for parse in _analyzer(language).parse(word):
        if parse.normal_form == lemma_of and frozenset(parse.tag.grammemes) == tags:
            form = parse.inflect(set(wanted))
            return _with_capitals(form.word, word) if form else None
    return None


class _Grammar(NamedTuple):
    """What a tag of the dictionary says; a thousand tags serve all words."""

    pos: str
    case: str
    gender: str
    is_plural: bool
    tags: frozenset[str]


@cache
def _grammar(tag: pymorphy3.tagset.OpencorporaTag) -> _Grammar:
    tags = frozenset(tag.grammemes)
    case = next(iter(tags & _CASES), "")
    return _Grammar(str(tag.POS or ""), _SAME_CASE.get(case, case), next(iter(tags & _GENDERS), ""), "plur" in tags, tags)


def _analysis(parse: pymorphy3.analyzer.Parse) -> Analysis:
    methods = parse.methods_stack
    is_found = len(methods) == 1 and isinstance(methods[0][0], DictionaryAnalyzer)
    return Analysis(parse.normal_form, *_grammar(parse.tag), is_found or parse.is_known)


def _with_capitals(form: str, model: str) -> str:
    if len(model) > 1 and model.isupper():
        return form.upper()
    starts = {match.start() for match in re.finditer(r"(?<![^\W\d_'])[^\W\d_]", model) if match.group().isupper()}
    return "".join(letter.upper() if place in starts else letter for place, letter in enumerate(form))


def _bare(word: str) -> str:
    lowered = word.casefold()
    return lowered[:-2] if lowered.endswith("'s") else lowered


@cache
def _analyzer(language: str) -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang=language, units=_units(language))


def _units(language: str) -> list[Any]:
    """Stop at words that the Ukrainian dictionary has, as for Russian: asking on whether they are Latin takes half the time."""
    if language == "ru":
        return list(ru.DEFAULT_UNITS)
    known, *others = uk.DEFAULT_UNITS
    words = [unit for unit in known if not isinstance(unit, LatinAnalyzer | RomanNumberAnalyzer)]
    return [words, known[len(words) :], *others]
