"""Signals of a text's quality after Gopher, C4 and FineWeb, counted on words as Unicode has them: right for Cyrillic too.

They are recorded and nothing is dropped by them: thresholds made for English throw away nearly all good Ukrainian news.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import compress, pairwise
from operator import itemgetter

import numpy as np

from shpalta.text.frequencies import stop_words
from shpalta.text.passage import Passage

_ENDINGS = (".", "!", "?", "…", ":", ";", '"', "»", "”", ")", "。", "！", "？")
_BULLETS = ("•", "-", "–", "—", "*", "·", "‣", "►")
_SHORT_LINE = 30
_first_letter = itemgetter(0)


def quality_signals(passage: Passage, language: str) -> dict[str, float | None]:
    """Measure a text; shares are from 0 to 1, and null where there is nothing to take a share of."""
    words = passage.lowered_words
    letters = list(compress(words, map(str.isalpha, map(_first_letter, words))))
    lines = [line.strip() for line in passage.text.splitlines() if line.strip()]
    return (
        _of_words(words, letters, stop_words(language))
        | _of_letters(passage.text)
        | _of_lines(lines)
        | _of_repetition(words, lines)
        | {"mean_sentence_length": _share(len(words), len(passage.sentences))}
    )


def _of_words(words: Sequence[str], letters: Sequence[str], stops: frozenset[str]) -> dict[str, float | None]:
    return {
        "mean_word_length": _share(sum(map(len, letters)), len(letters)),
        "alphabetic_word_share": _share(len(letters), len(words)),
        "stop_word_share": _share(sum(map(stops.__contains__, letters)), len(letters)) if stops else None,
        "unique_word_share": _share(len(set(letters)), len(letters)),
    }


def _of_letters(text: str) -> dict[str, float | None]:
    # Each character once, with its count: a tenth of the time of a Counter.
    codes, numbers = np.unique(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), return_counts=True)
    characters, counts = list(map(chr, codes.tolist())), numbers.tolist()

    def total(is_counted: Callable[[str], bool]) -> int:
        return sum(compress(counts, map(is_counted, characters)))

    visible = len(text) - total(str.isspace)
    return {
        "uppercase_share": _share(total(str.isupper), total(str.isalpha)),
        "digit_share": _share(total(str.isdigit), visible),
        "symbol_share": _share(total("#{}<>|\\^~_=".__contains__), visible),
    }


def _of_lines(lines: Sequence[str]) -> dict[str, float | None]:
    return {
        "punctuated_line_share": _share(sum(line.endswith(_ENDINGS) for line in lines), len(lines)),
        "bullet_line_share": _share(sum(line.startswith(_BULLETS) for line in lines), len(lines)),
        "ellipsis_line_share": _share(sum(line.endswith(("…", "...")) for line in lines), len(lines)),
        "short_line_share": _share(sum(len(line) < _SHORT_LINE for line in lines), len(lines)),
    }


def _of_repetition(words: Sequence[str], lines: Sequence[str]) -> dict[str, float | None]:
    pairs = Counter(pairwise(words))
    fives = Counter(zip(*(words[offset:] for offset in range(5)), strict=False))
    return {
        "duplicate_line_share": _share(len(lines) - len(set(lines)), len(lines)),
        "top_pair_share": _share(max(pairs.values(), default=0) if len(pairs) > 1 else 0, len(words)),
        "duplicate_five_word_share": _share(sum(count for count in fives.values() if count > 1), fives.total()),
    }


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
