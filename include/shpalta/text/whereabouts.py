"""Whether an element stands where others than the article speak: in a comment, an aside, a footer, a menu."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

_TAGS = frozenset({"aside", "footer", "nav", "form"})
_NAMES = ("comment", "footer", "sidebar", "related", "popular")
_STEPS_UP = 8


def is_elsewhere(node: LexborNode) -> bool:
    """Say whether an element or one around it is no part of the article; the article's own element ends the search."""
    above: LexborNode | None = node
    for _ in range(_STEPS_UP):
        if above is None or above.tag in ("article", "body"):
            return False
        attributes = above.attributes
        called = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
        if above.tag in _TAGS or any(name in called for name in _NAMES):
            return above.css_first("h1") is None  # what holds the headline is the article's, whatever it is called
        above = above.parent
    return False
