"""Reconcile: run again, from deduplicate on, the days whose look-back has changed since they were run (law 4).

A day late in coming, or run again with other articles, changes what later days should have found. Days are visited in their
order, because each is held against those before it; one pass is enough, and a second one finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from shpalta.daily.deduplicate import make_layers, note
from shpalta.daily.fingerprint import fingerprint
from shpalta.daily.look_back import NOTHING, RULES, SAME_ARTICLES, LookBack, Versions, days_of, versions_in
from shpalta.daily.whole_day import finish
from shpalta.daily.workspace import WHOLE_DAY, Workspace
from shpalta.lake.schemas import CAPTURES, CLUSTERS, CONSULTED, IDENTITIES
from shpalta.request import RunRequest

READ_ON = (CLUSTERS.name, CAPTURES.name)


def reconcile(workspace: Workspace, show: Callable[[date, bool], None]) -> list[date]:
    """Deduplicate every stale day again and publish those whose clusters or revisions came out otherwise; give these.

    `show` is told each stale day when it is done, and whether readers see a difference.
    """
    changed = []
    for day in stale_days(workspace):
        before = _written(workspace, day)
        fingerprint(workspace, RunRequest(day=day))
        _, consulted = make_layers(workspace, day)
        after = versions_in(consulted, is_written=True)
        is_changed = any(before.get((table, day)) != after[table, day] for table in READ_ON)
        if is_changed:
            finish(workspace, RunRequest(day=day))
            changed.append(day)
        note(workspace, day, consulted)
        show(day, is_changed)
    return changed


def stale_days(workspace: Workspace) -> Iterator[date]:
    """Visit the days in order and give each that is stale by then: a day made fresh may make later ones stale."""
    for day in days_of(workspace.store):
        if _is_stale(workspace, day):
            yield day


def _is_stale(workspace: Workspace, day: date) -> bool:
    """Hold the versions that a day was made from against those that are there now."""
    look_back = LookBack(workspace.store, day, workspace.settings.window_days)
    read = versions_in(workspace.read_known(CONSULTED, day, WHOLE_DAY), is_written=False)
    if read.keys() != look_back.partitions() or read[RULES, day] != look_back.seen[RULES, day]:
        return True
    others = {other: _written(workspace, other) for table, other in read if table not in (SAME_ARTICLES, RULES)}
    if any(others[other].get((table, other), NOTHING) != seen for (table, other), seen in read.items() if other in others):
        return True
    look_back.same_articles(workspace.read(IDENTITIES, day, WHOLE_DAY)["article_id"])
    return look_back.seen[SAME_ARTICLES, day] != read[SAME_ARTICLES, day]


def _written(workspace: Workspace, day: date) -> Versions:
    return versions_in(workspace.read_known(CONSULTED, day, WHOLE_DAY), is_written=True)
