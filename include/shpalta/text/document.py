"""One page, parsed once: the tree, and what its head says in machine form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from shpalta.text.jsonld import Graph, read_graph

_MOST_METAS = 400
_MOST_SCRIPTS = 40
_LONGEST_VALUE = 4_000
# Addresses that need no resolving: a path from the root without dots for segments, on a host that is written plainly.
_PLAIN_PATH = re.compile(r"/(?!/)(?:[\w%+,;=@~!$&'()*:-]|\.(?=\w)|/(?![./]))*(?:\?[\w%+,;=@~!$&'()*:./?-]*)?\Z", re.ASCII)
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?=/|\Z)")


@dataclass(frozen=True, slots=True)
class LinkElement:
    """A `<link>` of the head: what it is to the page, and where it points."""

    rel: str
    href: str
    hreflang: str
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page; `metas` maps the lower-cased name, property or itemprop to its contents in order."""

    url: str
    tree: LexborHTMLParser
    graph: Graph
    title: str
    language: str
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: tuple[LinkElement, ...] = ()

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def meta(self, *names: str) -> str | None:
        """Give the first content of the first of these names that has one."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)

    def absolute(self, address: str) -> str | None:
        """Resolve an address found on the page; None when it is not one of the web."""
        address = address.strip()
        if _PLAIN_PATH.match(address) and (origin := _ORIGIN.match(self.url)):
            return origin[0] + address
        try:
            resolved = urljoin(self.url, address)
            parts = urlsplit(resolved)
        except ValueError:
            return None
        return resolved if parts.scheme in ("http", "https") and parts.hostname else None


def squeeze(text: str) -> str:
    """Make every run of white space one blank."""
    return " ".join(text.split())


def read_document(markup: str, url: str) -> Document:
    """Parse a page and read the machine forms of its head; the markup must have passed the limits."""
    tree = LexborHTMLParser(markup)
    scripts = [node.text() for node in tree.css('script[type*="ld+json" i]')[:_MOST_SCRIPTS]]
    title = tree.css_first("head > title") or tree.css_first("title")
    root = tree.root
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return Document(
        url=url,
        tree=tree,
        graph=read_graph(scripts),
        title=squeeze(title.text()) if title is not None else "",
        language=language.strip().lower(),
        metas=_metas(tree),
        links=tuple(_links(tree)),
    )


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:_MOST_METAS]:
        attributes = node.attributes
        content = attributes.get("content")
        if not content:
            continue
        for kind in ("property", "name", "itemprop"):
            name = attributes.get(kind)
            if name:
                metas.setdefault(name.lower(), []).append(squeeze(unescape(content[:_LONGEST_VALUE])))
    return metas


def _links(tree: LexborHTMLParser) -> list[LinkElement]:
    found = []
    for node in tree.css("link[rel][href]")[:_MOST_METAS]:
        attributes = node.attributes
        rel = (attributes.get("rel") or "").lower()
        if rel in ("canonical", "alternate", "amphtml"):
            found.append(
                LinkElement(
                    rel, attributes.get("href") or "", attributes.get("hreflang") or "", (attributes.get("type") or "").lower()
                )
            )
    return found


def texts_of(nodes: list[LexborNode]) -> list[str]:
    return [text for text in (squeeze(node.text(separator=" ")) for node in nodes) if text]
