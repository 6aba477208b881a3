"""Deduplicate: from a day's articles to clusters and revisions, held against the days before."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.daily.look_back import LookBack, consulted_rows, version_of
from shpalta.daily.workspace import WHOLE_DAY, Counts, Workspace
from shpalta.lake import paths
from shpalta.lake.schemas import CAPTURES, CLUSTERS, CONSULTED, EDGES, FINGERPRINTS, IDENTITIES, PAGES, PARSED, Table
from shpalta.lake.tables import PARQUET, to_parquet
from shpalta.request import RunRequest
from shpalta.steps.deduplicate import deduplicate as deduplicate_articles


def deduplicate(workspace: Workspace, request: RunRequest) -> Counts:
    """Cluster the day's articles, and list the captures of those that were captured more than once."""
    counts, consulted = make_layers(workspace, request.day)
    note(workspace, request.day, consulted)
    return counts


def make_layers(workspace: Workspace, day: date) -> tuple[Counts, pa.Table]:
    """Write the day's layers; give counts, and the CONSULTED rows that say what they were made of."""
    parsed = workspace.read_shards(PARSED, day)
    look_back = LookBack(workspace.store, day, workspace.settings.window_days)
    pages = workspace.read_all(PAGES, day)
    revisits = pages.filter(pc.equal(pages["fetch_outcome"], "not_modified"))
    result = deduplicate_articles(parsed, workspace.context(day), look_back.window(parsed["article_id"]), revisits)
    made = {
        IDENTITIES.name: _write(workspace, IDENTITIES, day, parsed.group_by("article_id").aggregate([])),
        FINGERPRINTS.name: _write(workspace, FINGERPRINTS, day, result.fingerprints),
        EDGES.name: _write(workspace, EDGES, day, result.edges),
        CLUSTERS.name: _write(workspace, CLUSTERS, day, result.clusters),
        CAPTURES.name: _write(workspace, CAPTURES, day, result.captures),
    }
    written = {(table, day): version for table, version in made.items()}
    counts = {"articles": pc.sum(result.clusters["is_representative"]).as_py() or 0, **result.counts}
    return counts, consulted_rows(day, look_back.seen, written)


def note(workspace: Workspace, day: date, consulted: pa.Table) -> None:
    """Note what the day was made of, after all else: a run that was killed leaves the day as stale as it was."""
    workspace.write(CONSULTED, day, WHOLE_DAY, consulted)


def _write(workspace: Workspace, table: Table, day: date, rows: pa.Table) -> str:
    content = to_parquet(table, rows)
    workspace.store.write(paths.part(table.name, day, WHOLE_DAY), content, PARQUET)
    return version_of(content)
