"""A page as a list of text blocks: what stands between two block-level tags, with where it stands.

The tree is written out once, clean and well-formed, and read as a stream of tags: one pass, no walk from node to node.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_TOKEN = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^>"]*(?:"[^"]*"[^>"]*)*)>([^<]*)')
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_HREF = re.compile(r'\bhref="([^"]*)"')


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in reading order, and the tree of block-level elements that they stand in.

    Of block i: texts[i], node[i] (the element it stands in), linked[i] (characters in links), links[i], first_link[i] (the
    attributes of its first link with words), first_words[i] (what that says). Of element n, 0 being the body: parent[n],
    last[n] (the last element inside it), tag[n], flags[n] (inherited), own[n] (its own), signature[n] (equal for elements
    with the same tags and classes).
    """

    texts: list[str] = field(default_factory=list)
    node: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    first_link: list[str] = field(default_factory=list)
    first_words: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    signature: list[int] = field(default_factory=list)

    def link_words(self, block: int) -> str:
        """Give what a block's first link says."""
        return " ".join(plain(self.first_words[block]).split())

    def href(self, block: int) -> str:
        match = _HREF.search(self.first_link[block])
        return plain(match[1]) if match else ""


def plain(text: str) -> str:
    """Undo the five escapes that a serialiser writes."""
    if "&" not in text:
        return text
    return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def read_blocks(tree: LexborHTMLParser) -> Blocks:
    """Cut a page into blocks; the tree loses everything that is no text."""
    tree.strip_tags(STRIPPED)
    return blocks_of([tree.body] if tree.body is not None else [])


def blocks_of(elements: Sequence[LexborNode]) -> Blocks:
    """Cut elements of a page that lost everything that is no text into blocks."""
    markup = "".join(each.html or "" for each in elements)
    if "<!--" in markup:
        markup = _COMMENT.sub("", markup)
    return _scan(markup)


def _scan(markup: str) -> Blocks:  # noqa: PLR0912, PLR0915 - the one hot loop: calls would double its time
    blocks = Blocks()
    texts, node_of, linked, links = blocks.texts, blocks.node, blocks.linked, blocks.links
    first_link, first_words = blocks.first_link, blocks.first_words
    parent, last, depth, tag, flags, own, signature = (
        blocks.parent, blocks.last, blocks.depth, blocks.tag, blocks.flags, blocks.own, blocks.signature,
    )  # fmt: skip
    signatures: dict[tuple[str, str, int], int] = {}
    parts: list[str] = []
    said: list[str] = []
    here, link_depth, link_characters, link_count, saying, link_attributes = -1, 0, 0, 0, 0, ""
    for closing, name, attributes, text in _TOKEN.findall(markup):
        if name in _BLOCK_TAGS or name == "br":
            if parts:
                joined = " ".join(plain("".join(parts)).split())
                if joined:
                    texts.append(joined)
                    node_of.append(here)
                    linked.append(min(link_characters, len(joined)))
                    links.append(link_count)
                    first_link.append(link_attributes)
                    first_words.append("".join(said))
                parts, said = [], []
                link_characters, link_count = 0, 1 if link_depth else 0
                if not link_depth:
                    link_attributes = ""
            if closing:
                if here > 0:
                    last[here] = len(parent) - 1
                    here = parent[here]
            elif name not in _LINE_BREAKS:
                called, names = named(attributes) if attributes else (0, "")
                called |= TAG_FLAGS.get(name, 0)
                above = here
                here = len(parent)
                parent.append(above)
                last.append(here)
                depth.append(depth[above] + 1 if above >= 0 else 0)
                tag.append(name)
                own.append(called)
                flags.append(called | (flags[above] if above >= 0 else 0))
                kind = name, names, signature[above] if above >= 0 else -1
                signature.append(signatures.setdefault(kind, len(signatures)))
        elif name == "a":
            if closing:
                link_depth = max(link_depth - 1, 0)
            else:
                link_depth += 1
                link_count += 1
                if not link_characters:
                    link_attributes = attributes
        if text:
            parts.append(text)
            if link_depth:
                link_characters += len(text)
                if not said:
                    saying = link_count
                if link_count == saying:
                    said.append(text)
    if last:
        last[0] = len(parent) - 1
    return blocks
