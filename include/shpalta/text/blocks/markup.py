"""Letters and tags in written markup: where they end, told byte by byte in UTF-8."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.tags import key_of

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]

_AND, _SEMICOLON, _QUOTE, _EQUALS, _SLASH, _LESS, _MORE, _BLANK = (ord(letter) for letter in '&;"=/<> ')
_BANG, _DASH = (ord(letter) for letter in "!-")

key_at = compiled(key_of)


@compiled
def escaped(page: Bytes, at: int) -> tuple[int, int]:
    """Give the length of the escape at an ampersand, and the letter that it stands for; 1 and & where it is none."""
    left = len(page) - at
    if left >= 4 and page[at + 2] == 116 and page[at + 3] == _SEMICOLON:
        if page[at + 1] == 108:
            return 4, _LESS
        if page[at + 1] == 103:
            return 4, _MORE
    if left >= 5 and page[at + 1] == 97 and page[at + 2] == 109 and page[at + 3] == 112 and page[at + 4] == _SEMICOLON:
        return 5, _AND
    if left >= 6 and page[at + 5] == _SEMICOLON:
        one, two, three, four = page[at + 1], page[at + 2], page[at + 3], page[at + 4]
        if one == 113 and two == 117 and three == 111 and four == 116:
            return 6, _QUOTE
        if one == 110 and two == 98 and three == 115 and four == 112:
            return 6, _BLANK
    return 1, _AND


@compiled
def width_of(page: Bytes, at: int) -> int:
    """Give the number of bytes of the UTF-8 letter that starts here."""
    first = page[at]
    width = 1 if first < 0xC0 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    return min(width, len(page) - at)


@compiled
def is_blank(page: Bytes, at: int, width: int) -> bool:
    """Say whether a letter is white space, as str.isspace does."""
    first = page[at]
    if width == 1:
        return bool(first == 32 or 9 <= first <= 13 or 28 <= first <= 31)
    second = page[at + 1]
    if width == 2:
        return bool(first == 0xC2 and second in (0x85, 0xA0))
    if width != 3:
        return False
    third = page[at + 2]
    if first == 0xE2:
        if second == 0x80:
            return bool(third <= 0x8A or third in (0xA8, 0xA9, 0xAF))
        return bool(second == 0x81 and third == 0x9F)
    return bool(third == 0x80 and ((first == 0xE1 and second == 0x9A) or (first == 0xE3 and second == 0x80)))


@compiled
def end_of_tag(page: Bytes, at: int) -> int:
    """Find the bracket that ends a tag, outside of values; the name of an attribute may hold a quote."""
    while at < len(page) and page[at] != _MORE:
        at += 1
        if page[at - 1] == _QUOTE and page[at - 2] == _EQUALS:
            while at < len(page) and page[at] != _QUOTE:
                at += 1
            at += 1
    return at


@compiled
def end_of_comment(page: Bytes, at: int) -> int:
    while at + 2 < len(page) and not (page[at] == _DASH and page[at + 1] == _DASH and page[at + 2] == _MORE):
        at += 1
    return min(at + 3, len(page))


@compiled
def end_of_raw(page: Bytes, at: int, name: int, size: int) -> int:
    """Find the end tag of an element whose content is no markup; `name` is where its own name stands."""
    while at + 2 + size <= len(page):
        if page[at] == _LESS and page[at + 1] == _SLASH:
            same = 0
            while same < size and page[at + 2 + same] == page[name + same]:
                same += 1
            if same == size:
                return at
        at += 1
    return len(page)


@compiled
def end_of_text(page: Bytes, at: int) -> int:
    while at < len(page) and page[at] != _LESS:
        at += 1
    return at


@compiled
def end_of_name(page: Bytes, at: int) -> int:
    while at < len(page) and page[at] != _MORE and page[at] != _BLANK and page[at] != _SLASH:
        at += 1
    return at
