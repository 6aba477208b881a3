"""The step that holds a day against the laws and makes the six tables that may be published.

Every candidate has exactly one outcome, every capture is an article or a reject, every article stands in one cluster,
every representative is enriched (law 1): checked as equalities, before anything is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from shpalta.errors import LakeError
from shpalta.lake.rules import check_rows
from shpalta.lake.schemas import ARTICLES, COVERAGE, DUPLICATES, OUTCOMES, PUBLISHED, REJECTS, REVISIONS, Table
from shpalta.lake.tables import Rows, conform, in_order
from shpalta.steps import StepContext
from shpalta.steps.validate.conservation import CLAIMS, NEVER_FETCHED, check_conservation
from shpalta.steps.validate.coverage import cover
from shpalta.steps.validate.day import DayTables, opened

__all__ = ["NEVER_FETCHED", "DayTables", "validate"]

_QUERIES: Mapping[str, str] = {
    ARTICLES.name: """
        WITH others AS (
            SELECT
                mine.article_id,
                count(DISTINCT other.article_id) FILTER (other.article_id <> mine.article_id) AS duplicate_count,
                coalesce(list_sort(list(DISTINCT other.source_id) FILTER (other.source_id <> mine.source_id)), [])
                    AS duplicate_sources
            FROM clusters AS mine JOIN clusters AS other USING (cluster_id)
            WHERE mine.is_representative
            GROUP BY mine.article_id
        )
        SELECT
            $day AS date, enriched.* REPLACE (clusters.article_id AS article_id),
            cluster_id, revision_number, duplicate_count, duplicate_sources, editions
        FROM enriched
        JOIN clusters USING (source_id, url_key, fetched_at)
        JOIN others ON others.article_id = clusters.article_id
    """,
    DUPLICATES.name: """
        SELECT
            $day AS date, parsed.* REPLACE (clusters.article_id AS article_id),
            cluster_id, duplicate_of, duplicate_kind, similarity, passed, editions
        FROM parsed JOIN clusters USING (source_id, url_key, fetched_at)
        WHERE NOT is_representative
    """,
    REVISIONS.name: "SELECT $day AS date, * FROM revisions",
    REJECTS.name: """
        SELECT $day AS date, source_id, url, url_key, outcome, step, reason, detail, other_date, http_status
        FROM claims
        JOIN candidates USING (source_id, url_key)
        LEFT JOIN last_answers USING (source_id, url_key)
        WHERE outcome IN ('rejected', 'failed')
    """,
    OUTCOMES.name: """
        SELECT $day AS date, source_id, url, url_key, outcome, reason, article_id, duplicate_of, discovered_via, first_seen_at
        FROM claims JOIN candidates USING (source_id, url_key)
    """,
}


def validate(tables: DayTables, context: StepContext) -> dict[str, pa.Table]:
    """Make the published tables of a day, by name; coverage names no versions yet, that is for `publish` to say.

    Raises ConservationError where law 1 does not hold, and LakeError where rows break what the schemas say.
    """
    with opened(tables) as database:
        database.execute(f"CREATE TABLE claims AS {CLAIMS}")
        check_conservation(database, context.day)
        rows: dict[str, Rows] = {name: _query(database, sql, context.day) for name, sql in _QUERIES.items()}
        rows[COVERAGE.name] = cover(database, context)
    published = {table.name: in_order(table, conform(table, rows[table.name])) for table in PUBLISHED}
    for table in PUBLISHED:
        check_rows(table, published[table.name], context.day)
    for table in (ARTICLES, DUPLICATES):
        _check_dates(table, published[table.name], context)
    return published


def _query(database: duckdb.DuckDBPyConnection, sql: str, day: date) -> pa.Table:
    return database.sql(sql, params={"day": day}).to_arrow_table()


def _check_dates(table: Table, rows: pa.Table, context: StepContext) -> None:
    """See that what came out on another day, in its source's zone, is not in this one. Raises LakeError."""
    for row in rows.select(["source_id", "url", "date_published"]).to_pylist():
        zone = ZoneInfo(context.zone_of(row["source_id"]))
        if row["date_published"] and row["date_published"].astimezone(zone).date() != context.day:
            raise LakeError(
                f"{table.name} of {context.day} has an article of another day: {row['url']} came out at "
                f"{row['date_published'].isoformat()}, zone {zone.key}",
                remedy="Parse the day again",
            )
