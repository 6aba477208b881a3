"""Reads of an element's attributes what it is called, and whether it is hidden, in the loop that cuts a page."""

from __future__ import annotations

import numpy as np

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.markup import Bytes, Numbers, key_at
from shpalta.text.blocks.tags import key_of

_MOST_LETTERS = 300
_BLANK, _EQUALS, _QUOTE, _LINE = (ord(letter) for letter in ' ="_')


def _written(word: str) -> Bytes:
    return np.frombuffer(word.encode(), np.uint8)


def _key(word: str) -> int:
    return key_of(word.encode(), 0, len(word))


# The last word of an attribute's name, or all of it.
_NAMING_WORDS = tuple(map(_key, ("class", "id", "role", "itemprop")))
_NAMING = tuple(map(_key, ("data-component", "data-testid")))
_STYLE, _HIDDEN, _ARIA_HIDDEN = map(_key, ("style", "hidden", "aria-hidden"))
_TRUE = _written("true")
_HIDING = ((_written("display:"), _written("none")), (_written("visibility:"), _written("hidden")))


@compiled
def read_names(page: Bytes, at: int, end: int, names: Bytes, upto: Numbers) -> bool:
    """Write the values of the attributes that name an element, with a blank between two, without digits; say if it is hidden.

    `upto` counts the bytes of names. Of an element's names no more than 300 letters count.
    """
    hidden = False
    left = _MOST_LETTERS
    while at < end:
        start = at
        while at < end and page[at] != _EQUALS and page[at] != _BLANK:
            at += 1
        if at + 1 < end and page[at] == _EQUALS and page[at + 1] == _QUOTE:
            name_end, value = at, at + 2
            at = value
            while at < end and page[at] != _QUOTE:
                at += 1
            if _is_naming(page, start, name_end):
                left = _write_name(page[value:at], names, upto, left)
            else:
                hidden |= _is_hiding(page, start, name_end, value, at)
        at += 1
    return hidden


@compiled
def _is_naming(page: Bytes, start: int, end: int) -> bool:
    word = end
    while word > start and _is_of_word(page[word - 1]):
        word -= 1
    return key_at(page, word, end) in _NAMING_WORDS or key_at(page, start, end) in _NAMING


@compiled
def _write_name(value: Bytes, names: Bytes, upto: Numbers, left: int) -> int:
    """Write a value, and give how many letters may follow."""
    if 0 < left < _MOST_LETTERS:
        names[upto[0]] = _BLANK
        upto[0] += 1
        left -= 1
    for byte in value:
        begins = byte & 0xC0 != 0x80
        if begins and left == 0:
            break
        left -= begins
        if not 48 <= byte <= 57:
            names[upto[0]] = byte
            upto[0] += 1
    return left


@compiled
def _is_hiding(page: Bytes, start: int, end: int, value: int, value_end: int) -> bool:
    name = key_at(page, start, end)
    if name == _STYLE:
        return _hides(page, value, value_end)
    if name == _HIDDEN:
        return value == value_end
    return name == _ARIA_HIDDEN and value_end - value == len(_TRUE) and _is_at(page, value, value_end, _TRUE)


@compiled
def _is_of_word(byte: int) -> bool:
    return bool(byte >= 0x80 or byte == _LINE or 48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122)


@compiled
def _is_at(page: Bytes, at: int, end: int, word: Bytes) -> bool:
    if at + len(word) > end:
        return False
    same = 0
    while same < len(word) and page[at + same] == word[same]:
        same += 1
    return same == len(word)


@compiled
def _hides(page: Bytes, start: int, end: int) -> bool:
    """Say whether a style takes an element out of sight."""
    for at in range(start, end):
        for what, how in _HIDING:
            if _is_at(page, at, end, what):
                rest = at + len(what)
                if _is_at(page, rest + (rest < end and page[rest] == _BLANK), end, how):
                    return True
    return False
