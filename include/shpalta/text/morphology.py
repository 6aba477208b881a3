"""Words and their grammar: pymorphy3 for Ukrainian and Russian, the bare word for every other language."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import pymorphy3

MORPHOLOGIES = frozenset({"uk", "ru"})
MORPHOLOGY_METHOD = "pymorphy3"

_LONGEST_WORD = 40
# A word with its readings is some 3 KB over all caches: as many as a process can keep below 500 MB.
_KEPT_WORDS = 20_000
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


@lru_cache(_KEPT_WORDS)
def analyses(word: str, language: str) -> tuple[Analysis, ...]:
    """Give every reading of a word, likeliest first; none for a language without morphology or an endless word."""
    if language not in MORPHOLOGIES or len(word) > _LONGEST_WORD:
        return ()
    return tuple(_analysis(parse) for parse in _analyzer(language).parse(word))


@lru_cache(_KEPT_WORDS)
def lemmas(word: str, language: str) -> frozenset[str]:
    """Give every lemma that a word may stand under; elsewhere than in Ukrainian and Russian the word itself."""
    found = {analysis.lemma for analysis in analyses(word, language)}
    found.add(word.lower() if language in MORPHOLOGIES else _bare(word))
    return frozenset(found)


@lru_cache(_KEPT_WORDS)
def lemma(word: str, language: str) -> str:
    """Give the likeliest lemma of a word."""
    readings = analyses(word, language)
    return readings[0].lemma if readings else _bare(word)


@lru_cache(_KEPT_WORDS)
def is_known(word: str, language: str) -> bool:
    """Tell whether a dictionary has the word."""
    return any(analysis.is_known for analysis in analyses(word, language))


@lru_cache(_KEPT_WORDS)
def inflected(word: str, language: str, lemma_of: str, tags: frozenset[str], wanted: frozenset[str]) -> str | None:
    """Put the reading of a word that has this lemma and these grammemes into another form, keeping its capitals."""
    if language not in MORPHOLOGIES or len(word) > _LONGEST_WORD:
        return None
    for parse in _analyzer(language).parse(word):
        if parse.normal_form == lemma_of and frozenset(parse.tag.grammemes) == tags:
            form = parse.inflect(set(wanted))
            return _with_capitals(form.word, word) if form else None
    return None


def _analysis(parse: pymorphy3.analyzer.Parse) -> Analysis:
    tags = frozenset(parse.tag.grammemes)
    case = next(iter(tags & _CASES), "")
    return Analysis(
        lemma=parse.normal_form,
        pos=str(parse.tag.POS or ""),
        case=_SAME_CASE.get(case, case),
        gender=next(iter(tags & _GENDERS), ""),
        is_plural="plur" in tags,
        tags=tags,
        is_known=parse.is_known,
    )


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
    return pymorphy3.MorphAnalyzer(lang=language)
