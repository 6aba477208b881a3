"""Find out which captures are one article, and which articles carry one text; nothing is deleted.

Three pure layers: fingerprints are made from a day's articles, edges from the fingerprints of the day and of its window,
clusters from the edges of the day and of its window. A layer never reads its own earlier output of the same day. Between the
first two, which pairs are worth comparing is found in buckets of keys, each by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from shpalta.lake import schemas
from shpalta.lake.columns import DUPLICATE_KINDS
from shpalta.steps import StepContext
from shpalta.steps.deduplicate.articles import Articles, articles_of
from shpalta.steps.deduplicate.candidates import match
from shpalta.steps.deduplicate.clusters import cluster
from shpalta.steps.deduplicate.edges import EDITION, link
from shpalta.steps.deduplicate.lines import dedupe_lines
from shpalta.steps.deduplicate.places import Fingerprints
from shpalta.steps.deduplicate.revisions import revise

__all__ = ["Deduplicated", "Window", "dedupe_lines", "deduplicate", "settle"]


@dataclass(frozen=True)
class Window:
    """What a day is held against: rows of the days before it, never of the day itself.

    `fingerprints` and `edges` are those of the look-back days; more fingerprints than fit into memory come as a dataset.
    `same_articles` (FINGERPRINTS) and `captures` (PARSED) are the
    rows of any earlier day, however long ago, whose article_id occurs in the day. The order of rows means nothing.
    """

    fingerprints: Fingerprints
    edges: pa.Table
    same_articles: pa.Table
    captures: pa.Table

    @classmethod
    def empty(cls) -> Window:
        fingerprints = schemas.FINGERPRINTS.empty()
        return cls(fingerprints, schemas.EDGES.empty(), fingerprints, schemas.PARSED.empty())


@dataclass(frozen=True)
class Deduplicated:
    """What deduplicating a day makes: FINGERPRINTS, EDGES, CLUSTERS and CAPTURES rows, and counts of the links by kind."""

    fingerprints: pa.Table
    edges: pa.Table
    clusters: pa.Table
    captures: pa.Table
    counts: Mapping[str, int]


def deduplicate(parsed: pa.Table, context: StepContext, window: Window, revisits: pa.Table | None = None) -> Deduplicated:
    """Cluster a day's PARSED rows: one CLUSTERS row for every (source_id, url_key), whatever the order of the rows.

    `revisits` are the day's PAGES rows whose page was still the one captured before.
    """
    articles = articles_of(parsed, context.day)
    found = match(articles.fingerprints, window.fingerprints)
    return settle(parsed, articles, window, found, schemas.PAGES.empty() if revisits is None else revisits)


def settle(parsed: pa.Table, articles: Articles, window: Window, matches: pa.Table, revisits: pa.Table) -> Deduplicated:
    """Link and cluster the articles of a day's PARSED rows, out of the MATCHES of every bucket."""
    captures = revise(parsed, window.captures, articles.standing, revisits)
    edges = link(articles.fingerprints, window.fingerprints, window.same_articles, matches)
    clusters = cluster(articles, pa.concat_tables([edges, window.edges]), captures)
    return Deduplicated(articles.fingerprints, edges, clusters, captures, _counts(edges, clusters))


def _counts(edges: pa.Table, clusters: pa.Table) -> dict[str, int]:
    kinds = clusters["duplicate_kind"].to_pylist()
    duplicates = {kind: kinds.count(kind) for kind in DUPLICATE_KINDS}
    return {"links": edges.num_rows, **duplicates, "editions": edges["kind"].to_pylist().count(EDITION)}
