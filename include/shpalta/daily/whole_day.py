"""A whole day in one process: what the DAG wires, in the same order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shpalta.daily.deduplicate import deduplicate
from shpalta.daily.discover import discover
from shpalta.daily.enrich import enrich
from shpalta.daily.fetch import fetch
from shpalta.daily.parse import parse
from shpalta.daily.plan import plan
from shpalta.daily.preview import preview
from shpalta.daily.publish import publish
from shpalta.daily.validate import validate
from shpalta.daily.workspace import Counts, Workspace
from shpalta.request import RunRequest

Show = Callable[[str, int, int, str], None]


def run_day(workspace: Workspace, request: RunRequest, show: Show) -> None:
    """Run every step of a day; `show` is told `step, done, total, note` as it goes. A dry run ends after preview."""
    planned = plan(workspace, request)

    def run(step: Callable[..., Counts], mapped: list[Any]) -> list[Counts]:
        counts = []
        for done, over in enumerate(mapped, start=1):
            counts.append(step(workspace, request, *over))
            show(step.__name__, done, len(mapped), ", ".join(f"{key} {count}" for key, count in counts[-1].items()))
        return counts

    discovered = run(discover, [(source,) for source in planned["sources"]])
    run(preview, [(discovered,)])
    if request.is_dry_run:
        return
    shards = [(shard,) for shard in planned["shards"]]
    run(fetch, [(group,) for group in planned["groups"]])
    run(parse, shards)
    run(deduplicate, [()])
    run(enrich, shards)
    run(validate, [()])
    run(publish, [()])
