"""The elements of a page that are read of every page, found in one walk: each question of its own would walk over all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

# What elements are kept as: some by their tag, the others under these.
STAMPS, EMBEDDED, UPDATES, SECTIONS, HEADLINES, PICTURES, PUBLISHERS, TAGS, JSON_LD, HEAVY, SIGNED, PLACED, TAG_LINKS = (
    "stamps", "embedded", "updates", "sections", "headlines", "pictures", "publishers", "tags", "json_ld", "heavy", "signed",
    "placed", "tag_links",
)  # fmt: skip
_HEAD = ("title", "meta", "link", "base")
# What takes most of a page's markup; what else is left out costs more to find in the tree than to pass over.
_HEAVY = ("script", "style", "svg", "noscript")
_EMBEDDED = ("iframe", "video", "audio", "blockquote", "embed", "object", "amp-youtube", "lite-youtube")
_KEYS = {tag: tag for tag in (*_HEAD, "h1", "figure")} | dict.fromkeys(_HEAVY, HEAVY) | dict.fromkeys(_EMBEDDED, EMBEDDED)
_MARKED = {
    "datePublished": STAMPS, "liveBlogUpdate": UPDATES, "articleSection": SECTIONS, "headline": HEADLINES, "image": PICTURES,
    "publisher": PUBLISHERS, "keywords": TAGS,
}  # fmt: skip
_POSTS = ("fb-post", "fb-video")
# Tags cost next to nothing here; each attribute that every element is asked for costs a tenth of the walk.
_LOOKED_FOR = ", ".join((*(tag for tag in _KEYS if tag != "meta"), "meta[content], time, [itemprop], [data-href]"))
# What may name the author, the section and the tags: asked of pages alone whose head does not say them.
_NAMED = ", ".join((
    "[itemprop=author], [rel=author], [class*=byline i], [class*=author i]",
    "[class*=breadcrumb i], [class$=rubric i], [class$=category i]",
    'a[rel~=tag], a[href*="/tag"]',
))  # fmt: skip
_TAG_FOLDERS = ("/tag/", "/tags/")

Nodes = Mapping[str, list[LexborNode]]


def nodes_of(tree: LexborHTMLParser) -> Nodes:
    """Find the elements, each kind in the page's order."""
    nodes: dict[str, list[LexborNode]] = defaultdict(list)
    before = 0
    for node in tree.css(_LOOKED_FOR):
        if node.mem_id == before:  # found for more than one reason
            continue
        before, tag = node.mem_id, node.tag or ""
        key = _KEYS.get(tag)
        if key is not None:
            nodes[key].append(node)
        kind = _kind_of(tag, node.attributes) if key is None or tag == "script" else None
        if kind is not None:
            nodes[kind].append(node)
    return dict(nodes)


def _kind_of(tag: str, attributes: Mapping[str, str | None]) -> str | None:
    """Say what an element is by its attributes, besides what it is by its tag."""
    if tag == "script":
        if "ld+json" in (attributes.get("type") or "").lower():
            return JSON_LD
        return EMBEDDED if attributes.get("data-telegram-post") else None
    marked = _MARKED.get(attributes.get("itemprop") or "", STAMPS if tag == "time" else None)
    is_post = attributes.get("data-href") and any(post in (attributes.get("class") or "").lower() for post in _POSTS)
    return marked or (EMBEDDED if is_post else None)


def named_nodes_of(tree: LexborHTMLParser) -> Nodes:
    """Find the elements that are called after the author, the section or the tags, each kind in the page's order."""
    nodes: dict[str, list[LexborNode]] = defaultdict(list)
    before = 0
    for node in tree.css(_NAMED):
        if node.mem_id != before:
            before = node.mem_id
            for kind in _named_after(node):
                nodes[kind].append(node)
    return dict(nodes)


def _named_after(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    name, relation = (attributes.get("class") or "").lower(), attributes.get("rel") or ""
    if attributes.get("itemprop") == "author" or relation == "author" or "author" in name or "byline" in name:
        yield SIGNED
    if "breadcrumb" in name or name.endswith(("rubric", "category")):
        yield PLACED
    if node.tag == "a" and (
        "tag" in relation.split() or any(folder in (attributes.get("href") or "") for folder in _TAG_FOLDERS)
    ):
        yield TAG_LINKS
