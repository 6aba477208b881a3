"""Deduplicate: from a day's articles to clusters and revisions, held against the days before."""

from __future__ import annotations

import pyarrow.compute as pc

from shpalta.daily.look_back import open_window
from shpalta.daily.workspace import WHOLE_DAY, Counts, Workspace
from shpalta.lake.schemas import CAPTURES, CLUSTERS, EDGES, FINGERPRINTS, PARSED
from shpalta.request import RunRequest
from shpalta.steps.deduplicate import deduplicate as deduplicate_articles


def deduplicate(workspace: Workspace, request: RunRequest) -> Counts:
    """Cluster the day's articles, and list the captures of those that were captured more than once."""
    day = request.day
    parsed = workspace.read_shards(PARSED, day)
    window = open_window(workspace.store, day, workspace.settings.window_days, parsed)
    result = deduplicate_articles(parsed, workspace.context(day), window)
    workspace.write(FINGERPRINTS, day, WHOLE_DAY, result.fingerprints)
    workspace.write(EDGES, day, WHOLE_DAY, result.edges)
    workspace.write(CLUSTERS, day, WHOLE_DAY, result.clusters)
    workspace.write(CAPTURES, day, WHOLE_DAY, result.captures)
    return {"articles": pc.sum(result.clusters["is_representative"]).as_py() or 0, **result.counts}
