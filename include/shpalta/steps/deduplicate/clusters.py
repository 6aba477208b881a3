"""From links to clusters: connected articles, the first of which stands for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.lake import schemas
from shpalta.lake.columns import DUPLICATE_KINDS
from shpalta.steps.deduplicate.articles import PAGE, Articles
from shpalta.steps.deduplicate.edges import EDITION

_NEVER = datetime.max.replace(tzinfo=UTC)
Order = tuple[date, datetime, str]


@dataclass(frozen=True)
class Place:
    """Where an article stands: its cluster and, unless it represents it, the link that brought it there."""

    cluster_id: str
    duplicate_of: str | None = None
    duplicate_kind: str | None = None
    similarity: float | None = None
    passed: tuple[str, ...] | None = None

    @property
    def is_representative(self) -> bool:
        return self.duplicate_of is None


def cluster(articles: Articles, edges: pa.Table, captures: pa.Table) -> pa.Table:
    """Give every (source_id, url_key) of a day its CLUSTERS row, from EDGES of the day and its window and from CAPTURES."""
    is_edition = pc.equal(edges["kind"], EDITION)
    places = places_of(edges.filter(pc.invert(is_edition)).to_pylist())
    editions = _editions(edges.filter(is_edition).to_pylist())
    published = articles.fingerprints.select(["article_id", "date", "date_published", *PAGE])
    orders = {row["article_id"]: (order_of(row), *(row[name] for name in PAGE)) for row in published.to_pylist()}
    versions = {_capture(row): row["revision_number"] for row in captures.to_pylist()}
    rows = []
    for row in articles.standing.to_pylist():
        order, *stands = orders[row["article_id"]]
        place = places.get(order, Place(row["article_id"]))
        if [row[name] for name in PAGE] != stands:
            place = Place(place.cluster_id, row["article_id"], "same_article", 1.0, ("canonical_url", "contained"))
        more = {"is_representative": place.is_representative, "revision_number": versions.get(_capture(row), 1)}
        rows.append(row | vars(place) | more | {"editions": sorted(editions.get(order, ()))})
    return pa.Table.from_pylist(rows, schema=schemas.CLUSTERS.schema)


def _editions(edges: Iterable[Mapping[str, Any]]) -> defaultdict[Order, set[str]]:
    named: defaultdict[Order, set[str]] = defaultdict(set)
    for edge in edges:
        later, earlier = order_of(edge), order_of(edge, "other_")
        named[later].add(earlier[-1])
        if later[0] == earlier[0]:
            named[earlier].add(later[-1])
    return named


def _capture(row: Mapping[str, Any]) -> tuple[str, str, datetime]:
    return row["source_id"], row["url_key"], row["fetched_at"]


def order_of(row: Mapping[str, Any], prefix: str = "") -> Order:
    """Say who came first: by day, then by when it came out (unknown is last), then by id."""
    return row[f"{prefix}date"], row[f"{prefix}date_published"] or _NEVER, row[f"{prefix}article_id"]


def places_of(edges: Iterable[Mapping[str, Any]]) -> dict[Order, Place]:
    """Walk each component outwards from its first article, so that every link leads towards the representative."""
    neighbours: dict[Order, dict[Order, Mapping[str, Any]]] = defaultdict(dict)
    for edge in edges:
        later, earlier = order_of(edge), order_of(edge, "other_")
        neighbours[later][earlier] = neighbours[earlier][later] = edge
    places: dict[Order, Place] = {}
    for first in sorted(neighbours):
        if first in places:
            continue
        places[first] = Place(first[-1])
        ring = [first]
        while ring:
            ring = _next_ring(ring, neighbours, places)
    return places


def _next_ring(
    ring: Iterable[Order],
    neighbours: Mapping[Order, Mapping[Order, Mapping[str, Any]]],
    places: dict[Order, Place],
) -> list[Order]:
    reached: dict[Order, tuple[int, float, Order]] = {}
    for inner in ring:
        for outer, edge in neighbours[inner].items():
            if outer not in places:
                strength = DUPLICATE_KINDS.index(edge["kind"]), -edge["similarity"], inner
                reached[outer] = min(strength, reached.get(outer, strength))
    for outer, (_, similarity, inner) in reached.items():
        edge = neighbours[inner][outer]
        passed = tuple(edge["passed"])
        places[outer] = Place(places[inner].cluster_id, inner[-1], edge["kind"], -similarity, passed)
    return sorted(reached)
