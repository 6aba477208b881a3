"""How deep elements stand in each other and how much a tag holds, told from the bytes alone, before a parser sees them."""

from __future__ import annotations

import numpy as np

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.markup import Bytes, Numbers
from shpalta.text.blocks.tags import key_of

_LESS, _MORE, _SLASH, _COLON, _DASH, _LOWER, _EQUALS, _QUOTE, _APOSTROPHE = (ord(letter) for letter in "<>/:- =\"'")
_KEY_MASK = (1 << 62) - 1


def _keys(*names: str) -> Numbers:
    return np.array([key_of(name.encode(), 0, len(name)) for name in names], np.int64)


# A closing tag closes nothing outside of these.
_SCOPES = _keys("svg", "table", "template", "object", "math")
_NO_DEPTH = _keys(
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "td", "th", "tr", "dt", "dd", "option",
)  # fmt: skip


@compiled
def _is_blank(byte: int) -> bool:
    return bool(byte == _LOWER or 9 <= byte <= 13)


@compiled
def tags_in(page: Bytes) -> int:
    """Count the brackets that may open a tag."""
    count = 0
    for byte in page:
        count += byte == _LESS
    return count


@compiled
def attributes_in(tag: Bytes) -> int:
    """Count about how many attributes a tag has: what separates them stands in no value."""
    count, separates, at = 0, False, 0
    while at < len(tag):
        byte = tag[at]
        at += 1
        if byte not in (_EQUALS, _SLASH) and not _is_blank(byte):
            separates = False
            continue
        count += not separates
        separates = True
        if byte == _EQUALS:
            value = at
            while value < len(tag) and _is_blank(tag[value]):
                value += 1
            if value < len(tag) and (tag[value] == _QUOTE or tag[value] == _APOSTROPHE):
                at = value + 1
                while at < len(tag) and tag[at] != tag[value]:
                    at += 1
                at += 1
    return count


@compiled
def _is_among(key: int, keys: Numbers) -> bool:
    for each in keys:  # noqa: SIM110 - numba knows no any()
        if each == key:
            return True
    return False


@compiled
def _is_empty(page: Bytes, at: int) -> bool:
    """Say whether a tag ends with a slash, which matters in drawings alone."""
    while at < len(page) and page[at] != _LESS and page[at] != _MORE:
        at += 1
    return at < len(page) and page[at] == _MORE and page[at - 1] == _SLASH


@compiled
def _name_at(page: Bytes, at: int) -> tuple[int, int]:
    """Give the key of the name that stands here, in lower case, and where it ends; at its start where there is none."""
    key, start = 0, at
    while at < len(page):
        byte = int(page[at])
        letter = byte | _LOWER
        is_sign = at > start and (48 <= byte <= 57 or byte in (_COLON, _DASH))
        if not (97 <= letter <= 122 or is_sign):
            break
        key = (key * 257 + (byte if is_sign else letter)) & _KEY_MASK
        at += 1
    return key, at


@compiled
def depth_of(page: Bytes, most: int, no_depth: Numbers = _NO_DEPTH, scopes: Numbers = _SCOPES) -> int:
    """Count how deep elements may be nested; a closing tag closes what was opened under its name in the same table or picture.

    Stray closing tags close nothing, here as in a parser; counting ends where the depth is past `most`.
    """
    stack, bases = np.empty(most + 2, np.int64), np.empty(most + 2, np.int64)
    depth, deepest, inner, at = 0, 0, 0, 0
    while at < len(page) and deepest <= most:
        at += 1
        if page[at - 1] != _LESS:
            continue
        closing = at < len(page) and page[at] == _SLASH
        start = at + 1 if closing else at
        key, at = _name_at(page, start)
        if at == start or _is_among(key, no_depth):
            continue
        base = bases[inner - 1] if inner else 0
        if closing:
            level = depth - 1
            while level >= base and stack[level] != key:
                level -= 1
            if level >= base:
                depth = level
                inner -= _is_among(key, scopes)
        elif not (inner and stack[base] == scopes[0] and _is_empty(page, at)):
            if _is_among(key, scopes):
                bases[inner] = depth
                inner += 1
            stack[depth] = key
            depth += 1
            deepest = max(deepest, depth)
    return deepest
