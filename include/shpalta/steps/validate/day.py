"""What a day is judged by: the tables between the steps, as SQL sees them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

import duckdb
import pyarrow as pa


@dataclass(frozen=True)
class DayTables:
    """A day's rows of every table between the steps; `revisions` are the rows of CAPTURES."""

    candidates: pa.Table
    discoveries: pa.Table
    pages: pa.Table
    parsed: pa.Table
    rejected: pa.Table
    clusters: pa.Table
    revisions: pa.Table
    enriched: pa.Table


_VIEWS = """
    SET TimeZone = 'UTC';
    CREATE VIEW captures AS SELECT * FROM pages WHERE fetch_outcome = 'fetched' OR refers_to IS NOT NULL;
    CREATE VIEW failures AS
        SELECT * FROM pages WHERE fetch_outcome NOT IN ('fetched', 'not_modified')
        QUALIFY row_number() OVER (PARTITION BY source_id, url_key ORDER BY fetch_outcome, fetch_error) = 1;
    CREATE VIEW last_rejects AS
        SELECT * FROM rejected
        QUALIFY row_number() OVER (PARTITION BY source_id, url_key ORDER BY step, reason, detail, other_date) = 1;
    CREATE VIEW last_answers AS
        SELECT source_id, url_key, http_status FROM pages
        QUALIFY row_number() OVER (PARTITION BY source_id, url_key ORDER BY fetched_at DESC NULLS LAST, http_status) = 1;
"""


@contextmanager
def opened(tables: DayTables) -> Iterator[duckdb.DuckDBPyConnection]:
    """Show the tables to SQL by their names, with the views that the rules share."""
    with duckdb.connect(":memory:") as database:
        for field in fields(tables):
            database.register(field.name, getattr(tables, field.name))
        database.execute(_VIEWS)
        yield database
