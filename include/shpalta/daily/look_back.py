"""What a day is deduplicated against, read from the lake: its window, and earlier days of the same articles.

Which version of each partition was seen is noted, so that a day is known as stale when another has changed under it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from shpalta.daily.workspace import WHOLE_DAY
from shpalta.errors import ObjectMissing
from shpalta.lake import paths
from shpalta.lake.schemas import CONSULTED, EDGES, FINGERPRINTS, IDENTITIES, PARSED, Table
from shpalta.lake.store import Store
from shpalta.lake.tables import from_parquet, read_parts
from shpalta.steps.deduplicate import Window
from shpalta.steps.deduplicate.places import Fingerprints
from shpalta.steps.deduplicate.verify import LINK_RULES_VERSION
from shpalta.text.fingerprint import FINGERPRINT_VERSION

SAME_ARTICLES = "same_articles"
RULES = "rules"
NOTHING = ""
_TELLING = ["date", "article_id", "source_id", "url_key", "fetched_at", "text_hash"]

Partition = tuple[str, date]
Versions = dict[Partition, str]


class LookBack:
    """The lake as one day sees it: every partition that is read is noted with its version."""

    def __init__(self, store: Store, day: date, window_days: int) -> None:
        self._store, self._day = store, day
        self._days = [day - timedelta(days=back) for back in range(window_days, 0, -1)]
        self.seen: Versions = {(RULES, day): f"{FINGERPRINT_VERSION}.{LINK_RULES_VERSION}"}

    def partitions(self) -> frozenset[Partition]:
        """Name all that a day's layers are made from."""
        tables = (FINGERPRINTS.name, EDGES.name)
        own = {(SAME_ARTICLES, self._day), (RULES, self._day)}
        return frozenset(own | {(table, each) for table in tables for each in self._days})

    def fingerprints(self, folder: Path) -> Fingerprints:
        """Read the window's fingerprints into files of an empty folder: a step holds of them what it compares."""
        for each in self._days:
            if content := self._content(FINGERPRINTS, each):
                folder.joinpath(f"{each}.parquet").write_bytes(content)
        files = sorted(map(str, folder.iterdir()))
        return ds.dataset(files, FINGERPRINTS.schema, format="parquet") if files else FINGERPRINTS.empty()

    def window(self, article_ids: pa.ChunkedArray, fingerprints: Fingerprints) -> Window:
        """Read what the step needs to know of the days before, besides their fingerprints."""
        same_articles, days = self.same_articles(article_ids)
        captures = [self._of(PARSED, each, article_ids) for each in days]
        edges = [(each, self._content(EDGES, each)) for each in self._days]
        return Window(
            fingerprints=fingerprints,
            edges=pa.concat_tables([EDGES.empty(), *(from_parquet(EDGES, rows, str(each)) for each, rows in edges if rows)]),
            same_articles=same_articles,
            captures=pa.concat_tables([PARSED.empty(), *captures]),
        )

    def same_articles(self, article_ids: pa.ChunkedArray) -> tuple[pa.Table, list[date]]:
        """Find the FINGERPRINTS rows of the same articles on all earlier days, and these days."""
        days = [each for each in days_of(self._store) if each < self._day and self._has_any(each, article_ids)]
        found = pa.concat_tables([FINGERPRINTS.empty(), *(self._of(FINGERPRINTS, each, article_ids) for each in days)])
        self.seen[SAME_ARTICLES, self._day] = _version_of_rows(found)
        return found, days

    def _has_any(self, day: date, article_ids: pa.ChunkedArray) -> bool:
        known = read_parts(self._store, IDENTITIES, [paths.part(IDENTITIES.name, day, WHOLE_DAY)], may_miss=True)
        return bool(pc.any(pc.is_in(known["article_id"], value_set=pc.unique(article_ids))).as_py())

    def _of(self, table: Table, day: date, article_ids: pa.ChunkedArray) -> pa.Table:
        rows = read_parts(self._store, table, self._store.keys(paths.partition(table.name, day)))
        return rows.filter(pc.is_in(rows["article_id"], value_set=pc.unique(article_ids)))

    def _content(self, table: Table, day: date) -> bytes:
        """Read a partition and note its version; nothing where there is none."""
        try:
            content = self._store.read(paths.part(table.name, day, WHOLE_DAY))
        except ObjectMissing:
            content = b""
        self.seen[table.name, day] = version_of(content) if content else NOTHING
        return content


def version_of(content: bytes) -> str:
    """Name the version of a partition by its bytes."""
    return hashlib.sha256(content).hexdigest()


def days_of(store: Store) -> list[date]:
    """List the days that were deduplicated, in order."""
    prefix = f"{IDENTITIES.name}/date="
    return sorted({date.fromisoformat(key.removeprefix(prefix)[:10]) for key in store.keys(prefix)})


def consulted_rows(day: date, read: Versions, written: Versions) -> pa.Table:
    """Make the CONSULTED rows of a day."""
    rows = [
        {"date": day, "is_written": is_written, "table": table, "other_date": other, "sha256": sha256}
        for is_written, versions in ((False, read), (True, written))
        for (table, other), sha256 in versions.items()
    ]
    return pa.Table.from_pylist(rows, schema=CONSULTED.schema)


def versions_in(consulted: pa.Table, *, is_written: bool) -> Versions:
    """Take the versions out of CONSULTED rows."""
    return {
        (row["table"], row["other_date"]): row["sha256"] for row in consulted.to_pylist() if row["is_written"] == is_written
    }


def _version_of_rows(rows: pa.Table) -> str:
    if not rows.num_rows:
        return NOTHING
    telling: Iterable[tuple[object, ...]] = (tuple(row.values()) for row in rows.select(_TELLING).to_pylist())
    return version_of(repr(sorted(telling)).encode())
