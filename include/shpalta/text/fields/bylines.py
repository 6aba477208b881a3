"""Who signed an article: the people that JSON-LD, meta or the visible byline name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from shpalta.text import jsonld
from shpalta.text.document import Document, squeeze
from shpalta.text.fields.found import Found
from shpalta.text.jsonld import Node
from shpalta.text.names import are_people, is_own_name, people
from shpalta.text.trade_words import BY, WRITTEN_BY
from shpalta.text.tree_nodes import SIGNED
from shpalta.text.whereabouts import is_elsewhere

_METAS = (
    "author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.author",
    "cxenseparse:author", "vr:author", "byl", "article:author", "og:article:author", "citation_author",
    "twitter:misc:written by",
)  # fmt: skip
_LABELS = (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2"))
_MARKS = frozenset({"itemprop", "name", "rel"})
_NAMES = ("author-name", "author_name")
_PERSONAL_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|e|es)?|auteurs?|avtory?|contributors?|journalists?|profiles?|staff|reporters?)/", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_][\w .'’-]+")
_STEPS_UP, _MOST_LINKED = 4, 3
_LONGEST = 160
_LOOKED_AT, _TAKEN = 8, 8
_HOUSE = "house"
_VISIBLE = ("microdata", "byline")
NOBODY = Found(())


def authors(document: Document, node: Node | None, sites: tuple[str, ...]) -> Found:
    """Give the people who signed: JSON-LD, then meta, then the visible byline; a house that signs where nobody does."""
    house = NOBODY
    for source, texts in _signatures(document, node):
        named = people(texts, sites)
        if not named:
            continue
        if is_own_name(named, sites) or (source == _HOUSE and not are_people(named)):
            house = house if house.value or source in _VISIBLE else Found(named, "jsonld" if source == _HOUSE else source)
        elif not house.value or are_people(named):
            return Found(named, "jsonld" if source == _HOUSE else source)
    return house


def _signatures(document: Document, node: Node | None) -> Iterator[tuple[str, list[str]]]:
    """Give what may name the authors, with its source, in the order in which it can be believed."""
    for key in ("author", "creator") if node is not None else ():
        stated = _not_the_publisher(node or {}, key)
        yield _HOUSE if _are_organisations(stated) else "jsonld", jsonld.texts(stated, document.graph)
    for name in _METAS:
        if name in document.metas:
            yield "meta", document.metas[name]
    for label, value in _LABELS:
        if WRITTEN_BY.fullmatch(document.meta(label) or ""):
            yield "meta", document.metas.get(value, [])
    marked, called = _marked_and_called(document.named(SIGNED))
    yield "microdata", _shown(marked)
    yield "byline", _shown(called)
    yield "byline", _shown(_linked(document.tree))


def authors_beside(lines: Iterable[str], found: Found, sites: tuple[str, ...]) -> Found:
    """Give what was found where it is people, else the people of the first line around the text that names nobody else."""
    if found.value and are_people(found.value):
        return found
    for line in lines:
        named = people([line], sites) if len(line) <= _LONGEST and BY.match(line) else ()
        if named and are_people(named):
            return Found(named, "text")
    return found


def _are_organisations(signers: list[jsonld.Json]) -> bool:
    return all(isinstance(each, dict) and "Organization" in "".join(jsonld.types_of(each)) for each in signers)


def _not_the_publisher(node: Node, key: str) -> list[jsonld.Json]:
    """Give the authors that are not the publisher itself, named by reference."""
    publisher_node = node.get("publisher")
    own = publisher_node.get("@id") if isinstance(publisher_node, dict) else None
    listed = node[key] if isinstance(node.get(key), list) else [node.get(key)]
    return [author for author in listed if own is None or not isinstance(author, dict) or author.get("@id") != own]


def _marked_and_called(nodes: Sequence[LexborNode]) -> tuple[list[LexborNode], list[LexborNode]]:
    """Give the elements that are marked as the author, then links in what is called so; and what is called so itself.

    All in the page's order. One that is an author's name for two reasons stands there twice, so that nothing beside it is
    read as a name, too.
    """
    marked: dict[int, dict[str, LexborNode]] = defaultdict(dict)
    called: list[LexborNode] = []
    for node in nodes:
        if len(marked) >= _LOOKED_AT <= len(called):
            break
        attributes = node.attributes
        name = (attributes.get("class") or "").lower()
        words = [word for word in ("byline", "author") if word in name]
        if attributes.get("itemprop") == "author":
            marked[node.mem_id]["itemprop"] = node
            for inner in node.css('[itemprop="name"]'):
                marked[inner.mem_id]["name"] = inner
        if attributes.get("rel") == "author":
            marked[node.mem_id]["rel"] = node
        for link in node.css("a") if words else ():
            if link.mem_id != node.mem_id:
                marked[link.mem_id].update(dict.fromkeys(words, link))
        called += [node] * (len(words) + (name == "author") + any(each in name for each in _NAMES))
    ordered = sorted(marked.values(), key=_MARKS.isdisjoint)
    return [node for reasons in ordered for node in reasons.values()], called


def _linked(tree: LexborHTMLParser) -> list[LexborNode]:
    """Give the links behind the headline that lead to a person's page; none where others' teasers name many people."""
    found: list[LexborNode] = []
    is_behind = False
    # One expression over all addresses takes a quarter of the time that as many selectors take.
    for node in tree.css("h1, a[href]"):
        if node.tag == "h1":
            is_behind = True
        elif is_behind and _PERSONAL_PAGE.search(node.attributes.get("href") or "") and _names_a_person(node):
            found.append(node)
    return found if len({squeeze(node.text()) for node in found}) <= _MOST_LINKED else []


def _names_a_person(link: LexborNode) -> bool:
    words = squeeze(link.text())
    return _NAME.fullmatch(words) is not None and are_people([words])


def _shown(nodes: list[LexborNode]) -> list[str]:
    """Give the texts of the first elements that are the article's own; behind one that names somebody only those beside it."""
    texts: list[str] = []
    near: set[int] = set()
    for node in nodes[:_LOOKED_AT]:
        text = "" if is_elsewhere(node) else squeeze(node.text(separator=" "))
        if not text or len(text) > _LONGEST:
            continue
        around = _around(node)
        if not near or (not near.isdisjoint(around) and are_people(people([text]))):
            texts.append(text)
            near |= around if people([text]) else set()
    return texts[:_TAKEN]


def _around(node: LexborNode) -> set[int]:
    """Name an element and those just around it."""
    around: set[int] = set()
    above: LexborNode | None = node
    for _ in range(_STEPS_UP):
        if above is None or above.tag in ("body", "html"):
            break
        around.add(above.mem_id)
        above = above.parent
    return around
