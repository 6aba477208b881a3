"""Refuses pages that would stall any HTML parser, before one sees them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shpalta.errors import PageError
from shpalta.text.blocks.nesting import attributes_in, depth_of, tags_in

MAX_BYTES = 8 * 1024 * 1024
MAX_TAGS = 60_000
MAX_ATTRIBUTES = 1_500
MAX_DEPTH = 1_000

_LONG_TAG = 3_000
_CONTROLS = bytes([*range(1, 9), *range(14, 27), *range(28, 32)])
HEAD, _MOST_CONTROLS = 4_096, 0.05
_MANY_TAGS = 6 * MAX_DEPTH


def check_bytes(content: bytes) -> None:
    """Raise PageError for a page that is too large to decode."""
    if len(content) > MAX_BYTES:
        raise PageError(f"the page has {len(content)} bytes, more than {MAX_BYTES}")


def is_text(content: bytes) -> bool:
    """Say whether a page's beginning is text: not full of control characters; NUL is none, since UTF-16 is full of it."""
    head = content[:HEAD]
    return len(head) - len(head.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(head)


def check_markup(content: bytes) -> None:
    """Raise PageError for markup in UTF-8 with too many tags, too many attributes in one tag, or too deep a nesting."""
    page = np.frombuffer(content, np.uint8)
    tags = tags_in(page)
    if tags > MAX_TAGS:
        raise PageError(f"the page has {tags} tags, more than {MAX_TAGS}")
    for tag in _long_tags(content):
        attributes = attributes_in(np.frombuffer(tag, np.uint8))
        if attributes > MAX_ATTRIBUTES:
            raise PageError(f"a tag has about {attributes} attributes, more than {MAX_ATTRIBUTES}")
    if tags > _MANY_TAGS and (depth := depth_of(page, MAX_DEPTH)) > MAX_DEPTH:
        raise PageError(f"elements are nested {depth} deep, more than {MAX_DEPTH}")


def _long_tags(content: bytes) -> Iterator[bytes]:
    """Give what follows an opening bracket where no other bracket comes for long; looks at one byte in many."""
    at = 0
    while at + _LONG_TAG <= len(content):
        closed = content.rfind(b">", at, at + _LONG_TAG)
        if closed < 0:
            closed = content.find(b">", at)
            closed = closed if closed >= 0 else len(content)
            yield from _opened(content, at, closed)
        at = closed + 1


def _opened(content: bytes, start: int, end: int) -> Iterator[bytes]:
    bracket = content.find(b"<", start, end)
    while bracket >= 0:
        start = bracket + 1
        bracket = content.find(b"<", start, end)
        stop = bracket if bracket >= 0 else end
        if stop - start >= _LONG_TAG and content[start : start + 1].isalpha():
            yield content[start:stop]
