"""Reads schema.org JSON-LD as sites write it: as a graph, as a list, nested, or broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson

from shpalta.text.json_mending import read_broken

Json: TypeAlias = Any
Node: TypeAlias = dict[str, Any]

ARTICLE_TYPES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle",
    "SatiricalArticle", "LiveBlogPosting", "BlogPosting", "SocialMediaPosting", "Report", "ScholarlyArticle",
    "TechArticle", "DiscussionForumPosting", "ClaimReview", "Review", "MedicalScholarlyArticle",
})  # fmt: skip
LIST_TYPES = frozenset(["CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"])
_OTHERS = frozenset({
    "itemListElement", "hasPart", "isPartOf", "relatedLink", "review", "reviews", "comment", "mentions", "citation",
    "isRelatedTo", "potentialAction", "breadcrumb", "suggestedAnswer", "acceptedAnswer", "subjectOf", "liveBlogUpdate",
    "blogPost", "blogPosts",
})  # fmt: skip
_MOST_NODES = 3_000
_DEEPEST = 24
_ESCAPED_NUL = "\\u0000"


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes that describe the page itself, in document order, what each is, and every node that has an @id."""

    nodes: list[Node] = field(default_factory=list)
    types: list[frozenset[str]] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)

    def of_type(self, types: frozenset[str]) -> list[Node]:
        return [node for node, own in zip(self.nodes, self.types, strict=True) if not types.isdisjoint(own)]

    def resolve(self, value: Json) -> Json:
        """Follow a bare {"@id": ...} to the node that it names."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def types_of(node: Node) -> frozenset[str]:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str))


def load(text: str) -> Json:
    """Read one script, also a broken one; None where it holds no JSON."""
    try:
        return orjson.loads(text.replace(_ESCAPED_NUL, ""))
    except orjson.JSONDecodeError:
        return read_broken(text)


def read_graph(scripts: list[str]) -> Graph:
    """Collect the nodes of all scripts; those that stand for other things than the page are only found by their @id."""
    graph = Graph()
    for script in scripts:
        for node, is_own in _walk(load(script)):
            if is_own:
                graph.nodes.append(node)
                graph.types.append(types_of(node))
            identity = node.get("@id")
            if isinstance(identity, str) and len(node) > len(graph.by_id.get(identity, ())):
                graph.by_id[identity] = node
    return graph


def _walk(root: Json) -> Iterator[tuple[Node, bool]]:
    stack: list[tuple[Json, bool, int]] = [(root, True, 0)]
    seen = 0
    while stack and seen < _MOST_NODES:
        value, is_own, depth = stack.pop()
        seen += 1
        if depth > _DEEPEST:
            continue
        if isinstance(value, list):
            stack.extend((each, is_own, depth + 1) for each in reversed(value))
        elif isinstance(value, dict):
            if value.get("@type"):
                yield value, is_own
            stack.extend(
                (child, is_own and key not in _OTHERS, depth + 1)
                for key, child in reversed(value.items())
                if isinstance(child, dict | list)
            )


def texts(value: Json, graph: Graph, key: str = "name") -> list[str]:
    """Give the plain strings that a property holds: strings, nodes by their `key`, lists of both."""
    value = graph.resolve(value)
    if isinstance(value, str):
        return [value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list):
        return [text for each in value[:100] for text in texts(each, graph, key)]
    if isinstance(value, dict):
        inner = value.get(key) or value.get("@value")
        return texts(inner, graph, key) if isinstance(inner, str | list) else []
    return []
