"""From links to clusters: connected articles, the first of which stands for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from shpalta.lake import schemas
from shpalta.steps.deduplicate.articles import Articles, standing_urls
from shpalta.steps.deduplicate.edges import Order, order_of

_KIND_RANK = {"same_article": 0, "same_text": 1, "near_text": 2}


@dataclass(frozen=True)
class _Place:
    """Where an article stands: its cluster and, unless it represents it, the link that brought it there."""

    cluster_id: str
    duplicate_of: str | None
    kind: str | None
    similarity: float | None


def cluster(articles: Articles, edges: pa.Table, captures: pa.Table) -> pa.Table:
    """Give every (source_id, url_key) of a day its CLUSTERS row, from EDGES of the day and its window and from CAPTURES."""
    places = _places(edges.to_pylist())
    standing = standing_urls(articles.fingerprints)
    nodes = {row["article_id"]: _order(row) for row in articles.fingerprints.to_pylist()}
    versions = {(row["source_id"], row["url_key"], row["fetched_at"]): row["revision_number"] for row in captures.to_pylist()}
    rows = []
    for row in articles.latest:
        article_id = row["article_id"]
        place = places.get(nodes[article_id]) or _Place(article_id, None, None, None)
        if (row["source_id"], row["url_key"]) not in standing:
            place = _Place(place.cluster_id, article_id, "same_article", 1.0)
        rows.append(
            {
                **{name: row[name] for name in ("source_id", "url", "url_key", "article_id", "fetched_at")},
                "cluster_id": place.cluster_id,
                "is_representative": place.duplicate_of is None,
                "duplicate_of": place.duplicate_of,
                "duplicate_kind": place.kind,
                "similarity": place.similarity,
                "revision_number": versions.get((row["source_id"], row["url_key"], row["fetched_at"]), 1),
            }
        )
    return pa.Table.from_pylist(rows, schema=schemas.CLUSTERS.schema)


def _order(row: Mapping[str, Any], prefix: str = "") -> Order:
    return order_of(row[f"{prefix}date"], row[f"{prefix}date_published"], row[f"{prefix}article_id"])


def _places(edges: Iterable[Mapping[str, Any]]) -> dict[Order, _Place]:
    """Walk each component outwards from its first article, so that every link leads towards the representative."""
    neighbours: dict[Order, dict[Order, Mapping[str, Any]]] = defaultdict(dict)
    for edge in edges:
        later, earlier = _order(edge), _order(edge, "other_")
        neighbours[later][earlier] = neighbours[earlier][later] = edge
    places: dict[Order, _Place] = {}
    for first in sorted(neighbours):
        if first in places:
            continue
        places[first] = _Place(first[-1], None, None, None)
        ring = [first]
        while ring:
            ring = _next_ring(ring, neighbours, places)
    return places


def _next_ring(
    ring: Iterable[Order],
    neighbours: Mapping[Order, Mapping[Order, Mapping[str, Any]]],
    places: dict[Order, _Place],
) -> list[Order]:
    reached: dict[Order, tuple[int, float, Order]] = {}
    for inner in ring:
        for outer, edge in neighbours[inner].items():
            if outer not in places:
                strength = _KIND_RANK[edge["kind"]], -edge["similarity"], inner
                reached[outer] = min(strength, reached.get(outer, strength))
    for outer, (_, similarity, inner) in reached.items():
        edge = neighbours[inner][outer]
        places[outer] = _Place(places[inner].cluster_id, inner[-1], edge["kind"], -similarity)
    return sorted(reached)
