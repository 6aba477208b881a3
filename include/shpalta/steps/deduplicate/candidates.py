"""Find the pairs that are worth comparing, by joins that DuckDB makes here, and Spark where a day does not fit.

Keys are split into buckets, so that as many tasks find pairs side by side as there are buckets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from shpalta.lake import schemas
from shpalta.steps.deduplicate.places import Fingerprints, Places

RULES = ("equals", "candidates")
SHARED_KEYS = 2

Query = Callable[[str, Mapping[str, pa.Table]], pa.Table]
Engine = Callable[[], AbstractContextManager[Query]]


def match(
    fingerprints: pa.Table, window: Fingerprints, engine: Engine | None = None, bucket: int = 0, buckets: int = 1
) -> pa.Table:
    """Give the MATCHES rows of one bucket; the first also tells whose text or URL is equal, and who names whom.

    The engine is DuckDB where none is given.
    """
    places = Places(window, fingerprints)
    day = pa.table({"first_place": pa.array([places.first], pa.int64())})
    with (engine or duckdb_engine)() as query:
        found = [query(sql_of("candidates"), {"keys": places.keys(bucket, buckets), "day": day})]
        if bucket == 0:
            tables = {"articles": places.articles(), "hreflangs": places.hreflangs(), "day": day}
            found.append(query(sql_of("equals"), tables))
    rows = pa.concat_tables([each.select(schemas.MATCHES.schema.names).cast(schemas.MATCHES.schema) for each in found])
    return rows.sort_by([(name, "ascending") for name in schemas.MATCHES.sort_by])


def worth_comparing(matches: pa.Table) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """Take MATCHES rows of every bucket together: what is equal (later, earlier, kind), and what shares enough keys."""
    is_near = pc.equal(matches["kind"], "near_text")
    pairs = matches.filter(is_near).group_by(["later", "earlier"]).aggregate([("shared_count", "sum")])
    near = pairs.filter(pc.greater_equal(pairs["shared_count_sum"], SHARED_KEYS)).select(["later", "earlier"])
    return _tuples(matches.filter(pc.invert(is_near)).select(["later", "earlier", "kind"])), _tuples(near)


@contextmanager
def duckdb_engine() -> Iterator[Query]:
    """Open DuckDB in this process; the queries read Arrow tables where they lie."""
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")

        def query(sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
            for name, table in tables.items():
                database.register(name, table)
            return database.sql(sql).to_arrow_table()

        yield query


@contextmanager
def spark_engine(session: Any) -> Iterator[Query]:  # noqa: ANN401  pyspark is an extra, and its classes are two
    """Ask a Spark session, which stays open; its workers get what the joins need and never a text."""

    def query(sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
        for name, table in tables.items():
            session.createDataFrame(table).createOrReplaceTempView(name)
        return session.sql(sql).toArrow()

    yield query


def sql_of(name: str) -> str:
    """Read a query, which says what tables it reads."""
    return files(__package__).joinpath(f"{name}.sql").read_text()


def _tuples(found: pa.Table) -> list[tuple[Any, ...]]:
    ordered = found.sort_by([(name, "ascending") for name in found.column_names])
    return list(zip(*(column.to_pylist() for column in ordered.columns), strict=True))
