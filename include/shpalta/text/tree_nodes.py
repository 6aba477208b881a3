"""The elements of a page that anything is read from, found in one walk: each question of its own would walk over all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

# What elements are kept as: some by their tag, the others under these.
STAMPS, EMBEDDED, UPDATES, SECTIONS, HEADLINES, PICTURES, PUBLISHERS, TAGS, JSON_LD, SIGNED, PLACED, TAG_LINKS, HEAVY = (
    "stamps", "embedded", "updates", "sections", "headlines", "pictures", "publishers", "tags", "json_ld", "signed", "placed",
    "tag_links", "heavy",
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
_TAG_FOLDERS = ("/tag/", "/tags/")
_LOOKED_FOR = ", ".join((
    *(tag for tag in _KEYS if tag != "meta"),
    "meta[content], time, [itemprop], [data-href], [rel=author]",
    "[class*=byline i], [class*=author i], [class*=breadcrumb i], [class$=rubric i], [class$=category i]",
    'a[rel~=tag], a[href*="/tag"]',
))  # fmt: skip

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
            if tag != "script" and (key is HEAVY or tag in _HEAD):
                continue
        for kind in _kinds_of(tag, node.attributes, has_key=key is not None):
            nodes[kind].append(node)
    return dict(nodes)


def _kinds_of(tag: str, attributes: Mapping[str, str | None], *, has_key: bool) -> Iterator[str]:
    """Say what an element is by its attributes, besides what it is by its tag."""
    if tag == "script":
        if "ld+json" in (attributes.get("type") or "").lower():
            yield JSON_LD
        elif attributes.get("data-telegram-post"):
            yield EMBEDDED
        return
    mark, relation = attributes.get("itemprop") or "", attributes.get("rel") or ""
    name = (attributes.get("class") or "").lower()
    if not has_key:
        marked = _MARKED.get(mark, STAMPS if tag == "time" else None)
        if marked:
            yield marked
        elif attributes.get("data-href") and any(post in name for post in _POSTS):
            yield EMBEDDED
    if mark == "author" or relation == "author" or "author" in name or "byline" in name:
        yield SIGNED
    if "breadcrumb" in name or name.endswith(("rubric", "category")):
        yield PLACED
    if tag == "a" and ("tag" in relation.split() or any(folder in (attributes.get("href") or "") for folder in _TAG_FOLDERS)):
        yield TAG_LINKS
