"""Enrich: what is found in the text of the articles that readers will see, a shard at a time."""

from __future__ import annotations

import pyarrow as pa

from shpalta.daily.workspace import WHOLE_DAY, Counts, Workspace
from shpalta.lake import paths
from shpalta.lake.schemas import CLUSTERS, ENRICHED, PARSED
from shpalta.request import RunRequest
from shpalta.steps.enrich import EnrichOptions
from shpalta.steps.enrich import enrich as enrich_articles

CAPTURE = ["source_id", "url_key", "fetched_at"]


def enrich(workspace: Workspace, request: RunRequest, shard: int) -> Counts:
    """Enrich the representatives of one shard."""
    name = paths.shard_name(shard)
    clusters = workspace.read(CLUSTERS, request.day, WHOLE_DAY)
    representatives = clusters.filter(clusters["is_representative"])
    articles = _those_of(workspace.read(PARSED, request.day, name), representatives)
    result = enrich_articles(articles, workspace.context(request.day), EnrichOptions.from_settings(workspace.settings))
    workspace.write(ENRICHED, request.day, name, result.kept)
    return {"shard": shard, "articles": result.kept.num_rows, **result.counts}


def _those_of(parsed: pa.Table, representatives: pa.Table) -> pa.Table:
    wanted = {tuple(each.values()) for each in representatives.select(CAPTURE).to_pylist()}
    mask = [tuple(each.values()) in wanted for each in parsed.select(CAPTURE).to_pylist()]
    return parsed.filter(pa.array(mask, pa.bool_()))
