"""Where a run works: settings, store, sources; and how it reads and writes the parts of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from shpalta.lake import paths
from shpalta.lake.schemas import Table
from shpalta.lake.store import Store, open_store
from shpalta.lake.tables import read_groups, read_parts, write_groups, write_part
from shpalta.settings import Settings
from shpalta.sources.load import load_sources
from shpalta.sources.model import Source
from shpalta.steps import StepContext

Counts = dict[str, int | str]
WHOLE_DAY = "day"


@dataclass(frozen=True)
class Workspace:
    """Settings, store and sources. A part is what one task wrote, named by a source, a shard or the whole day."""

    settings: Settings
    store: Store
    sources: Mapping[str, Source]

    def context(self, day: date) -> StepContext:
        return StepContext(day=day, zone=self.settings.zone, sources=self.sources)

    def shard_names(self) -> list[str]:
        return [paths.shard_name(shard) for shard in range(self.settings.shards)]

    def read(self, table: Table, day: date, name: str) -> pa.Table:
        """Read a part. Raises ObjectMissing where no task has written it."""
        return read_parts(self.store, table, [paths.part(table.name, day, name)])

    def read_known(self, table: Table, day: date, name: str) -> pa.Table:
        """Read what an earlier run left; no rows where none has."""
        return read_parts(self.store, table, [paths.part(table.name, day, name)], may_miss=True)

    def read_known_groups(self, table: Table, day: date, name: str) -> Iterator[pa.Table]:
        """Read the same piece by piece, for parts that nobody is to hold whole."""
        return read_groups(self.store, table, paths.part(table.name, day, name))

    def read_standing(self, table: Table, name: str) -> pa.Table:
        """Read what belongs to no day; no rows where nothing has been written."""
        return read_parts(self.store, table, [paths.standing(table.name, name)], may_miss=True)

    def read_all(self, table: Table, day: date) -> pa.Table:
        """Read every part of the day, also of sources that are configured no more: raw is forever."""
        return read_parts(self.store, table, self.store.keys(paths.partition(table.name, day)))

    def read_shards(self, table: Table, day: date) -> pa.Table:
        """Read as many shards as there are now: what a run with more of them left behind is not of this day's version."""
        return read_parts(self.store, table, [paths.part(table.name, day, name) for name in self.shard_names()])

    @contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """Give an empty folder on the worker's disk, which goes again."""
        self.settings.scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self.settings.scratch) as folder:
            yield Path(folder)

    def write(self, table: Table, day: date, name: str, rows: pa.Table) -> None:
        write_part(self.store, table, paths.part(table.name, day, name), rows)

    def write_groups(self, table: Table, day: date, name: str, groups: Iterable[pa.Table]) -> None:
        """Write rows that come conformed, in order, and a row group at a time."""
        write_groups(self.store, table, paths.part(table.name, day, name), groups)

    def write_standing(self, table: Table, name: str, rows: pa.Table) -> None:
        write_part(self.store, table, paths.standing(table.name, name), rows)


def open_workspace(settings: Settings) -> Workspace:
    """Open the store and read the sources. Raises SourcesError and StoreError, each with its remedy."""
    sources = load_sources(settings.sources)
    store = open_store(settings)
    store.check()
    return Workspace(settings, store, sources)
