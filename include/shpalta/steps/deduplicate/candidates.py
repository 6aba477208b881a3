"""Find the pairs that are worth comparing, by joins that DuckDB makes here, and Spark where a machine is too small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Query = Callable[[str, Mapping[str, pa.Table]], pa.Table]
Engine = Callable[[], AbstractContextManager[Query]]

NEEDED = ["date", "date_published", "article_id", "text_hash", "word_count", "twin_key", "keys"]


def in_places(articles: pa.Table) -> pa.Table:
    """Sort FINGERPRINTS rows by who came first: by day, then by when it came out (unknown is last), then by id."""
    order = [("date", "ascending"), ("date_published", "ascending"), ("article_id", "ascending")]
    return articles.take(pc.sort_indices(articles.select(["date", "date_published", "article_id"]), order))


def equal_pairs(articles: pa.Table, first_place: int, query: Query) -> pa.Table:
    """Give (later, earlier, kind) for the articles from `first_place` on; places are positions in `articles`."""
    columns = {name: articles[name] for name in ("text_hash", "word_count", "twin_key")}
    table = pa.table({"place": np.arange(articles.num_rows), "day": articles["date"], **columns})
    return query(_sql("equals"), {"articles": table, "day": _day(first_place)})


def candidate_pairs(articles: pa.Table, first_place: int, query: Query) -> pa.Table:
    """Give (later, earlier) for the articles from `first_place` on that share keys with one before them."""
    keys = articles["keys"].combine_chunks()
    table = pa.table({"place": pc.list_parent_indices(keys), "key": pc.list_flatten(keys)})
    return query(_sql("candidates"), {"keys": table, "day": _day(first_place)})


@contextmanager
def duckdb_engine() -> Iterator[Query]:
    """Open DuckDB in this process; the queries read Arrow tables where they lie."""
    with duckdb.connect() as database:

        def query(sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
            for name, table in tables.items():
                database.register(name, table)
            return database.sql(sql).to_arrow_table()

        yield query


def _day(first_place: int) -> pa.Table:
    return pa.table({"first_place": pa.array([first_place], pa.int64())})


def _sql(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text()
