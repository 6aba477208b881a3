"""A page as a list of text blocks: what stands between two block-level tags, with where it stands.

The tree is written out once, clean and well-formed, and read as a stream of tags: one pass, no walk from node to node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from shpalta.text.naming import TAG_FLAGS, named

STRIPPED = [
    "script", "style", "svg", "math", "noscript", "template", "iframe", "object", "select", "button", "option", "datalist",
    "canvas", "video", "audio", "picture", "source", "img", "input", "textarea", "link", "meta", "title", "map", "noembed",
    "noframes", "xmp", "plaintext", "wbr", "dialog", "progress", "meter",
]  # fmt: skip

# The tag that a block stands in directly, as a small number.
_CODED = [
    "other", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "blockquote", "pre", "figcaption", "dd", "dt",
]  # fmt: skip
TAG_CODES = {name: code for code, name in enumerate(_CODED)}
_BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_LINE_BREAKS = ("br", "hr")
_BORDERS = _BLOCK_TAGS | {"br"}
_TOKEN = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^>"]*(?:"[^"]*"[^>"]*)*)>([^<]*)')
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_HREF = re.compile(r'\bhref="([^"]*)"')
_MENUS = ("nav", "footer", "ul")
_LOOKED_AT = ", ".join([*STRIPPED, *_MENUS])
# What a menu does not hold: the article, or running text.
_NO_MENU = "h1, article, main, p:nth-of-type(3)"
_NO_LIST_OF_LINKS = "p, h1, h2, h3, article"
_LEAST_LINKS, _SHORT_LINK = 4, 20


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in reading order, and the tree of block-level elements that they stand in.

    Of block i: texts[i], node[i] (the element it stands in), linked[i] (characters in links), links[i], targets[i] (of each of
    its links that says something: its attributes and what it says, as written). Of element n, 0 being the body: parent[n],
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
        return squeezed(targets[0][1]) if targets else ""

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
            yield href_in(attributes), squeezed(words)


def href_in(attributes: str) -> str:
    match = _HREF.search(attributes)
    return plain(match[1]) if match else ""


def squeezed(text: str) -> str:
    """Undo a text's escapes, and make every run of white space one blank."""
    return " ".join(plain(text).split())


def plain(text: str) -> str:
    """Undo the five escapes that a serialiser writes."""
    if "&" not in text:
        return text
    return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def read_blocks(tree: LexborHTMLParser) -> Blocks:
    """Cut a page into blocks; the tree loses everything that is no text, and menus: a third of a page's blocks."""
    for node in reversed(tree.css(_LOOKED_AT)):  # the inner ones first, since they go with the outer
        if node.tag not in _MENUS or _is_menu(node):
            node.decompose()
    return blocks_of([tree.body] if tree.body is not None else [])


def blocks_of(elements: Sequence[LexborNode]) -> Blocks:
    """Cut elements of a page that lost everything that is no text into blocks."""
    markup = "".join(each.html or "" for each in elements)
    if "<!--" in markup:
        markup = _COMMENT.sub("", markup)
    return _scan(markup)


def _is_menu(node: LexborNode) -> bool:
    """Say whether an element is a menu beyond doubt: called so, or a list of nothing but short links."""
    if node.tag != "ul":
        return node.css_first(_NO_MENU) is None
    links = len(node.css("a"))
    return links >= _LEAST_LINKS and len(node.text()) < _SHORT_LINK * links and node.css_first(_NO_LIST_OF_LINKS) is None


def _scan(markup: str) -> Blocks:  # noqa: PLR0912, PLR0915 - the one hot loop: calls would double its time
    blocks = Blocks()
    texts, node_of, linked, links, targets = blocks.texts, blocks.node, blocks.linked, blocks.links, blocks.targets
    parent, last, depth, tag, flags, own, signature = (
        blocks.parent, blocks.last, blocks.depth, blocks.tag, blocks.flags, blocks.own, blocks.signature,
    )  # fmt: skip
    signatures: dict[tuple[str, str, int], int] = {}
    parts: list[str] = []
    said: list[str] = []
    found: list[tuple[str, str]] = []
    here, link_depth, link_characters, link_count, link_attributes = -1, 0, 0, 0, ""
    for closing, name, attributes, text in _TOKEN.findall(markup):
        if name in _BORDERS:
            if parts:
                if said:
                    found.append((link_attributes, "".join(said)))
                    said = []
                joined = " ".join(plain("".join(parts)).split())
                if joined:
                    texts.append(joined)
                    node_of.append(here)
                    linked.append(link_characters if link_characters < len(joined) else len(joined))
                    links.append(link_count)
                    targets.append(found)
                parts, found = [], []
                link_characters, link_count = 0, 1 if link_depth else 0
            if closing:
                if here > 0:
                    last[here] = len(parent) - 1
                    here = parent[here]
            elif name not in _LINE_BREAKS:
                called, names = named(attributes) if attributes else (0, "")
                if name in TAG_FLAGS:
                    called |= TAG_FLAGS[name]
                own.append(called)
                tag.append(name)
                if here < 0:
                    above, kind = -1, (name, names, -1)
                    depth.append(0)
                else:
                    above, kind = here, (name, names, signature[here])
                    depth.append(depth[here] + 1)
                    called |= flags[here]
                here = len(parent)
                parent.append(above)
                last.append(here)
                flags.append(called)
                signature.append(signatures.setdefault(kind, len(signatures)))
        elif name == "a":
            if said:
                found.append((link_attributes, "".join(said)))
                said = []
            if closing:
                link_depth = max(link_depth - 1, 0)
            else:
                link_depth += 1
                link_count += 1
                link_attributes = attributes
        if text:
            parts.append(text)
            if link_depth:
                link_characters += len(text)
                said.append(text)
    if last:
        last[0] = len(parent) - 1
    return blocks
