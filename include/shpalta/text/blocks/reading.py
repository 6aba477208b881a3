"""A page as a list of text blocks: what stands between two block-level tags, with where it stands.

The tree is written out once, well-formed, and read as a stream of tags: one pass, no walk from node to node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from selectolax.lexbor import LexborHTMLParser, LexborNode

from shpalta.text.blocks.cutting import PARENT, TAG, cut_up
from shpalta.text.blocks.elements import NO_ELEMENTS, Elements, elements_of
from shpalta.text.blocks.tags import TAG_NAMES

_HREF = re.compile(r'\bhref="([^"]*)"')


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in reading order, and the tree of block-level elements that they stand in.

    Of block i: texts[i], which ends at ends[i] of the whole text, node[i] (the element it stands in), linked[i] (characters in
    links), links[i]. Of element n, 0 being the body: parent[n], last[n] (the last element inside it), tag(n), flags[n]
    (inherited), own[n] (its own); `elements` holds the same as arrays.
    """

    markup: bytes = b""
    text: str = ""
    texts: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    node: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    elements: Elements = NO_ELEMENTS
    _tags: list[int] = field(default_factory=list)
    _targets: list[list[int]] = field(default_factory=list)
    _upto_target: list[int] = field(default_factory=list)

    def tag(self, element: int) -> str:
        """Give the name of an element's tag."""
        return TAG_NAMES[self._tags[element]]

    def called(self, tag: str) -> list[int]:
        """Give the elements with a tag, in reading order."""
        code = TAG_NAMES.index(tag)
        return [element for element, own in enumerate(self._tags) if own == code] if code in self._tags else []

    def first_link(self, block: int) -> tuple[str, str]:
        """Give the attributes of a block's first link, as written, and what it says; nothing where there is none."""
        place = self._upto_target[block - 1] if block else 0
        if place == self._upto_target[block]:
            return "", ""
        first, last, start, end = self._targets[place]
        return _decoded(self.markup[start:end]), self.text[first:last].strip()

    def link_words(self, block: int) -> str:
        """Give what a block's first link says."""
        return self.first_link(block)[1]

    def link_attributes(self, block: int) -> str:
        """Give the attributes of a block's first link, as written."""
        return self.first_link(block)[0]

    def href(self, block: int) -> str:
        """Give the address that a block's first link leads to."""
        return href_in(self.first_link(block)[0])

    def all_links(self, block: int) -> Iterator[tuple[str, str]]:
        """Give where each link of a block leads, and what it says."""
        for first, last, start, end in self._targets[self._upto_target[block - 1] if block else 0 : self._upto_target[block]]:
            yield href_in(_decoded(self.markup[start:end])), self.text[first:last].strip()


def href_in(attributes: str) -> str:
    match = _HREF.search(attributes)
    return plain(match[1]) if match else ""


def plain(text: str) -> str:
    """Undo the five escapes that a serialiser writes."""
    if "&" not in text:
        return text
    return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def read_blocks(tree: LexborHTMLParser) -> Blocks:
    """Cut a page into blocks, without scripts and menus."""
    return _blocks_in((tree.body.html if tree.body is not None else None) or "")


def blocks_of(elements: Sequence[LexborNode]) -> Blocks:
    """Cut elements of a page into blocks."""
    return _blocks_in(f"<div>{''.join(each.html or '' for each in elements)}</div>")


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")


def _blocks_in(written: str) -> Blocks:
    markup = written.encode("utf-8", "surrogatepass")
    cut = cut_up(np.frombuffer(markup, np.uint8))
    text = _decoded(cut.text.tobytes())
    ends, node, linked, links, upto_target = cut.blocks.T.tolist()
    elements = elements_of(cut)
    return Blocks(
        markup=markup,
        text=text,
        texts=[text[start:end] for start, end in zip([0, *ends], ends, strict=False)],
        ends=ends,
        node=node,
        linked=linked,
        links=links,
        parent=cut.elements[:, PARENT].tolist(),
        last=elements.last.tolist(),
        flags=elements.flags.tolist(),
        own=elements.own.tolist(),
        elements=elements,
        _tags=cut.elements[:, TAG].tolist(),
        _targets=cut.links.tolist(),
        _upto_target=upto_target,
    )
