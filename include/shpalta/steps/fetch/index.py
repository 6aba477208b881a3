"""The rows of schemas.PAGES of one source and day: every capture, or for a candidate without one its latest failure.

They are kept in a private SQLite file, which goes with the process: a day of 50,000 pages takes no more memory than one of 50.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from types import TracebackType
from typing import Any

import orjson
import pyarrow as pa

from shpalta.lake.schemas import PAGES
from shpalta.lake.tables import ROWS_IN_GROUP, conform
from shpalta.web.ledger import Row
from shpalta.web.outcomes import Outcome

_AT_ONCE = 1_024
_NO_TIME = "~"  # sorts behind every time, as a null does
_MAKE = """
    CREATE TABLE pages (
        url_key TEXT, fetched_at TEXT, outcome TEXT, is_page INTEGER, row BLOB, PRIMARY KEY (url_key, fetched_at)
    ) WITHOUT ROWID;
    CREATE TABLE earlier (url_key TEXT PRIMARY KEY, row BLOB) WITHOUT ROWID;
    CREATE VIEW final AS SELECT * FROM pages WHERE fetched_at < '~' OR NOT EXISTS (
        SELECT 1 FROM pages AS captures WHERE captures.url_key = pages.url_key AND captures.fetched_at < '~'
    );
    PRAGMA journal_mode = OFF
"""


class PageIndex:
    """Hold the rows of a source and day; a row that is added takes the place of the one of the same URL and time."""

    def __enter__(self) -> PageIndex:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_MAKE)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        stored = map(_stored, rows)
        while batch := list(islice(stored, _AT_ONCE)):
            self._database.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?)", batch)

    def add_earlier(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows of an earlier day, days in their order: what a page may still be. They are no rows of this index."""
        pages = [(url_key, row) for url_key, _, _, is_page, row in map(_stored, rows) if is_page]
        self._database.executemany("INSERT OR REPLACE INTO earlier VALUES (?, ?)", pages)

    def last_page(self, url_key: str) -> Row | None:
        """Give the row of a URL's latest capture that has a body in raw, `fetched_at` as text."""
        return self._row("SELECT row FROM pages WHERE url_key = ? AND is_page ORDER BY fetched_at DESC LIMIT 1", url_key)

    def earlier_page(self, url_key: str) -> Row | None:
        """Give the row of a URL's latest capture on an earlier day."""
        return self._row("SELECT row FROM earlier WHERE url_key = ?", url_key)

    def is_wanting(self, url_key: str) -> bool:
        """Tell whether there is no page yet and trying may bring one."""
        found = self._database.execute("SELECT outcome FROM pages WHERE url_key = ? AND NOT is_page", (url_key,)).fetchall()
        return self.last_page(url_key) is None and all(Outcome(outcome).is_retryable for (outcome,) in found)

    def tables(self) -> Iterator[pa.Table]:
        """Give all rows in the order of schemas.PAGES, in tables of one row group each."""
        found = self._database.execute("SELECT row FROM final ORDER BY url_key, fetched_at")
        pieces = _tables(row for (row,) in found)
        while group := list(islice(pieces, ROWS_IN_GROUP // _AT_ONCE)):
            yield pa.concat_tables(group)

    def counts(self) -> tuple[int, int]:
        """Count the captures, and the candidates that have none."""
        counts = self._database.execute("SELECT count(*) FILTER (WHERE fetched_at < '~'), count(*) FROM final").fetchone()
        return counts[0], counts[1] - counts[0]

    def _row(self, query: str, url_key: str) -> Row | None:
        found = self._database.execute(query, (url_key,)).fetchone()
        row: Row | None = orjson.loads(found[0]) if found else None
        return row


def _stored(row: Mapping[str, Any]) -> tuple[str, str, str, bool, bytes]:
    fetched_at = row["fetched_at"]
    if isinstance(fetched_at, datetime):
        fetched_at = fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    content = orjson.dumps({**row, "fetched_at": fetched_at})
    is_page = row["fetch_outcome"] == Outcome.FETCHED or bool(row.get("refers_to"))
    return row["url_key"], fetched_at or _NO_TIME, row["fetch_outcome"], is_page, content


def _tables(contents: Iterator[bytes]) -> Iterator[pa.Table]:
    while rows := [orjson.loads(each) for each in islice(contents, _AT_ONCE)]:
        for row in rows:
            row["fetched_at"] = row["fetched_at"] and datetime.fromisoformat(row["fetched_at"])
        yield conform(PAGES, rows)
