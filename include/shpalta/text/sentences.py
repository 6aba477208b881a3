"""Where sentences end, in Ukrainian, Russian, English and what follows the same signs."""

from __future__ import annotations

import re

_END = re.compile(r"(?:[.!?…]+[\"'»”’)\]]*(?=\s)|[。！？])\s*")
_OPENING = "\"'«“„‘([–—- \t"
_LAST_WORD = re.compile(r"([^\W_]+(?:[.\-][^\W_]+)*)\.$")

# What stands before a name or a number, so that its point ends nothing.
_NEVER_LAST = frozenset(
    """
    м с смт обл вул просп пр-т пл бул буд кв ім ст ч т п пп о оз див напр порівн англ укр рос нім фр лат
    проф акад доц ген полк кап лейт підполк серж св гол заст зам тел стор рис табл мал ред упоряд вид гр пан
    г ул пер д корп стр оф им см напр рис проф акад ген полк св
    mr mrs ms dr prof st sen gov gen col lt rep sgt capt rev hon vs no fig inc ltd corp
    i.e e.g т.зв т.н так зв
    """.split()
)  # fmt: skip
# What may end a sentence: then the next word starts with a capital.
_AFTER_NUMBER = frozenset("м с г т ч п".split())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into (start, end) spans of its sentences, line by line, without the space around them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        spans.extend(_of_line(line.rstrip(), start))
        start += len(line)
    return spans


def _of_line(line: str, offset: int) -> list[tuple[int, int]]:
    spans = []
    start = len(line) - len(line.lstrip())
    for match in _END.finditer(line, start):
        if match.end() < len(line) and _is_boundary(line, match):
            end = match.start() + len(match.group().rstrip())
            spans.append((offset + start, offset + end))
            start = match.end()
    if start < len(line):
        spans.append((offset + start, offset + len(line)))
    return spans


def _is_boundary(line: str, match: re.Match[str]) -> bool:
    place = match.end()
    while place < len(line) and line[place] in _OPENING:
        place += 1
    if place == len(line) or line[place].islower():
        return False
    sign = match.group().rstrip()
    return sign != "." or not _is_abbreviation(line, match.start() + 1)


def _is_abbreviation(line: str, end: int) -> bool:
    word = _LAST_WORD.search(line, max(0, end - 24), end)  # no abbreviation is longer
    if word is None:
        return False
    last = word.group(1)
    if len(last) == 1 and last.isupper():
        return True
    lowered = last.lower()
    if lowered in _AFTER_NUMBER and line[max(0, word.start() - 3) : word.start()].rstrip()[-1:].isdigit():
        return False
    return lowered in _NEVER_LAST
