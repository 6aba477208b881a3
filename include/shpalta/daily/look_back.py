"""What a day is deduplicated against, read from the lake: its window, and earlier days of the same articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.lake import paths, schemas
from shpalta.lake.store import Store
from shpalta.lake.tables import read_parts
from shpalta.steps.deduplicate import Window


def open_window(store: Store, day: date, window_days: int, parsed: pa.Table) -> Window:
    """Read the look-back days' layers, and the rows of any earlier day whose article_id occurs in `parsed`."""
    look_back = [day - timedelta(days=back) for back in range(window_days, 0, -1)]
    ids = pc.unique(parsed["article_id"])
    same_articles, captures = [schemas.FINGERPRINTS.empty()], [schemas.PARSED.empty()]
    for earlier in _days_before(store, day):
        known = _of_articles(_read_day(store, schemas.FINGERPRINTS, earlier), ids)
        if known.num_rows:
            same_articles.append(known)
            captures.append(_of_articles(_read_day(store, schemas.PARSED, earlier), ids))
    return Window(
        fingerprints=pa.concat_tables(
            [schemas.FINGERPRINTS.empty(), *(_read_day(store, schemas.FINGERPRINTS, each) for each in look_back)]
        ),
        edges=pa.concat_tables([schemas.EDGES.empty(), *(_read_day(store, schemas.EDGES, each) for each in look_back)]),
        same_articles=pa.concat_tables(same_articles),
        captures=pa.concat_tables(captures),
    )


def _days_before(store: Store, day: date) -> Iterator[date]:
    prefix = f"{schemas.FINGERPRINTS.name}/date="
    found = {key.removeprefix(prefix)[:10] for key in store.keys(prefix)}
    return (each for each in map(date.fromisoformat, sorted(found)) if each < day)


def _read_day(store: Store, table: schemas.Table, day: date) -> pa.Table:
    return read_parts(store, table, store.keys(paths.partition(table.name, day)))


def _of_articles(rows: pa.Table, ids: pa.Array) -> pa.Table:
    return rows.filter(pc.is_in(rows["article_id"], value_set=ids))
