"""Fetch: from candidates to pages, kept raw."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.daily.workspace import Counts, Workspace
from shpalta.lake.schemas import CANDIDATES, PAGES
from shpalta.request import RunRequest
from shpalta.steps.fetch import fetch as fetch_pages


def fetch(workspace: Workspace, request: RunRequest, source_ids: Iterable[str]) -> Counts:
    """Fetch what raw lacks of these sources, which share a domain: WARC files first, then the index that points into them."""
    page_count = failed_count = 0
    for source_id in source_ids:
        pages = fetch_source(workspace, request, source_id, workspace.read(CANDIDATES, request.day, source_id))
        captured = captured_count(pages)
        page_count += captured
        failed_count += pages.num_rows - captured
    return {"pages": page_count, "failed": failed_count}


def fetch_source(workspace: Workspace, request: RunRequest, source_id: str, candidates: pa.Table) -> pa.Table:
    """Fetch what the request asks for of one source's candidates; give its PAGES rows, as they are written."""
    known = workspace.read_known(PAGES, request.day, source_id)
    source = workspace.sources[source_id]
    pages = fetch_pages(candidates, known, request, source, settings=workspace.settings, store=workspace.store)
    workspace.write(PAGES, request.day, source_id, pages)
    return pages


def captured_count(pages: pa.Table) -> int:
    """Count the rows that have a record in raw."""
    return pc.sum(pc.is_valid(pages["warc_key"])).as_py() or 0
