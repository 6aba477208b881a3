"""Fetch: from candidates to pages, kept raw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.daily.workspace import Counts, Workspace
from shpalta.lake.schemas import CANDIDATES, PAGES
from shpalta.request import RunRequest
from shpalta.steps.fetch import PageIndex
from shpalta.steps.fetch import fetch as fetch_pages

DAYS_BACK = 7


def fetch(workspace: Workspace, request: RunRequest, source_ids: Iterable[str]) -> Counts:
    """Fetch what raw lacks of these sources, which share a domain: WARC files first, then the index that points into them."""
    page_count = failed_count = 0
    for source_id in source_ids:
        candidates = workspace.read(CANDIDATES, request.day, source_id)
        captured, failed = fetch_source(workspace, request, source_id, candidates)
        page_count += captured
        failed_count += failed
    return {"pages": page_count, "failed": failed_count}


def fetch_source(workspace: Workspace, request: RunRequest, source_id: str, candidates: pa.Table) -> tuple[int, int]:
    """Fetch what the request asks for of one source's candidates; count all its captures in raw, and candidates without one."""
    source = workspace.sources[source_id]
    with PageIndex() as index:
        _add_earlier(workspace, request.day, source_id, candidates, index)
        for known in workspace.read_known_groups(PAGES, request.day, source_id):
            index.add(known.to_pylist())
        fetch_pages(candidates, index, request, source, settings=workspace.settings, store=workspace.store)
        workspace.write_groups(PAGES, request.day, source_id, index.tables())
        return index.counts()


def _add_earlier(workspace: Workspace, day: date, source_id: str, candidates: pa.Table, index: PageIndex) -> None:
    """Show the index which candidates the days before have kept, so that they are asked for only if they changed."""
    for back in range(DAYS_BACK, 0, -1):
        for known in workspace.read_known_groups(PAGES, day - timedelta(days=back), source_id):
            index.add_earlier(known.filter(pc.is_in(known["url_key"], value_set=candidates["url_key"])).to_pylist())
