"""Refuses pages that would stall any HTML parser, before one sees them."""

from __future__ import annotations

import re

from shpalta.errors import PageError

MAX_BYTES = 8 * 1024 * 1024
MAX_TAGS = 60_000
MAX_ATTRIBUTES = 1_500
MAX_DEPTH = 1_000

_LONG_TAG = 3_000
_QUOTED = re.compile(r"""=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))""")
_SEPARATORS = re.compile(r"[\s/=]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
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


def check_markup(markup: str) -> None:
    """Raise PageError for markup with too many tags, too many attributes in one tag, or too deep a nesting."""
    pieces = markup.split("<")
    tags = len(pieces) - 1
    if tags > MAX_TAGS:
        raise PageError(f"the page has {tags} tags, more than {MAX_TAGS}")
    for piece in [piece for piece in pieces if len(piece) >= _LONG_TAG and piece[0].isalpha()]:
        attributes = len(_SEPARATORS.findall(_QUOTED.sub("=", piece.partition(">")[0])))
        if attributes > MAX_ATTRIBUTES:
            raise PageError(f"a tag has about {attributes} attributes, more than {MAX_ATTRIBUTES}")
    if tags > _MANY_TAGS and (depth := _depth(markup)) > MAX_DEPTH:
        raise PageError(f"elements are nested {depth} deep, more than {MAX_DEPTH}")


def _depth(markup: str) -> int:
    """Count how deep elements may be nested; a closing tag closes one, whatever its name."""
    depth = deepest = 0
    for closing, name in _TAG.findall(markup):
        if closing:
            depth = max(depth - 1, 0) if name.lower() not in _NO_DEPTH else depth
        elif name.lower() not in _NO_DEPTH:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
