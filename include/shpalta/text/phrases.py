"""Finds any of many phrases in a long text: looks closer only where one of them may begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

import ahocorasick_rs

_LEAST_OPENING = 2
_LETTERS = re.compile(r"[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+)* ?")
_OPTIONAL = ("?", "*", "{")


class Phrases:
    """An expression that begins with one of some phrases; it finds what `re.finditer` finds, without regard to case."""

    def __init__(self, phrases: str, expression: str) -> None:
        """Take the phrases, and the expression with `%s` in their place; every phrase must begin with two letters."""
        self.openings = frozenset(map(folded, openings(phrases)))
        if min(map(len, self.openings)) < _LEAST_OPENING:
            raise ValueError(f"one of the phrases begins with less than {_LEAST_OPENING} letters: {phrases[:200]}")
        self._pattern = re.compile(expression % phrases, re.IGNORECASE)
        self._opening = ahocorasick_rs.AhoCorasick(sorted(self.openings))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        said = folded(text)
        if len(said) != len(text):  # a letter that has no lower case of its own length
            yield from self._pattern.finditer(text)
            return
        end = 0
        found = self._opening.find_matches_as_indexes(said, overlapping=True)
        for place in sorted({start for _, start, _ in found}):
            match = self._pattern.match(text, place) if place >= end else None
            if match is not None:
                end = match.end()
                yield match

    def search(self, text: str) -> re.Match[str] | None:
        return next(self.finditer(text), None)


def folded(text: str) -> str:
    """Take the case from a text, as an expression without regard to case does; some letters become two."""
    return text.lower().replace("ı", "i")


def spelled(letter: str) -> str:
    """Give all letters that fold to one, and those whose folding only begins with it."""
    return f"{letter}{letter.upper()}{'ıİ' if letter == 'i' else ''}"


def openings(pattern: str) -> Iterator[str]:
    """Give the letters and blanks with which an expression's alternatives begin, as far as no choice follows."""
    for branch in _branches(pattern):
        group = _end_of_group(branch) if branch.startswith("(?:") else 0
        if group:
            yield from openings(branch[3 : group - 1])
            if branch[group : group + 1] in _OPTIONAL:
                yield from openings(branch[group + 1 :])
        else:
            said = _LETTERS.match(branch)
            letters = said[0] if said else ""
            yield letters[:-1] if branch[len(letters) : len(letters) + 1] in _OPTIONAL else letters


def _branches(pattern: str) -> Iterator[str]:
    """Split an expression at the bars that stand in no group."""
    depth = start = 0
    for place, sign in enumerate(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield pattern[start:place]
            start = place + 1
    yield pattern[start:]


def _end_of_group(branch: str) -> int:
    depth = 0
    for place, sign in enumerate(branch, 1):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place
    return 0
