"""How common words are in a language, from wordfreq's lists."""

from __future__ import annotations

from functools import cache, lru_cache
from math import log10

import wordfreq

from shpalta.text.memo import KEPT_LANGUAGES, Memo

_STOP_WORDS = 75
_RAREST = 8.0


def frequencies(language: str) -> dict[str, float]:
    """Give the frequency of each common word of a language; nothing for a language without a list."""
    code = language if language in _languages() else None
    known: dict[str, float] = wordfreq.get_frequency_dict(code, "small") if code else {}  # its own cache: not to be changed
    return known


@cache
def stop_words(language: str) -> frozenset[str]:
    """Give the commonest words of a language: the ones that carry its grammar."""
    ranked = sorted(frequencies(language).items(), key=lambda pair: (-pair[1], pair[0]))
    return frozenset(word for word, _ in ranked[:_STOP_WORDS])


def rarity(word: str, language: str) -> float:
    """Say how much a word tells: 0 for the commonest, 8 for one that no list has (orders of magnitude)."""
    return rarities(language)[word]


@lru_cache(KEPT_LANGUAGES)
def rarities(language: str) -> Memo[float]:
    """Give the memo of how much each word tells."""
    return Memo(lambda word: _rarity(word, language))


def _rarity(word: str, language: str) -> float:
    frequency = frequencies(language).get(word, 0.0)
    return _RAREST if frequency <= 0 else min(_RAREST, max(0.0, -log10(frequency)))


@cache
def _languages() -> frozenset[str]:
    return frozenset(wordfreq.available_languages("small"))
