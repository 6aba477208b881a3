"""Publish: show the validated day to readers, all or nothing."""

from __future__ import annotations

from shpalta.daily.validate import validated_key
from shpalta.daily.workspace import Counts, Workspace
from shpalta.lake.catalog import open_catalog
from shpalta.lake.schemas import PUBLISHED
from shpalta.lake.tables import read_parts
from shpalta.request import RunRequest
from shpalta.steps.publish import publish as publish_tables


def publish(workspace: Workspace, request: RunRequest) -> Counts:
    """Commit the day's six tables, coverage last; nothing changes where the lake already holds the same rows."""
    store = workspace.store
    tables = {table.name: read_parts(store, table, [validated_key(table, request.day)]) for table in PUBLISHED}
    publish_tables(tables, request.day, open_catalog(workspace.settings), store, workspace.settings)
    return {name: rows.num_rows for name, rows in tables.items()}
