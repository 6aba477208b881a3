"""One page, parsed once: the tree, and what its head says in machine form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from shpalta.text.blocks.tags import NO_TEXT
from shpalta.text.jsonld import Graph, read_graph
from shpalta.text.tree_nodes import HEAVY, JSON_LD, STAMPS, Nodes, named_nodes_of, nodes_of

_RELATIONS = frozenset({"canonical", "alternate", "amphtml"})
_MARKS = str.maketrans("", "", ":_.-")
_NAMING = ("property", "name", "itemprop", "http-equiv")
_MOST_METAS = 400
_MOST_SCRIPTS = 40
_LONGEST_VALUE, _LONGEST_LINE = 4_000, 1_000
# Addresses that need no resolving: a path from the root without dots for segments, on a host that is written plainly.
_PLAIN_PATH = re.compile(r"/(?!/)(?:[\w%+,;=@~!$&'()*:-]++|\.(?=\w)|/(?![./]))*+(?:\?[\w%+,;=@~!$&'()*:./?-]+)?\Z", re.ASCII)
_PLAIN_ADDRESS = re.compile(rf"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+{_PLAIN_PATH.pattern}", re.ASCII)
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
    """A parsed page.

    `metas` maps the lower-cased name, property, itemprop or http-equiv to its contents in order, `unmarked_metas` the same
    names without punctuation. `nodes` are the elements of the tree as it was parsed: by tag those of the head, headings and
    figures, the others by what they are. `times` are the distinct machine forms of its times, `base` is what its addresses are
    relative to.
    """

    url: str
    tree: LexborHTMLParser
    graph: Graph
    title: str
    language: str
    metas: dict[str, list[str]] = field(default_factory=dict)
    unmarked_metas: dict[str, list[str]] = field(default_factory=dict)
    links: tuple[LinkElement, ...] = ()
    nodes: Nodes = field(default_factory=dict)
    _named: list[Nodes] = field(default_factory=list)
    times: tuple[str, ...] = ()
    base: str = ""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def named(self, kind: str) -> list[LexborNode]:
        """Give the elements that are called after something, in the page's order; the first question walks over the tree."""
        if not self._named:
            self._named.append(named_nodes_of(self.tree))
        return self._named[0].get(kind, [])

    def meta(self, *names: str) -> str | None:
        """Give the first content of the first of these names that has one."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)

    def absolute(self, address: str) -> str | None:
        """Resolve an address found on the page; None when it is not one of the web."""
        address = address.strip()
        if _PLAIN_ADDRESS.match(address):
            return address
        base = self.base or self.url
        if _PLAIN_PATH.match(address) and (origin := _ORIGIN.match(base)):
            return origin[0] + address
        try:
            resolved = urljoin(base, address)
            parts = urlsplit(resolved)
        except ValueError:
            return None
        return resolved if parts.scheme in ("http", "https") and parts.hostname else None


def strip(tree: LexborHTMLParser) -> None:
    """Take out of a tree what is no text."""
    for node in reversed(tree.css(NO_TEXT)):
        node.decompose()


def drop_heavy(document: Document) -> None:
    """Take out of the tree what takes most of its markup and is no text, so that less is written out."""
    for node in document.nodes.get(HEAVY, ()):
        node.decompose()


def unmarked(name: str) -> str:
    """Take the punctuation out of a meta's name, which every site sets in its own way."""
    return name.translate(_MARKS)


def squeeze(text: str) -> str:
    """Make every run of white space one blank."""
    return " ".join(text.split())


def read_document(markup: str | bytes, url: str) -> Document:
    """Parse a page and read the machine forms of its head; bytes are UTF-8, and the markup has passed the limits."""
    tree = LexborHTMLParser(markup)
    nodes = nodes_of(tree)
    metas = _metas(nodes.get("meta", []))
    titles = nodes.get("title", ())
    root = tree.root
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return Document(
        url=url,
        tree=tree,
        graph=read_graph([node.text() for node in nodes.get(JSON_LD, ())[:_MOST_SCRIPTS]]),
        title=squeeze(titles[0].text()[:_LONGEST_LINE]) if titles else "",
        language=language.strip().lower(),
        metas=metas,
        unmarked_metas={unmarked(name): values for name, values in reversed(metas.items())},
        links=tuple(islice(_links(nodes.get("link", [])), _MOST_METAS)),
        nodes=nodes,
        times=tuple(_times(nodes.get(STAMPS, ()))),
        base=_base(nodes.get("base", []), url),
    )


def _base(nodes: list[LexborNode], url: str) -> str:
    """Give what addresses are relative to, where the page says that it is not its own address."""
    href = next(filter(None, (node.attributes.get("href") for node in nodes)), None)
    try:
        base = urljoin(url, href.strip()) if href else ""
        return base if urlsplit(base).scheme in ("http", "https") and urlsplit(base).hostname else ""
    except ValueError:
        return ""


def _times(nodes: Sequence[LexborNode]) -> dict[str, None]:
    stated = (node.attributes.get("datetime") for node in nodes)
    return dict.fromkeys(time for time in stated if time)


def _metas(nodes: list[LexborNode]) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in nodes[:_MOST_METAS]:
        attributes = node.attributes
        content = attributes.get("content")
        if not content:
            continue
        content = squeeze(unescape(content[:_LONGEST_VALUE]))
        for kind in _NAMING:
            name = attributes.get(kind)
            if name:
                metas.setdefault(name.lower(), []).append(content)
    return metas


def _links(nodes: list[LexborNode]) -> Iterator[LinkElement]:
    for node in nodes:
        attributes = node.attributes
        rels, href = (attributes.get("rel") or "").lower().split(), attributes.get("href") or ""
        rel = next((each for each in rels if each in _RELATIONS), None)
        if href and rel:
            yield LinkElement(rel, href, attributes.get("hreflang") or "", (attributes.get("type") or "").lower())


def texts_of(nodes: list[LexborNode]) -> list[str]:
    """Give what elements say, where they say something; no more of each than a line may hold."""
    return [text for text in (squeeze(node.text(separator=" ")[:_LONGEST_LINE]) for node in nodes) if text]
