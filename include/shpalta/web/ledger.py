"""A fetch in progress on local disk: WARC files that only grow and a ledger line a URL, both synced before the next page.

A killed fetch loses no page that has its line: the next one cuts what stands behind the last line and goes on.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import orjson

from shpalta.errors import FetchRunning, StackError
from shpalta.lake import paths
from shpalta.lake.store import Store
from shpalta.web.warc import MEDIA_TYPE, Records, sidecar_key

MOST_BYTES_IN_FILE = 64 * 1024 * 1024
MOST_PAGES_IN_FILE = 4_096
Row = dict[str, Any]


@dataclass(frozen=True)
class _Line:
    """One ledger line: the row of a URL and, where a page was kept, its file, that file's end and the records written."""

    row: Row
    file: str | None = None
    end: int = 0
    records: int = 0


class Scratch:
    """Keep pages of one source and day until they are in the lake. Use as a context manager: it holds a lock."""

    def __init__(self, folder: Path, opening: bytes) -> None:
        self._folder = folder
        self._opening = opening
        self._warc: IO[bytes] | None = None
        self._page_count = 0

    def __enter__(self) -> Scratch:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._ledger = self._ledger_file.open("ab+")
        try:
            fcntl.flock(self._ledger, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._ledger.close()
            raise FetchRunning(
                f"Another fetch is at work in {self._folder}", remedy="Let it end, or stop it, and try again"
            ) from error
        self._recover()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._warc:
            self._warc.close()
        self._ledger.close()

    def rows(self) -> Iterator[Row]:
        """Give the rows noted so far, those of a killed fetch included."""
        return (line.row for line in self._lines())

    def write(self, batch: Sequence[tuple[Row, Records | None]]) -> None:
        """Write pages' records and note their rows, and rows that brought no page; all on disk when this returns.

        Raises StackError where the disk does not take them.
        """
        try:
            lines = [self._placed(row, records) if records else _Line(row) for row, records in batch]
            if self._warc:
                self._warc.flush()
                os.fsync(self._warc.fileno())
            self._ledger.write(b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines))
            self._ledger.flush()
            os.fsync(self._ledger.fileno())
        except OSError as error:
            raise StackError(
                f"Cannot write to {self._folder}: {error.strerror}", remedy="Free some space, or set SHPALTA_SCRATCH elsewhere"
            ) from error

    def _placed(self, row: Row, records: Records) -> _Line:
        warc = self._open_warc()
        start = warc.tell()
        warc.write(records.content)
        self._page_count += 1
        placed = row | {"warc_offset": start + records.response_offset, "warc_length": records.response_length}
        return _Line(placed, Path(warc.name).name, warc.tell(), records.count)

    def deliver(self, store: Store, day: date, source_id: str, add: Callable[[list[Row]], None]) -> None:
        """Put finished WARC files and their sidecars into the lake, give `add` the rows of each; empties the scratch."""
        if self._warc:
            self._warc.close()
            self._warc = None
        add([line.row for line in self._lines() if line.file is None])
        for name, lines in groupby((line for line in self._lines() if line.file), lambda line: line.file):
            add(self._deliver_file(store, day, source_id, self._folder / str(name), list(lines)))
        shutil.rmtree(self._folder)

    def _deliver_file(self, store: Store, day: date, source_id: str, path: Path, lines: list[_Line]) -> list[Row]:
        content = path.read_bytes()
        digest = sha256(content).hexdigest()
        key = paths.warc(day, source_id, digest)
        rows = [line.row | {"warc_key": key} for line in lines]
        sidecar = {
            "records": 1 + sum(line.records for line in lines),
            "bytes": len(content),
            "sha256": digest,
            "pages": rows,
        }
        store.write(key, content, MEDIA_TYPE)
        store.write(sidecar_key(key), orjson.dumps(sidecar, option=orjson.OPT_INDENT_2), "application/json")
        return rows

    @property
    def _ledger_file(self) -> Path:
        return self._folder / "ledger.jsonl"

    def _lines(self) -> Iterator[_Line]:
        with self._ledger_file.open("rb") as ledger:
            for line in ledger:
                yield _Line(**orjson.loads(line))

    def _open_warc(self) -> IO[bytes]:
        if self._warc and (self._warc.tell() >= MOST_BYTES_IN_FILE or self._page_count >= MOST_PAGES_IN_FILE):
            self._warc.flush()
            os.fsync(self._warc.fileno())
            self._warc.close()
            self._warc = None
        if self._warc is None:
            number = len(list(self._folder.glob("*.warc.gz")))
            self._warc = (self._folder / f"{number:03d}.warc.gz").open("xb")
            self._warc.write(self._opening)
            self._page_count = 0
        return self._warc

    def _recover(self) -> None:
        self._ledger.seek(0)
        whole = sum(len(line) for line in self._ledger if line.endswith(b"\n"))
        self._ledger.truncate(whole)
        ends = {line.file: line.end for line in self._lines() if line.file}
        for path in self._folder.glob("*.warc.gz"):
            if path.name in ends:
                os.truncate(path, ends[path.name])
            else:
                path.unlink()


def delivered_rows(store: Store, day: date, source_id: str) -> Iterator[Row]:
    """Give the rows of every page that raw holds of a source and day, from the sidecars."""
    prefix = f"{paths.partition(paths.RAW, day)}{source_id}-"
    for key in store.keys(prefix):
        name = key.removeprefix(prefix)
        if name.endswith(".json") and "-" not in name:
            yield from orjson.loads(store.read(key))["pages"]
