"""A page as a list of text blocks: what stands between two block-level tags, with where it stands.

The tree is written out once, clean and well-formed, and read as a stream of tags: one pass, no walk from node to node.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

STRIPPED = [
    "script", "style", "svg", "math", "noscript", "template", "iframe", "object", "select", "button", "option", "datalist",
    "canvas", "video", "audio", "picture", "source", "img", "input", "textarea", "link", "meta", "title", "map", "noembed",
    "noframes", "xmp", "plaintext", "wbr", "dialog", "progress", "meter",
]  # fmt: skip

# What a block stands in: bits of Block flags, inherited from its ancestors.
NAV, ASIDE, FOOTER, HEADER, ARTICLE, MAIN, FIGURE, LIST, TABLE, QUOTE, FORM, SECTION = (1 << bit for bit in range(12))
BODY, RELATED, COMMENT, META, SHARE, CAPTION, ADVERT, MENU, HIDDEN, TAGS, WIDGET, LEAD = (1 << bit for bit in range(12, 24))
FLAGS = 24

_TAG_FLAGS = {
    "nav": NAV, "aside": ASIDE, "footer": FOOTER, "header": HEADER, "article": ARTICLE, "main": MAIN, "figure": FIGURE,
    "figcaption": FIGURE | CAPTION, "ul": LIST, "ol": LIST, "dl": LIST, "menu": MENU, "table": TABLE, "blockquote": QUOTE,
    "form": FORM, "section": SECTION, "caption": CAPTION, "address": META,
}  # fmt: skip

# The tag that a block stands in directly, as a small number.
_CODED = (
    "other",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "th",
    "blockquote",
    "pre",
    "figcaption",
    "dd",
    "dt",
)
TAG_CODES = {name: code for code, name in enumerate(_CODED)}
_BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_LINE_BREAKS = ("br", "hr")
_CLASS_FLAGS = re.compile(
    r"(?P<f12>article[-_]?(?:body|content|text)|entry[-_]?content|post[-_]?(?:content|body|text)|story[-_]?(?:body|content|text)|"
    r"body[-_]?(?:text|content)|content[-_]?(?:body|text)|full[-_]?text|news[-_]?(?:text|body|content)|paragraph|rich[-_]?text|articlebody)|"
    r"(?P<f13>relat|recommend|more[-_]|read[-_]?(?:also|more|next)|see[-_]?also|also|popular|trending|most[-_]|latest|teaser|promo|"
    r"suggest|similar|outbrain|taboola|next[-_]|up[-_]?next|card|recirc|feed|carousel|slider|swiper)|"
    r"(?P<f14>comment|disqus|respond|reply|discussion)|"
    r"(?P<f15>author|byline|date|time|meta|info|source|credit|publish|bio|views|rating|rate)|"
    r"(?P<f16>share|social|follow|facebook|twitter|telegram|whatsapp|subscri|newsletter|sign[-_]?up)|"
    r"(?P<f17>caption|image|photo|picture|gallery|thumb|figure|media|video|player)|"
    r"(?P<f18>(?:^|[\s_-])ads?(?:[\s_-]|$)|advert|banner|sponsor|promot|dfp|commercial|partner|affiliate)|"
    r"(?P<f19>menu|nav|breadcrumb|header|footer|toolbar|pagination|pager|cookie|consent|gdpr|modal|popup|login|search|copyright|legal)|"
    r"(?P<f20>hidden|sr-only|visually|screen-reader|print)|"
    r"(?P<f21>(?:^|[\s_-])tags?(?:[\s_-]|$)|taglist|tagcloud|keyword|topic|categor|label)|"
    r"(?P<f22>sidebar|side[-_]|widget|complementary|right[-_]|left[-_]|rail|box|aside|survey|poll|quiz|paywall|premium|donate|support)|"
    r"(?P<f23>lead|intro|summary|standfirst|excerpt|subtitle|subhead|deck|dek|perex|anons|description)",
    re.I,
)  # fmt: skip
_NAMED = re.compile(r'\b(?:class|id|role|itemprop|data-component|data-testid)="([^"]*)"')
_INVISIBLE = re.compile(r"display:\s*none|visibility:\s*hidden|\bhidden(?:=|\s|$)|aria-hidden=\"true\"", re.I)
_TOKEN = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^>"]*(?:"[^"]*"[^>"]*)*)>([^<]*)')
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_HREF = re.compile(r'\bhref="([^"]*)"')
_MOST_REMEMBERED = 20_000
_remembered: dict[str, tuple[int, str]] = {}


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in reading order, and the tree of block-level elements that they stand in.

    Of block i: texts[i], node[i] (the element it stands in), linked[i] (characters in links), links[i], first_link[i] (the
    attributes of its first link). Of element n: parent[n], last[n] (the last element inside it), tag[n], flags[n] (inherited),
    own[n] (its own), signature[n] (equal for elements with the same tags and classes).
    """

    texts: list[str] = field(default_factory=list)
    node: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    first_link: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    signature: list[int] = field(default_factory=list)

    def href(self, block: int) -> str:
        match = _HREF.search(self.first_link[block])
        return plain(match[1]) if match else ""


def plain(text: str) -> str:
    """Undo the five escapes that a serialiser writes."""
    if "&" not in text:
        return text
    return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def named(attributes: str) -> tuple[int, str]:
    """Say what an element's class, id and role call it, as flags and as they are written."""
    known = _remembered.get(attributes)
    if known is None:
        names = _NAMED.findall(attributes)
        flags = HIDDEN if _INVISIBLE.search(attributes) else 0
        for name in names:
            for match in _CLASS_FLAGS.finditer(name[:200]):
                flags |= 1 << int((match.lastgroup or "f0")[1:])
        known = flags, " ".join(names)
        if len(_remembered) < _MOST_REMEMBERED:
            _remembered[attributes] = known
    return known


def read_blocks(tree: LexborHTMLParser) -> Blocks:
    """Cut a page into blocks; the tree loses everything that is no text."""
    tree.strip_tags(STRIPPED)
    body = tree.body
    markup = (body.html if body is not None else None) or ""
    if "<!--" in markup:
        markup = _COMMENT.sub("", markup)
    return _scan(markup)


def _scan(markup: str) -> Blocks:  # noqa: PLR0912 - the one hot loop: calls would double its time
    blocks = Blocks()
    texts, node_of, linked, links, first_link = blocks.texts, blocks.node, blocks.linked, blocks.links, blocks.first_link
    parent, last, depth, tag, flags, own, signature = (
        blocks.parent, blocks.last, blocks.depth, blocks.tag, blocks.flags, blocks.own, blocks.signature,
    )  # fmt: skip
    signatures: dict[tuple[str, str, int], int] = {}
    parts: list[str] = []
    here, link_depth, link_characters, link_count, link_attributes = -1, 0, 0, 0, ""
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
                parts = []
                link_characters, link_count = 0, 1 if link_depth else 0
                if not link_depth:
                    link_attributes = ""
            if closing:
                last[here] = len(parent) - 1
                here = parent[here]
            elif name not in _LINE_BREAKS:
                called, names = named(attributes) if attributes else (0, "")
                called |= _TAG_FLAGS.get(name, 0)
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
    return blocks
