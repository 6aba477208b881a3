"""The step that shows a day to readers: Parquet files first, then one Iceberg commit a table, coverage last.

A reader of Iceberg sees the old day or the new one (law 5); a rerun with the same rows changes nothing at all.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import CommitFailedException, ValidationException
from pyiceberg.table import Table as IcebergTable

from shpalta.errors import PublishConflict
from shpalta.lake import paths
from shpalta.lake.catalog import commit_day, day_files, ensure_table, load_table, telling
from shpalta.lake.schemas import COVERAGE, PUBLISHED, Table
from shpalta.lake.store import Store
from shpalta.lake.tables import PARQUET, to_files
from shpalta.settings import Settings

CONFLICT_SECONDS = 120.0
PAUSE_SECONDS = 0.2
ORPHAN_AGE = timedelta(hours=1)
DATE_NOTE = "shpalta.date"
FILES_NOTE = "shpalta.files"
SNAPSHOTS_NOTE = "shpalta.snapshots"

Digests = dict[str, str]


@dataclass(frozen=True)
class Publisher:
    """Where a day is published to."""

    day: date
    lake: Catalog
    store: Store
    grace_seconds: float

    def path(self, key: str) -> str:
        return f"{self.store.url}/{key}"

    def partition(self, table: Table) -> str:
        return paths.partition(table.name, self.day)


def publish(tables: Mapping[str, pa.Table], day: date, lake: Catalog, store: Store, settings: Settings) -> dict[str, int]:
    """Publish the day's tables, given by name; tell how many were committed and how many files of older versions went.

    Raises PublishConflict where somebody else keeps publishing the same tables, SettingsError for a catalog of another
    store, and every StoreError.
    """
    to = Publisher(day, lake, store, settings.replaced_files_grace_seconds)
    others = [table for table in PUBLISHED if table is not COVERAGE]
    files = {table.name: _write(to, table, tables[table.name]) for table in others}
    heads = {table.name: _commit(to, table, files[table.name], {}) for table in others}
    snapshots = {name: iceberg.metadata.current_snapshot_id for name, (iceberg, _) in heads.items()}
    files[COVERAGE.name] = _write(to, COVERAGE, _naming(tables[COVERAGE.name], files))
    heads[COVERAGE.name] = _commit(to, COVERAGE, files[COVERAGE.name], {SNAPSHOTS_NOTE: json.dumps(snapshots)})
    removed = _remove_older(to, files)
    return {"committed": sum(is_changed for _, is_changed in heads.values()), "removed": removed}


def _write(to: Publisher, table: Table, rows: pa.Table) -> Digests:
    """Put the rows' files where they are not yet; give their digests by key, in order."""
    digests: Digests = {}
    for number, content in enumerate(to_files(table, rows)):
        digest = hashlib.sha256(content).hexdigest()
        key = paths.published(table.name, to.day, number, digest)
        if not to.store.exists(key):
            to.store.write(key, content, PARQUET)
        digests[key] = digest
    return digests


def _naming(coverage: pa.Table, files: Mapping[str, Digests]) -> pa.Table:
    """Have every coverage row name the versions of the other tables that belong together."""
    named = [{"table": name, "sha256": digest} for name, digests in files.items() for digest in digests.values()]
    place = coverage.schema.get_field_index("table_digests")
    field = COVERAGE.schema.field("table_digests")
    return coverage.set_column(place, field, pa.array([named] * coverage.num_rows, field.type))


def _commit(to: Publisher, table: Table, keys: Collection[str], notes: Mapping[str, str]) -> tuple[IcebergTable, bool]:
    """Make exactly these files the day of the table; tell whether that took a commit. Raises PublishConflict."""
    give_up_at = time.monotonic() + CONFLICT_SECONDS
    wanted = {to.path(key) for key in keys}
    notes = {DATE_NOTE: to.day.isoformat(), FILES_NOTE: " ".join(sorted(keys)), **notes}
    while True:
        try:
            iceberg = ensure_table(to.lake, table, to.store.url)
            with telling(to.lake):
                held = day_files(iceberg, to.day)
                if held.keys() == wanted:
                    return iceberg, False
                replaced = [file for path, file in held.items() if path not in wanted]
                commit_day(iceberg, replaced, sorted(wanted - held.keys()), notes)
                return iceberg, True
        except (CommitFailedException, ValidationException) as error:
            if time.monotonic() > give_up_at:
                raise PublishConflict(
                    f"{table.name} of {to.day} met other commits for {CONFLICT_SECONDS:.0f} seconds: {error}",
                    remedy="See which other runs publish to this catalog, and run publish again",
                ) from error
            time.sleep(PAUSE_SECONDS)


def _remove_older(to: Publisher, files: Mapping[str, Digests]) -> int:
    """Remove what older versions of the day left behind, once readers that had begun may be done; count the files."""
    replaced = [key for table in PUBLISHED for key in _replaced(to, table)]
    if replaced:
        time.sleep(to.grace_seconds)
        replaced = [key for table in PUBLISHED for key in _replaced(to, table)]
        to.store.delete(replaced)
    present = {key for table in PUBLISHED for key in to.store.keys(to.partition(table))}
    missing = sorted(key for digests in files.values() for key in digests if key not in present)
    if missing:
        raise PublishConflict(
            f"Files of {to.day} are gone right after they were published: {', '.join(missing)}",
            remedy="Another run replaced the same day meanwhile: run publish again once it is done",
        )
    return len(replaced)


def _replaced(to: Publisher, table: Table) -> list[str]:
    """List the files of the day that no reader begins with any more: replaced ones, and orphans of writers long dead.

    A young file that no commit ever named may belong to a writer that is about to commit it.
    """
    with telling(to.lake):
        iceberg = load_table(to.lake, table)
        current = day_files(iceberg, to.day).keys()
    strays = [key for key in to.store.keys(to.partition(table)) if to.path(key) not in current]
    known = _ever_committed(iceberg, to.day) if strays else set()
    dead_since = datetime.now(UTC) - ORPHAN_AGE
    return [key for key in strays if key in known or to.store.written_at(key) < dead_since]


def _ever_committed(iceberg: IcebergTable, day: date) -> set[str]:
    summaries = [snapshot.summary for snapshot in iceberg.metadata.snapshots if snapshot.summary]
    notes = [summary.additional_properties for summary in summaries]
    return {key for note in notes if note.get(DATE_NOTE) == day.isoformat() for key in note.get(FILES_NOTE, "").split()}
