"""The alphabets of the languages written in Cyrillic, and what the letters of a text say about its language."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

_SHARED = "абвгдежзклмнопрстуфхцчш"
ALPHABETS = {
    code: frozenset(_SHARED + own)
    for code, own in {
        "ba": "ғҙёийҡңөҫүһәщъыьэюя",
        "be": "ёійўыьэюя",
        "bg": "ийщъьюя",
        "kk": "әғёийқңөұүһіщъыьэюя",
        "ky": "ёийңөүщъыьэюя",
        "mk": "ѓѕијљњќџ",
        "mn": "ёийөүщъыьэюя",
        "ru": "ёийщъыьэюя",
        "rue": "ґєёиіїйщъыьюя",
        "sr": "ђијљњћџ",
        "tg": "ғёӣйқӯҳҷиъэюя",
        "tt": "әҗёийңөүһщъыьэюя",
        "uk": "ґєиіїйщьюя",
    }.items()
}
_ALL = frozenset().union(*ALPHABETS.values())
_WORD = re.compile(r"[^\W\d_]+")
_RUSSIAN_LETTERS = frozenset("ыъё")
_UKRAINIAN_LETTERS = frozenset("їєґі")


def misfit(text: str, code: str) -> float:
    """Measure the share of a text's Cyrillic letters that a language doesn't have; 0 for a language without an entry."""
    alphabet = ALPHABETS.get(code)
    if alphabet is None:
        return 0.0
    counts = Counter(text.lower())
    letters = sum(count for letter, count in counts.items() if letter in _ALL)
    foreign = sum(count for letter, count in counts.items() if letter in _ALL and letter not in alphabet)
    return foreign / letters if letters else 0.0


def is_rusyn(text: str) -> bool:
    """Tell Rusyn, which no detector knows: it mixes ы with ї, є, ґ and и, word by word and not quote by quote."""
    lowered = text.lower()
    letters = set(lowered)
    if "ы" not in letters or "и" not in letters or not letters & _UKRAINIAN_LETTERS or misfit(lowered, "rue") > 0.002:
        return False
    marks = [
        "both" if is_russian and is_ukrainian else is_russian
        for word in _WORD.findall(lowered)
        for is_russian, is_ukrainian in [(not _RUSSIAN_LETTERS.isdisjoint(word), not _UKRAINIAN_LETTERS.isdisjoint(word))]
        if is_russian or is_ukrainian
    ]
    russian = sum(mark is True for mark in marks)
    ukrainian = sum(mark is False for mark in marks)
    if not russian or not ukrainian:
        return False
    changes = sum(one != other for one, other in pairwise(marks))
    expected = 2 * russian * ukrainian / (russian + ukrainian)
    return russian + ukrainian >= 4 and changes >= max(2.0, 0.6 * expected) and russian / len(marks) >= 0.15
