"""The section of its site that an article stands in."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from shpalta.text import jsonld
from shpalta.text.document import Document, squeeze, texts_of
from shpalta.text.fields.found import NOTHING, Found
from shpalta.text.jsonld import Node
from shpalta.text.tree_nodes import PLACED, SECTIONS

_SECTIONS = (
    "article:section",
    "og:article:section",
    "og:section",
    "parsely-section",
    "articlesection",
    "section",
    "prism.section",
)
_MOST_CRUMBS = 6
_LONGEST_SECTION = 40
_WAYS = frozenset({"BreadcrumbList"})


def section(document: Document, node: Node | None) -> Found:
    """Give the section: as stated, else the last step of the way to the page, else what is shown as such."""
    stated = jsonld.texts((node or {}).get("articleSection"), document.graph)
    if stated and squeeze(stated[0]):
        return Found(squeeze(unescape(stated[0])), "jsonld")
    named = document.meta(*_SECTIONS)
    if named:
        return Found(named, "meta")
    last = _last_crumb(document)
    if last:
        return Found(last, "jsonld")
    for nodes in _visible_sections(document):
        shown = texts_of(nodes[:_MOST_CRUMBS])
        if shown and len(shown) < _MOST_CRUMBS and len(shown[-1]) <= _LONGEST_SECTION:
            return Found(shown[-1], "text")
    return NOTHING


def _last_crumb(document: Document) -> str:
    """Give the last step of the way to the page that is neither the page itself nor the front page."""
    for way in document.graph.of_type(_WAYS):
        steps = way.get("itemListElement")
        crumbs = [_crumb(each, document) for each in (steps if isinstance(steps, list) else [steps])]
        own = document.url.partition("#")[0].rstrip("/")
        inside = crumbs[1:] if len(crumbs) > 1 else crumbs
        inner = [name for name, url in inside if name and url and url.rstrip("/") != own and urlsplit(url).path.strip("/")]
        if inner and len(inner[-1]) <= _LONGEST_SECTION:
            return inner[-1]
    return ""


def _crumb(step: jsonld.Json, document: Document) -> tuple[str, str | None]:
    node = document.graph.resolve(step)
    if not isinstance(node, dict):
        return "", None
    target = node.get("item")
    names = jsonld.texts([node.get("name"), target if isinstance(target, dict) else None], document.graph)
    addresses = jsonld.texts(target, document.graph, "@id") or jsonld.texts(target, document.graph, "url")
    return squeeze(unescape(names[0])) if names else "", document.absolute(addresses[0]) if addresses else None


def _visible_sections(document: Document) -> Iterator[list[LexborNode]]:
    """Give what is marked as the section, then the links of the way to the page, then what is called a section."""
    yield document.nodes.get(SECTIONS, [])
    links: dict[int, LexborNode] = {}
    called: dict[int, LexborNode] = {}
    for node in document.named(PLACED):
        name = (node.attributes.get("class") or "").lower()
        if "breadcrumb" in name and len(links) < _MOST_CRUMBS:
            links.update((link.mem_id, link) for link in node.css("a") if link.mem_id != node.mem_id)
        if name.endswith(("rubric", "category")):
            called[node.mem_id] = node
    yield list(links.values())
    yield list(called.values())
