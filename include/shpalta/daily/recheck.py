"""Recheck: ask for an earlier day's articles again, and publish the day anew with what their sites changed or left alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.daily.fetch import fetch_source
from shpalta.daily.plan import plan
from shpalta.daily.whole_day import SITES_AT_ONCE, rebuild
from shpalta.daily.workspace import WHOLE_DAY, Counts, Workspace
from shpalta.lake.schemas import CANDIDATES, CLUSTERS, PAGES
from shpalta.request import RunRequest


def recheck(workspace: Workspace, day: date) -> Counts:
    """Fetch the articles of a day again, on the condition that they changed, and rebuild the day if any site answered.

    Counts the articles asked for and the answers kept in raw; none where the day is not in the lake, or no site answered.
    """
    articles = workspace.read_known(CLUSTERS, day, WHOLE_DAY)
    if not articles.num_rows:
        return {"asked": 0, "answers": 0}
    request = RunRequest(day=day, is_refetch=True)

    def ask(source_ids: list[str]) -> int:
        return sum(_ask(workspace, request, source_id, articles) for source_id in source_ids)

    with ThreadPoolExecutor(SITES_AT_ONCE) as pool:
        answers = sum(pool.map(ask, plan(workspace, RunRequest(day=day))["groups"]))
    counts: Counts = {"asked": articles.num_rows, "answers": answers}
    return counts | rebuild(workspace, RunRequest(day=day)) if answers else counts


def _ask(workspace: Workspace, request: RunRequest, source_id: str, articles: pa.Table) -> int:
    """Fetch the articles of one source again and count the answers; what an archive keeps does not change."""
    candidates = workspace.read_known(CANDIDATES, request.day, source_id)
    of_the_site = articles.filter(pc.equal(articles["source_id"], source_id))
    is_article = pc.is_in(candidates["url_key"], value_set=of_the_site["url_key"])
    wanted = candidates.filter(pc.and_(is_article, pc.is_null(candidates["archived_in"])))
    if not wanted.num_rows:
        return 0
    known = workspace.read_known(PAGES, request.day, source_id)
    captured, _ = fetch_source(workspace, request, source_id, wanted)
    return captured - (pc.sum(pc.is_valid(known["warc_key"])).as_py() or 0)
