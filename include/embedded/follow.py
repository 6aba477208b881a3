"""Follow a DAG run while the real scheduler runs it: how far each step is, and why the run failed if it did."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from embedded.api import AirflowApi, ApiUnreachable
from shpalta.errors import StackError

Show = Callable[[str, int, int, str], None]
DONE = frozenset({"success", "failed", "skipped", "upstream_failed", "removed"})
_PAUSE_SECONDS = 1.0
_UNREACHABLE_SECONDS = 60
_LOG_LINES = 12


@dataclass(frozen=True)
class Progress:
    """How far one step is: its mapped tasks that ended, all of them, and what there is to say."""

    step: str
    done: int
    total: int
    note: str


class RunFailed(StackError):
    """A DAG run ended without publishing its day."""


def follow(api: AirflowApi, dag: str, run: str, show: Show) -> None:
    """Show each step's progress as it happens, until the run has ended. Raises RunFailed with the failed task's last words."""
    steps = api.tasks(dag)
    shown: dict[str, Progress] = {}
    reachable_at = time.monotonic()
    while True:
        try:
            state = api.run(dag, run)["state"]
            instances = api.task_instances(dag, run)
        except ApiUnreachable:
            if time.monotonic() - reachable_at > _UNREACHABLE_SECONDS:
                raise
            time.sleep(_PAUSE_SECONDS)
            continue
        reachable_at = time.monotonic()
        for progress in progress_of(steps, instances):
            if shown.get(progress.step) != progress:
                shown[progress.step] = progress
                show(progress.step, progress.done, progress.total, _counted(api, progress, instances))
        if state == "success":
            return
        if state == "failed":
            raise RunFailed(why(api, instances))
        time.sleep(_PAUSE_SECONDS)


def progress_of(steps: Sequence[str], instances: Sequence[dict[str, Any]]) -> list[Progress]:
    """Give the steps that have begun, in their order."""
    begun = []
    for step in steps:
        states = [instance["state"] for instance in instances if instance["task_id"] == step]
        if any(states):
            notes = Counter(state for state in states if state in ("failed", "up_for_retry", "upstream_failed"))
            note = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in sorted(notes.items()))
            begun.append(Progress(step, sum(state in DONE for state in states), len(states), note))
    return begun


def why(api: AirflowApi, instances: Sequence[dict[str, Any]]) -> str:
    """Name the failed task and repeat the last error of its log: there the task says in one line what mends it."""
    failed = [instance for instance in instances if instance["state"] == "failed"]
    if not failed:
        return "The run was marked failed, though no task failed"
    first = min(failed, key=lambda instance: instance["end_date"] or "")
    name = f"{first['task_id']} {first['rendered_map_index'] or ''}".strip()
    others = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    errors = api.log(first, level="error")
    if errors:
        return f"The task {name} failed{others}: {errors[-1]}"
    lines = [line for text in api.log(first) for line in text.splitlines() if line.strip()][-_LOG_LINES:]
    return "\n".join([f"The task {name} failed{others}. The end of its log:", *(f"    {line}" for line in lines)])


def _counted(api: AirflowApi, progress: Progress, instances: Sequence[dict[str, Any]]) -> str:
    """Say what a step that has ended counted, over all its mapped tasks."""
    if progress.note or progress.done < progress.total:
        return progress.note
    totals: Counter[str] = Counter()
    for instance in instances:
        if instance["task_id"] == progress.step and instance["state"] == "success":
            counts = api.returned(instance)
            if isinstance(counts, dict):
                totals.update({name: count for name, count in counts.items() if type(count) is int and name != "shard"})
    return ", ".join(f"{name} {count}" for name, count in totals.items())
