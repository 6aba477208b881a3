"""Refuses pages that would stall any HTML parser, before one sees them."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from shpalta.errors import PageError

MAX_BYTES = 8 * 1024 * 1024
MAX_TAGS = 60_000
MAX_ATTRIBUTES = 1_500
MAX_DEPTH = 1_000

_LONG_TAG = 3_000
_QUOTED = re.compile(r"""=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))""")
_SEPARATORS = re.compile(r"[\s/=]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[^<>]*(/)>)?")
_SCOPES = frozenset({"table", "template", "object", "svg", "math"})
_NO_DEPTH = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "td", "th", "tr", "dt", "dd", "option",
})  # fmt: skip
_CONTROLS = bytes([*range(1, 9), *range(14, 27), *range(28, 32)])
_MOST_CONTROLS, _HEAD = 0.05, 4_096
_MANY_TAGS = 6 * MAX_DEPTH


def check_bytes(content: bytes) -> None:
    """Raise PageError for a page that is too large to decode."""
    if len(content) > MAX_BYTES:
        raise PageError(f"the page has {len(content)} bytes, more than {MAX_BYTES}")


def is_text(content: bytes) -> bool:
    """Say whether a page's beginning is text: not full of control characters; NUL is none, since UTF-16 is full of it."""
    head = content[:_HEAD]
    return len(head) - len(head.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(head)


def check_markup(content: bytes) -> None:
    """Raise PageError for markup in UTF-8 with too many tags, too many attributes in one tag, or too deep a nesting."""
    begins = np.flatnonzero(np.frombuffer(content, np.uint8) == ord("<"))
    tags = len(begins)
    if tags > MAX_TAGS:
        raise PageError(f"the page has {tags} tags, more than {MAX_TAGS}")
    ends = np.append(begins[1:], len(content))
    for begin, end in zip(*(places[ends - begins >= _LONG_TAG].tolist() for places in (begins + 1, ends)), strict=True):
        stop = content.find(b">", begin, min(begin + _LONG_TAG, end))
        tag = content[begin:end].partition(b">")[0].decode("utf-8", "replace") if stop < 0 else ""
        attributes = len(_SEPARATORS.findall(_QUOTED.sub("=", tag))) if tag[:1].isalpha() else 0
        if attributes > MAX_ATTRIBUTES:
            raise PageError(f"a tag has about {attributes} attributes, more than {MAX_ATTRIBUTES}")
    if tags > _MANY_TAGS and (depth := _depth(content.decode())) > MAX_DEPTH:
        raise PageError(f"elements are nested {depth} deep, more than {MAX_DEPTH}")


def _depth(markup: str) -> int:
    """Count how deep elements may be nested; a closing tag closes what was opened under its name in the same table or picture.

    Stray closing tags close nothing, here as in a parser; counting ends where the depth is past its limit.
    """
    stack: list[str] = []
    scopes: list[Counter[str]] = [Counter()]
    deepest = 0
    for closing, written, is_empty in _TAG.findall(markup):
        name = written.lower()
        if name in _NO_DEPTH or (is_empty and "svg" in scopes[-1]):
            continue
        if not closing:
            stack.append(name)
            if name in _SCOPES:
                scopes.append(Counter())
            scopes[-1][name] += 1
            deepest = max(deepest, len(stack))
            if deepest > MAX_DEPTH:
                break
        elif scopes[-1][name]:
            while (inner := stack.pop()) != name:
                scopes[-1][inner] -= 1
            scopes[-1][name] -= 1
            if name in _SCOPES:
                scopes.pop()
    return deepest
