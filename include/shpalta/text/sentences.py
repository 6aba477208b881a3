"""Where sentences end, in Ukrainian, Russian, English and what follows the same signs."""

from __future__ import annotations

import re

from shpalta.text import lexicon

# It begins with one set of characters, for which `re` looks three times as fast as for alternatives.
# Of a row of signs only the first may begin an end, and nothing is given back: a million full stops are looked at once.
_END = re.compile(r"[.!?…。！？](?:(?<=[。！？])|(?<![.!?…][.!?…])[.!?…]*+[\"'»”’)\]]*+(?=\s))\s*+")
_OPENING = "\"'«“„‘([–—- \t"
_LAST_WORD = re.compile(r"([^\W_]+(?:[.\-][^\W_]+)*)\s?\.$")


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
    if (
        lowered in lexicon.words("abbreviations", "units")
        and line[max(0, word.start() - 3) : word.start()].rstrip()[-1:].isdigit()
    ):
        return False
    return lowered in lexicon.words("abbreviations", "never_last")
