"""The one place that knows tables and columns: types, units, sentences, sort order.

Checks, Parquet footers and the data dictionary come from it.
"""

from __future__ import annotations

from shpalta.lake.schemas.deduplicated import CAPTURES, CLUSTERS, CONSULTED, EDGES, FINGERPRINTS, IDENTITIES, MATCHES, STANDING
from shpalta.lake.schemas.enriched import (
    COUNTRY,
    ENRICHED,
    ENRICHMENT,
    ENRICHMENT_ERROR,
    ENRICHMENT_METHOD,
    ENTITY,
    KEYWORD,
    PLACE,
    QUALITY,
    SPAN,
    TEXT_DATE,
    TOPIC,
    WATCH_HIT,
)
from shpalta.lake.schemas.gathered import CANDIDATES, DISCOVERIES, FEEDS, PAGES, PARSED, REJECTED, SIGHTINGS
from shpalta.lake.schemas.published import ARTICLES, COVERAGE, DUPLICATES, OUTCOMES, REJECTS, REVISIONS
from shpalta.lake.schemas.table import SCHEMA_VERSION, Table

BETWEEN = (
    FEEDS,
    SIGHTINGS,
    CANDIDATES,
    DISCOVERIES,
    PAGES,
    PARSED,
    REJECTED,
    IDENTITIES,
    STANDING,
    FINGERPRINTS,
    MATCHES,
    EDGES,
    CLUSTERS,
    CAPTURES,
    CONSULTED,
    ENRICHED,
)
PUBLISHED = (ARTICLES, DUPLICATES, REVISIONS, REJECTS, OUTCOMES, COVERAGE)

__all__ = [
    "ARTICLES",
    "BETWEEN",
    "CANDIDATES",
    "CAPTURES",
    "CLUSTERS",
    "CONSULTED",
    "COUNTRY",
    "COVERAGE",
    "DISCOVERIES",
    "DUPLICATES",
    "EDGES",
    "ENRICHED",
    "ENRICHMENT",
    "ENRICHMENT_ERROR",
    "ENRICHMENT_METHOD",
    "ENTITY",
    "FEEDS",
    "FINGERPRINTS",
    "IDENTITIES",
    "KEYWORD",
    "MATCHES",
    "OUTCOMES",
    "PAGES",
    "PARSED",
    "PLACE",
    "PUBLISHED",
    "QUALITY",
    "REJECTED",
    "REJECTS",
    "REVISIONS",
    "SCHEMA_VERSION",
    "SIGHTINGS",
    "SPAN",
    "STANDING",
    "TEXT_DATE",
    "TOPIC",
    "WATCH_HIT",
    "Table",
]
