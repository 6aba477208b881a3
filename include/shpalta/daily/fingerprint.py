"""Fingerprint: what of a day's articles is kept to find them again, on that day and on later ones."""

from __future__ import annotations

from shpalta.daily.workspace import WHOLE_DAY, Counts, Workspace
from shpalta.lake.schemas import FINGERPRINTS, IDENTITIES, PARSED, STANDING
from shpalta.request import RunRequest
from shpalta.steps.deduplicate.articles import articles_of


def fingerprint(workspace: Workspace, request: RunRequest) -> Counts:
    """Settle which capture stands for each page, and fingerprint the articles."""
    day = request.day
    parsed = workspace.read_shards(PARSED, day)
    articles = articles_of(parsed, day)
    workspace.write(IDENTITIES, day, WHOLE_DAY, parsed.group_by("article_id", use_threads=False).aggregate([]))
    workspace.write(STANDING, day, WHOLE_DAY, articles.standing)
    workspace.write(FINGERPRINTS, day, WHOLE_DAY, articles.fingerprints)
    return {"pages": articles.standing.num_rows, "articles": articles.fingerprints.num_rows}
