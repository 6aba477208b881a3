"""A page as a list of text blocks: what stands between two block-level tags, with where it stands.

The tree is written out once, well-formed, and read as a stream of tags: one pass, no walk from node to node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from selectolax.lexbor import LexborHTMLParser, LexborNode

from shpalta.text import cutting
from shpalta.text.cutting import Cut, cut_up, key_of
from shpalta.text.naming import TAG_FLAGS, named

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
TAG_CODES = {name: code for code, name in enumerate(_CODED)}
# What takes most of a page's markup; what else is left out costs more to find in the tree than to pass over.
_HEAVY = "script, style, svg, noscript"
_NO_TEXT = ", ".join(sorted(_STRIPPED))
_BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_LINE_BREAKS = frozenset({"br", "hr"})
_ROLES = {
    cutting.BORDER: _BLOCK_TAGS | {"br"},
    cutting.BREAK: _LINE_BREAKS,
    cutting.LINK: {"a"},
    cutting.STRIPPED: _STRIPPED,
    cutting.RAW: _RAW,
    cutting.VOID: _VOID,
    cutting.MENU: {"nav", "footer", "ul"},
    cutting.LIST: {"ul"},
    # What a menu does not hold: the article, or running text.
    cutting.NO_MENU: {"h1", "article", "main"},
    cutting.NO_LIST: {"p", "h1", "h2", "h3", "article"},
    cutting.PARAGRAPH: {"p"},
}
_HREF = re.compile(r'\bhref="([^"]*)"')


def _roles() -> tuple[list[str], cutting.Numbers, cutting.Numbers]:
    """Give all tags that do something, in the order of their keys, the keys, and what they do."""
    keys = {name: key_of(name.encode(), 0, len(name)) for names in _ROLES.values() for name in names}
    tags = sorted(keys, key=lambda name: keys[name])
    roles = [sum(role for role, names in _ROLES.items() if name in names) for name in tags]
    return tags, np.array([keys[name] for name in tags], np.int64), np.array(roles, np.int64)


_TAGS, _KEYS, _ROLE_OF = _roles()


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in reading order, and the tree of block-level elements that they stand in.

    Of block i: texts[i], node[i] (the element it stands in), linked[i] (characters in links), links[i], targets[i] (of each of
    its links that says something: its attributes as written, and what it says). Of element n, 0 being the body: parent[n],
    last[n] (the last element inside it), tag[n], flags[n] (inherited), own[n] (its own), signature[n] (equal for elements
    with the same tags and classes).
    """

    texts: list[str] = field(default_factory=list)
    node: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    targets: list[list[tuple[str, str]]] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    signature: list[int] = field(default_factory=list)

    def link_words(self, block: int) -> str:
        """Give what a block's first link says."""
        targets = self.targets[block]
        return targets[0][1] if targets else ""

    def link_attributes(self, block: int) -> str:
        """Give the attributes of a block's first link, as written."""
        targets = self.targets[block]
        return targets[0][0] if targets else ""

    def href(self, block: int) -> str:
        """Give the address that a block's first link leads to."""
        return href_in(self.link_attributes(block))

    def all_links(self, block: int) -> Iterator[tuple[str, str]]:
        """Give where each link of a block leads, and what it says."""
        for attributes, words in self.targets[block]:
            yield href_in(attributes), words


def href_in(attributes: str) -> str:
    match = _HREF.search(attributes)
    return plain(match[1]) if match else ""


def plain(text: str) -> str:
    """Undo the five escapes that a serialiser writes."""
    if "&" not in text:
        return text
    return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def read_blocks(tree: LexborHTMLParser) -> Blocks:
    """Cut a page into blocks, without scripts and menus; the tree loses its scripts, styles and drawings."""
    for node in tree.css(_HEAVY):
        node.decompose()
    return _blocks_in((tree.body.html if tree.body is not None else None) or "")


def blocks_of(elements: Sequence[LexborNode]) -> Blocks:
    """Cut elements of a page into blocks."""
    return _blocks_in(f"<div>{''.join(each.html or '' for each in elements)}</div>")


def strip(tree: LexborHTMLParser) -> None:
    """Take out of a tree what is no text."""
    for node in reversed(tree.css(_NO_TEXT)):
        node.decompose()


def _blocks_in(markup: str) -> Blocks:
    cut = cut_up(np.frombuffer(markup.encode("utf-8", "surrogatepass"), np.uint8), _KEYS, _ROLE_OF)
    blocks = _with_elements(cut, markup)
    text = cut.text.tobytes().decode("utf-8", "surrogatepass")
    ends, blocks.node, blocks.linked, blocks.links, upto_link = cut.blocks.T.tolist()
    blocks.texts = _parted(text, ends)
    targets = [(markup[start:end], text[first:last].strip()) for first, last, start, end in cut.links.tolist()]
    blocks.targets = _parted(targets, upto_link)
    return blocks


Whole = TypeVar("Whole", str, list[tuple[str, str]])


def _parted(whole: Whole, ends: list[int]) -> list[Whole]:
    """Cut a text or a list at these places."""
    return [whole[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _with_elements(cut: Cut, markup: str) -> Blocks:
    parent, last, depth, places, starts, ends = cut.elements.T.tolist()
    tags = [_TAGS[place] for place in places]
    flags: list[int] = []
    own: list[int] = []
    signature: list[int] = []
    signatures: dict[tuple[str, str, int], int] = {}
    for above, tag, start, end in zip(parent, tags, starts, ends, strict=True):
        called, names = named(markup[start:end]) if end > start else (0, "")
        if tag in TAG_FLAGS:
            called |= TAG_FLAGS[tag]
        own.append(called)
        flags.append(called | flags[above] if above >= 0 else called)
        kind = (tag, names, signature[above] if above >= 0 else -1)
        signature.append(signatures.setdefault(kind, len(signatures)))
    return Blocks(parent=parent, last=last, depth=depth, tag=tags, flags=flags, own=own, signature=signature)
