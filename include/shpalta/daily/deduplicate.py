"""Deduplicate: from a day's articles to clusters and revisions, held against the days before."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.daily.look_back import LookBack, consulted_rows, version_of
from shpalta.daily.match import found_matches
from shpalta.daily.workspace import WHOLE_DAY, Counts, Workspace
from shpalta.lake import paths
from shpalta.lake.schemas import CAPTURES, CLUSTERS, CONSULTED, EDGES, FINGERPRINTS, PAGES, PARSED, STANDING, Table
from shpalta.lake.tables import PARQUET, to_parquet
from shpalta.request import RunRequest
from shpalta.steps.deduplicate import Deduplicated, settle
from shpalta.steps.deduplicate.articles import Articles
from shpalta.steps.deduplicate.candidates import match
from shpalta.steps.deduplicate.places import Fingerprints

REVISITS = ("not_modified", "gone")


def deduplicate(workspace: Workspace, request: RunRequest) -> Counts:
    """Cluster the day's articles, and list the captures of those that were captured more than once."""
    counts, consulted = make_layers(workspace, request.day)
    note(workspace, request.day, consulted)
    return counts


def make_layers(workspace: Workspace, day: date) -> tuple[Counts, pa.Table]:
    """Write the day's edges and clusters; give counts, and the CONSULTED rows that say what they were made of."""
    look_back = LookBack(workspace.store, day, workspace.settings.window_days)
    with workspace.scratch_folder() as folder:
        result = _settled(workspace, day, look_back, look_back.fingerprints(folder))
    made = {
        FINGERPRINTS.name: version_of(workspace.store.read(paths.part(FINGERPRINTS.name, day, WHOLE_DAY))),
        EDGES.name: _write(workspace, EDGES, day, result.edges),
        CLUSTERS.name: _write(workspace, CLUSTERS, day, result.clusters),
        CAPTURES.name: _write(workspace, CAPTURES, day, result.captures),
    }
    written = {(table, day): version for table, version in made.items()}
    counts = {"articles": pc.sum(result.clusters["is_representative"]).as_py() or 0, **result.counts}
    return counts, consulted_rows(day, look_back.seen, written)


def _settled(workspace: Workspace, day: date, look_back: LookBack, window: Fingerprints) -> Deduplicated:
    parsed = workspace.read_shards(PARSED, day)
    read = (workspace.read(table, day, WHOLE_DAY) for table in (STANDING, FINGERPRINTS))
    articles = Articles(*read)
    pages = workspace.read_all(PAGES, day)
    is_revisit = pc.and_(pc.is_in(pages["fetch_outcome"], pa.array(REVISITS)), pc.is_valid(pages["warc_key"]))
    revisits = pages.filter(pc.and_(is_revisit, pc.is_null(pages["refers_to"])))
    found = found_matches(workspace, RunRequest(day=day), look_back)
    matches = match(articles.fingerprints, window) if found is None else found
    return settle(parsed, articles, look_back.window(parsed["article_id"], window), matches, revisits)


def note(workspace: Workspace, day: date, consulted: pa.Table) -> None:
    """Note what the day was made of, after all else: a run that was killed leaves the day as stale as it was."""
    workspace.write(CONSULTED, day, WHOLE_DAY, consulted)


def _write(workspace: Workspace, table: Table, day: date, rows: pa.Table) -> str:
    content = to_parquet(table, rows)
    workspace.store.write(paths.part(table.name, day, WHOLE_DAY), content, PARQUET)
    return version_of(content)
