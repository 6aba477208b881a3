"""Validate: hold the day against the laws and draw up the tables that may be published."""

from __future__ import annotations

from datetime import date

from shpalta.daily.workspace import WHOLE_DAY, Counts, Workspace
from shpalta.lake import paths
from shpalta.lake.schemas import (
    CANDIDATES,
    CAPTURES,
    CLUSTERS,
    DISCOVERIES,
    ENRICHED,
    PAGES,
    PARSED,
    PUBLISHED,
    REJECTED,
    Table,
)
from shpalta.lake.tables import write_part
from shpalta.request import RunRequest
from shpalta.steps.validate import DayTables
from shpalta.steps.validate import validate as validate_day


def validate(workspace: Workspace, request: RunRequest) -> Counts:
    """Hold the day against law 1 and write the six tables that may be published. Raises ConservationError."""
    day = request.day
    tables = DayTables(
        candidates=workspace.read_all(CANDIDATES, day),
        discoveries=workspace.read_all(DISCOVERIES, day),
        pages=workspace.read_all(PAGES, day),
        parsed=workspace.read_shards(PARSED, day),
        rejected=workspace.read_shards(REJECTED, day),
        clusters=workspace.read(CLUSTERS, day, WHOLE_DAY),
        revisions=workspace.read(CAPTURES, day, WHOLE_DAY),
        enriched=workspace.read_shards(ENRICHED, day),
    )
    published = validate_day(tables, workspace.context(day))
    for table in PUBLISHED:
        write_part(workspace.store, table, validated_key(table, day), published[table.name])
    return {table.name: published[table.name].num_rows for table in PUBLISHED}


def validated_key(table: Table, day: date) -> str:
    """Give the key where a table waits to be published."""
    return f"validated/{paths.part(table.name, day, WHOLE_DAY)}"
