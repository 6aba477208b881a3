"""Watch: what feeds hold now, kept for the runs of the days that it belongs to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from shpalta.daily.workspace import Counts, Workspace
from shpalta.lake.schemas import FEEDS, SIGHTINGS
from shpalta.sources.strategies import Feed
from shpalta.steps.discover.watch import joined
from shpalta.steps.discover.watch import watch as watch_feeds

SITES_AT_ONCE = 32  # a look waits for sites, most of the time


def watch(workspace: Workspace) -> Counts:
    """Look once at the feeds of every source. The watch alone writes sightings: what `discover` writes is not touched.

    Raises StoreError, once every source has been looked at.
    """
    now = datetime.now(UTC)
    watched = [source.id for source in workspace.sources.values() if any(isinstance(each, Feed) for each in source.strategies)]
    with ThreadPoolExecutor(SITES_AT_ONCE) as pool:
        looks = list(pool.map(lambda source_id: _look(workspace, source_id, now), watched))
    totals = (sum(column) for column in zip(*looks, strict=True)) if looks else (0, 0, 0)
    return {"sources": len(looks), **dict(zip(("feeds", "failed", "new"), totals, strict=True))}


def _look(workspace: Workspace, source_id: str, now: datetime) -> tuple[int, int, int]:
    """Keep what a source's feeds hold, and only then their validators: who is killed between the two reads them again."""
    look = watch_feeds(workspace.sources[source_id], workspace.read_standing(FEEDS, source_id), workspace.settings, now)
    new_count = 0
    for day, sighted in look.sightings.items():
        known = workspace.read_known(SIGHTINGS, day, source_id)
        after = joined(known, sighted.to_pylist())
        if not after.equals(known):
            workspace.write(SIGHTINGS, day, source_id, after)
        new_count += len(after) - len(known)
    workspace.write_standing(FEEDS, source_id, look.feeds)
    states = look.feeds["state"].to_pylist()
    return len(states), states.count("failed") + states.count("refused"), new_count
