"""How a task runs a step: settings, request and workspace from the run, errors said plainly, counts logged and returned."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from typing import Any

from airflow.sdk import get_current_context
from airflow.sdk.exceptions import AirflowSkipException

from shpalta.errors import ShpaltaError
from shpalta.request import parse_day
from shpalta_airflow.connection import settings_of
from shpalta_airflow.run_request import day_of, range_of, request_of

READING_STEPS = frozenset({"plan", "discover", "preview"})
log = logging.getLogger(__name__)


def run_step(name: str, *over: object) -> dict[str, Any]:
    """Run the step of `shpalta.daily` with this name for the current run, over a source, a group or a shard.

    Returns what the function returns, with the run's day in front. Raises ShpaltaError as the function did, without the
    traceback where the message says all: where it is not us who mend it.
    """
    from shpalta.daily.workspace import open_workspace  # noqa: PLC0415  parsing a DAG must not pay for what a step loads

    with _said_plainly():
        settings = settings_of(os.environ)
        request = request_of(get_current_context(), settings.zone)
        if request.is_dry_run and name not in READING_STEPS:
            raise AirflowSkipException("This is a dry run: it touches nothing")
        step = getattr(import_module(f"shpalta.daily.{name}"), name)
        outcome = step(open_workspace(settings), request, *over)
    log.info("%s of %s: %s", name, request.day, ", ".join(f"{key} {value}" for key, value in outcome.items()))
    return {"day": request.day.isoformat(), **outcome}


def run_reconcile() -> dict[str, Any]:
    """Run `shpalta.daily.reconcile` over the whole lake; returns how many days were stale, and those that readers see changed.

    Raises ShpaltaError as a step does.
    """
    from shpalta.daily.reconcile import reconcile  # noqa: PLC0415
    from shpalta.daily.workspace import open_workspace  # noqa: PLC0415

    stale: list[date] = []

    def show(day: date, is_changed: bool) -> None:
        stale.append(day)
        log.info("%s was stale; %s", day, "published again" if is_changed else "nothing that readers see has changed")

    with _said_plainly():
        changed = reconcile(open_workspace(settings_of(os.environ)), show)
    return {"stale": len(stale), "published_again": [day.isoformat() for day in changed]}


def run_watch() -> dict[str, Any]:
    """Run `shpalta.daily.watch` over all sources and return its counts. Raises ShpaltaError as a step does."""
    from shpalta.daily.watch import watch  # noqa: PLC0415
    from shpalta.daily.workspace import open_workspace  # noqa: PLC0415

    with _said_plainly():
        counts = watch(open_workspace(settings_of(os.environ)))
    log.info("watch: %s", ", ".join(f"{key} {value}" for key, value in counts.items()))
    return counts


def run_recheck(age: int) -> dict[str, Any]:
    """Run `shpalta.daily.recheck` for the day that is so many days older than the run's own; skips where nothing answered.

    Raises ShpaltaError as a step does.
    """
    from shpalta.daily.recheck import recheck  # noqa: PLC0415
    from shpalta.daily.workspace import open_workspace  # noqa: PLC0415

    with _said_plainly():
        settings = settings_of(os.environ)
        day = day_of(get_current_context()["dag_run"], settings.zone) - timedelta(days=age)
        counts = recheck(open_workspace(settings), day)
    log.info("recheck of %s: %s", day, ", ".join(f"{key} {value}" for key, value in counts.items()))
    if not counts["answers"]:
        raise AirflowSkipException(f"{day} has {counts['asked']} articles, and no site answered: nothing to publish anew")
    return {"day": day.isoformat(), **counts}


def run_days_with_raw() -> list[str]:
    """List the days of the form's range that have pages in raw. Raises RequestError for a range that is none."""
    from shpalta.daily.reparse import days_with_raw  # noqa: PLC0415
    from shpalta.daily.workspace import open_workspace  # noqa: PLC0415

    with _said_plainly():
        first, last = range_of(get_current_context())
        days = days_with_raw(open_workspace(settings_of(os.environ)), first, last)
    log.info("%s days from %s to %s have pages in raw", len(days), first, last)
    return [day.isoformat() for day in days]


def run_reparse(day: str) -> dict[str, Any]:
    """Run `shpalta.daily.reparse` for a day and return its counts, the day in front. Raises ShpaltaError as a step does."""
    from shpalta.daily.reparse import reparse  # noqa: PLC0415
    from shpalta.daily.workspace import open_workspace  # noqa: PLC0415

    with _said_plainly():
        counts = reparse(open_workspace(settings_of(os.environ)), parse_day(day))
    log.info("reparse of %s: %s", day, ", ".join(f"{key} {value}" for key, value in counts.items()))
    return {"day": day, **counts}


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except ShpaltaError as error:
        if error.mender == "developer":
            raise
        raise error.with_traceback(None) from None
