"""The tags of HTML, and what they do to the text between them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# What a tag does, as bits.
BORDER, BREAK, LINK, STRIPPED, RAW, VOID, MENU, LIST, NO_MENU, NO_LIST, PARAGRAPH = (1 << bit for bit in range(11))
_KEY_MASK = (1 << 62) - 1

_STRIPPED = frozenset({
    "script", "style", "svg", "math", "noscript", "template", "iframe", "object", "select", "button", "option", "datalist",
    "canvas", "video", "audio", "picture", "textarea", "title", "map", "noembed", "noframes", "xmp", "plaintext", "dialog",
    "progress", "meter",
})  # fmt: skip
# Their content is written as it is.
_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"})
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip

# The tag that a block stands in directly, as a small number.
_CODED = [
    "other", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "blockquote", "pre", "figcaption", "dd", "dt",
]  # fmt: skip
_BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_LINE_BREAKS = frozenset({"br", "hr"})
_ROLES = {
    BORDER: _BLOCK_TAGS | {"br"},
    BREAK: _LINE_BREAKS,
    LINK: {"a"},
    STRIPPED: _STRIPPED,
    RAW: _RAW,
    VOID: _VOID,
    MENU: {"nav", "footer", "ul"},
    LIST: {"ul"},
    # What a menu does not hold: the article, or running text.
    NO_MENU: {"h1", "article", "main"},
    NO_LIST: {"p", "h1", "h2", "h3", "article"},
    PARAGRAPH: {"p"},
}


def key_of(name: bytes | npt.NDArray[np.uint8], start: int, end: int) -> int:
    """Give the number that stands for a tag's name, whose letters are a part of some bytes."""
    key = 0
    for at in range(start, end):
        key = (key * 257 + int(name[at])) & _KEY_MASK
    return key


_KEY_OF = {name: key_of(name.encode(), 0, len(name)) for names in _ROLES.values() for name in names}
# All tags that do something, in the order of their keys.
TAG_NAMES = sorted(_KEY_OF, key=lambda name: _KEY_OF[name])
KEYS = [_KEY_OF[name] for name in TAG_NAMES]
ROLES = [sum(role for role, names in _ROLES.items() if name in names) for name in TAG_NAMES]
CODES = [_CODED.index(name) if name in _CODED else 0 for name in TAG_NAMES]
# As many slots as it takes for no two keys to share one: the place of a key is found without a search.
SLOTS = next(size for size in count(len(KEYS)) if len({key % size for key in KEYS}) == len(KEYS))
_PLACE_IN = {key % SLOTS: place for place, key in enumerate(KEYS)}
PLACES = [_PLACE_IN.get(slot, 0) for slot in range(SLOTS)]
NO_TEXT = ", ".join(sorted(_STRIPPED))
