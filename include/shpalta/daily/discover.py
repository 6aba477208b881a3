"""Discover: from a source's feeds and sitemaps to the day's candidates."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.daily.workspace import Counts, Workspace
from shpalta.lake.schemas import CANDIDATES, DISCOVERIES, FEEDS, PAGES, SIGHTINGS
from shpalta.request import RunRequest
from shpalta.steps.discover import Watched
from shpalta.steps.discover import discover as discover_candidates


def discover(workspace: Workspace, request: RunRequest, source_id: str) -> Counts:
    """Find the day's candidates of one source and count what is to be fetched; a dry run writes nothing."""
    known = workspace.read_known(CANDIDATES, request.day, source_id)
    found = discover_candidates(
        workspace.sources[source_id],
        workspace.context(request.day),
        known,
        workspace.settings,
        datetime.now(UTC),
        earlier=workspace.read_known(DISCOVERIES, request.day, source_id),
        watched=Watched(workspace.read_known(SIGHTINGS, request.day, source_id), workspace.read_standing(FEEDS, source_id)),
    )
    if not request.is_dry_run:
        workspace.write(CANDIDATES, request.day, source_id, found.candidates)
        workspace.write(DISCOVERIES, request.day, source_id, found.discoveries)
    to_fetch = _missing_in_raw(workspace, request, source_id, found.candidates)
    return {"source": source_id, "candidates": found.candidates.num_rows, "to_fetch": to_fetch}


def _missing_in_raw(workspace: Workspace, request: RunRequest, source_id: str, candidates: pa.Table) -> int:
    pages = workspace.read_known(PAGES, request.day, source_id)
    is_held = pc.or_(pc.equal(pages["fetch_outcome"], "fetched"), pc.is_valid(pages["refers_to"]))
    held = set(pages.filter(is_held)["url_key"].to_pylist())
    missing = len(candidates) if request.is_refetch else len(set(candidates["url_key"].to_pylist()) - held)
    return min(missing, request.limit_per_source or missing)
