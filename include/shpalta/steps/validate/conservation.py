"""Law 1 as equalities between multisets: what goes into a step comes out of it, once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import duckdb

from shpalta.errors import ConservationError

SHOWN = 3
NEVER_FETCHED = "not_fetched"

CLAIMS = """
    SELECT
        source_id, url_key, if(is_representative, 'published', 'duplicate') AS outcome,
        NULL AS step, NULL AS reason, NULL AS detail, NULL::DATE AS other_date, article_id, duplicate_of
    FROM clusters
    UNION ALL
    SELECT source_id, url_key, 'rejected', step, reason, detail, other_date, NULL, NULL
    FROM last_rejects ANTI JOIN clusters USING (source_id, url_key)
    UNION ALL
    SELECT source_id, url_key, 'failed', 'fetch', fetch_outcome, fetch_error, NULL, NULL, NULL
    FROM failures ANTI JOIN captures USING (source_id, url_key)
    UNION ALL
    SELECT source_id, url_key, 'failed', 'fetch', 'not_fetched', 'No fetch of this source has ended yet', NULL, NULL, NULL
    FROM candidates ANTI JOIN pages USING (source_id)
"""


@dataclass(frozen=True)
class Equality:
    """Two queries for (source_id, url_key) that must give the same rows, as often."""

    going_in: str
    coming_out: str
    query_in: str
    query_out: str


EQUALITIES = (
    Equality(
        "captures in raw",
        "captures parsed or rejected",
        "SELECT source_id, url_key FROM captures",
        "SELECT source_id, url_key FROM parsed UNION ALL SELECT source_id, url_key FROM rejected",
    ),
    Equality(
        "pages with an article",
        "places in a cluster",
        "SELECT DISTINCT source_id, url_key FROM parsed",
        "SELECT source_id, url_key FROM clusters",
    ),
    Equality(
        "captures that stand in a cluster",
        "of them, parsed",
        "SELECT source_id, url_key FROM clusters",
        "SELECT source_id, url_key FROM parsed SEMI JOIN clusters USING (source_id, url_key, fetched_at)",
    ),
    Equality(
        "representatives",
        "enriched articles",
        "SELECT source_id, concat_ws(' ', url_key, fetched_at) AS url_key FROM clusters WHERE is_representative",
        "SELECT source_id, concat_ws(' ', url_key, fetched_at) FROM enriched",
    ),
    Equality(
        "candidates",
        "outcomes",
        "SELECT DISTINCT source_id, url_key FROM candidates",
        "SELECT source_id, url_key FROM claims",
    ),
    Equality(
        "different candidates",
        "candidates",
        "SELECT DISTINCT source_id, url_key FROM candidates",
        "SELECT source_id, url_key FROM candidates",
    ),
)


def check_conservation(database: duckdb.DuckDBPyConnection, day: date) -> None:
    """Hold every equality, per source and in total. Raises ConservationError naming sources, counts and some URLs."""
    for equality in EQUALITIES:
        lost = _difference(database, equality.query_in, equality.query_out)
        gained = _difference(database, equality.query_out, equality.query_in)
        if lost or gained:
            raise ConservationError(
                f"{day} breaks law 1: {_counted(database, equality, lost, gained)}",
                remedy="Run the day's steps again from fetch; if it stays, a step loses rows or makes them twice: report it",
            )


def _difference(database: duckdb.DuckDBPyConnection, minuend: str, subtrahend: str) -> list[tuple[str, str]]:
    return database.execute(f"({minuend}) EXCEPT ALL ({subtrahend}) ORDER BY ALL").fetchall()


def _counted(
    database: duckdb.DuckDBPyConnection,
    equality: Equality,
    lost: list[tuple[str, str]],
    gained: list[tuple[str, str]],
) -> str:
    going_in, coming_out = (
        Counter(source_id for source_id, _ in database.execute(query).fetchall())
        for query in (equality.query_in, equality.query_out)
    )
    sources = sorted({source_id for source_id, _ in [*lost, *gained]})
    counts = [
        f"{source}: {going_in[source]} {equality.going_in}, {coming_out[source]} {equality.coming_out}" for source in sources
    ]
    total = f"all sources: {going_in.total()} and {coming_out.total()}"
    return "; ".join([*counts, total, *_shown("missing", lost), *_shown("too many", gained)])


def _shown(kind: str, rows: list[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return [f"{kind}: {', '.join(url_key for _, url_key in rows[:SHOWN])}{more}"]
