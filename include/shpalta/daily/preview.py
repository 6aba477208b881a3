"""Preview: what a run is about to fetch and replace; where a dry run ends."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow.compute as pc

from shpalta.daily.workspace import Counts, Workspace
from shpalta.lake.catalog import open_catalog, read_day
from shpalta.lake.schemas import COVERAGE
from shpalta.request import RunRequest


def preview(workspace: Workspace, request: RunRequest, discovered: Iterable[Counts]) -> Counts:
    """Say what the run will fetch, source by source, and what the day holds now that publishing will replace."""
    to_fetch = {f"to_fetch_{counts['source']}": counts["to_fetch"] for counts in discovered}
    held = read_day(open_catalog(workspace.settings), COVERAGE, request.day)
    replaced = {f"to_replace_{name}": pc.sum(held[f"{name}_count"]).as_py() or 0 for name in ("published", "duplicate")}
    return {"to_fetch": sum(map(int, to_fetch.values())), **to_fetch, **replaced}
