"""What a run is asked to do: the form's fields, and the request that a task reads out of its run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from airflow.sdk import Context, Param

from shpalta.errors import RequestError
from shpalta.request import RunRequest, parse_day, target_day

if TYPE_CHECKING:
    from airflow.sdk.types import DagRunProtocol

RUNS_WITH_THEIR_OWN_DAY = frozenset({"scheduled", "backfill"})

FORM = {
    "date": Param(
        None,
        type=["null", "string"],
        format="date",
        title="Day",
        description="The day of news to run. Empty means yesterday. Leave it empty in a backfill: the range says the days.",
    ),
    "sources": Param(
        [],
        type="array",
        items={"type": "string"},
        title="Sources",
        description="Ids of the sources to discover and fetch, one a line. Empty means all.",
    ),
    "refetch": Param(
        False,
        type="boolean",
        title="Fetch again",
        description="Fetch again what raw already holds: finds what sites have changed since. Nothing in raw is overwritten.",
    ),
    "dry_run": Param(
        False,
        type="boolean",
        title="Dry run",
        description="Say what would be fetched and replaced, and touch nothing.",
    ),
    "limit_per_source": Param(
        None,
        type=["null", "integer"],
        minimum=1,
        title="Limit a source",
        description="Fetch at most so many pages a source, to try something out. Empty means all.",
    ),
}

RANGE = {
    name: Param(None, type=["null", "string"], format="date", title=title, description=description)
    for name, title, description in (
        ("first_day", "First day", "The first day of the range."),
        ("last_day", "Last day", "The last day of the range. Empty means the first day alone."),
    )
}


def range_of(context: Context) -> tuple[date, date]:
    """Read the first and the last day of a form's range. Raises RequestError where there is none, or it runs backwards."""
    form = context["params"]
    if not form["first_day"]:
        raise RequestError("The range has no first day", remedy="Give first_day, like 2026-11-15")
    first = parse_day(form["first_day"])
    last = parse_day(form["last_day"]) if form["last_day"] else first
    if last < first:
        raise RequestError(f"The range ends on {last}, before it begins on {first}", remedy="Give the earlier day first")
    return first, last


def request_of(context: Context, zone: str) -> RunRequest:
    """Read a run's request: its day by the one rule, the rest from the form. Raises RequestError."""
    form = context["params"]
    return RunRequest(
        day=day_of(context["dag_run"], zone, form["date"]),
        sources=tuple(stripped for source in form["sources"] if (stripped := source.strip())),
        is_refetch=form["refetch"],
        is_dry_run=form["dry_run"],
        limit_per_source=form["limit_per_source"],
    )


def day_of(run: DagRunProtocol, zone: str, asked: str | None = None) -> date:
    """Decide the day of a run, which its form may ask for. Raises RequestError."""
    is_manual = run.run_type not in RUNS_WITH_THEIR_OWN_DAY
    return target_day(
        is_manual=is_manual,
        asked=_asked(asked, run.partition_key) if is_manual else asked,
        interval_start=run.data_interval_start,
        partition_key=run.partition_key,
        run_after=run.run_after,
        zone=zone,
    )


def _asked(asked: str | None, partition_key: str | None) -> str | None:
    """Take the form's date or the partition key that a manual run was given: both name the day."""
    if asked and partition_key and asked != partition_key:
        raise RequestError(
            f"The run was asked for date={asked!r} and for the partition {partition_key!r}",
            remedy="Give one of them",
        )
    return asked or partition_key
