"""Find the pairs that are worth comparing, by joins that DuckDB makes here, and Spark where a machine is too small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files

import duckdb
import pyarrow as pa

from shpalta.steps.deduplicate.places import Places

Query = Callable[[str, Mapping[str, pa.Table]], pa.Table]
Engine = Callable[[], AbstractContextManager[Query]]


def equal_pairs(places: Places, query: Query) -> pa.Table:
    """Give the places (later, earlier, kind) of articles of the day and the first that equals them in text or URL."""
    return query(_sql("equals"), {"articles": places.articles(), "day": _day(places)})


def candidate_pairs(places: Places, query: Query) -> pa.Table:
    """Give the places (later, earlier) of articles of the day and those before them that share keys."""
    return query(_sql("candidates"), {"keys": places.keys(), "day": _day(places)})


@contextmanager
def duckdb_engine() -> Iterator[Query]:
    """Open DuckDB in this process; the queries read Arrow tables where they lie."""
    with duckdb.connect() as database:

        def query(sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
            for name, table in tables.items():
                database.register(name, table)
            return database.sql(sql).to_arrow_table()

        yield query


def _day(places: Places) -> pa.Table:
    return pa.table({"first_place": pa.array([places.first], pa.int64())})


def _sql(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text()
