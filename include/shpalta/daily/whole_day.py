"""A whole day in one process: what the DAG wires, in the same order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shpalta.daily.deduplicate import deduplicate
from shpalta.daily.discover import discover
from shpalta.daily.enrich import enrich
from shpalta.daily.fetch import fetch
from shpalta.daily.fingerprint import fingerprint
from shpalta.daily.parse import parse
from shpalta.daily.plan import plan
from shpalta.daily.preview import preview
from shpalta.daily.publish import publish
from shpalta.daily.validate import validate
from shpalta.daily.workspace import Counts, Workspace
from shpalta.request import RunRequest

Show = Callable[[str, int, int, str], None]
SITES_AT_ONCE = 64  # these steps wait for sites, most of the time; a day is as long as its slowest site


def run_day(workspace: Workspace, request: RunRequest, show: Show) -> None:
    """Run every step of a day; `show` is told `step, done, total, note` as it goes. A dry run ends after preview."""
    planned = plan(workspace, request)

    def run(step: Callable[..., Counts], mapped: list[Any], at_once: int = 1) -> list[Counts]:
        counts = []
        with ThreadPoolExecutor(at_once) as pool:
            for done, counted in enumerate(pool.map(lambda over: step(workspace, request, *over), mapped), start=1):
                counts.append(counted)
                show(step.__name__, done, len(mapped), ", ".join(f"{key} {count}" for key, count in counted.items()))
        return counts

    discovered = run(discover, [(source,) for source in planned["sources"]], SITES_AT_ONCE)
    run(preview, [(discovered,)])
    if request.is_dry_run:
        return
    shards = [(shard,) for shard in planned["shards"]]
    run(fetch, [(group,) for group in planned["groups"]], SITES_AT_ONCE)
    run(parse, shards)
    run(fingerprint, [()])
    run(deduplicate, [()])
    run(enrich, shards)
    run(validate, [()])
    run(publish, [()])


def rebuild(workspace: Workspace, request: RunRequest) -> Counts:
    """Make a day anew from raw and publish it; give what publishing counts."""
    for shard in range(workspace.settings.shards):
        parse(workspace, request, shard)
    fingerprint(workspace, request)
    deduplicate(workspace, request)
    return finish(workspace, request)


def finish(workspace: Workspace, request: RunRequest) -> Counts:
    """Publish a day anew whose clusters or revisions came out otherwise."""
    for shard in range(workspace.settings.shards):
        enrich(workspace, request, shard)
    validate(workspace, request)
    return publish(workspace, request)
