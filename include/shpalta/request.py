"""What a run is asked to do, and the one rule that decides its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from shpalta.errors import RequestError


class RunRequest(BaseModel):
    """A day to run, and how. Travels between tasks as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    sources: Annotated[tuple[str, ...], Field(description="Ids of the sources to discover and fetch; empty means all")] = ()
    is_refetch: Annotated[bool, Field(description="Fetch again what raw already holds")] = False
    is_dry_run: Annotated[bool, Field(description="Say what would be fetched and replaced; touch nothing")] = False
    limit_per_source: Annotated[int | None, Field(ge=1, description="Fetch at most so many pages a source")] = None


def target_day(
    *,
    is_manual: bool,
    asked: str | None,
    interval_start: datetime | None,
    partition_key: str | None,
    run_after: datetime,
    zone: str,
) -> date:
    """Decide the day of a run: the form's date, the interval's start, the partition key, or the day before run_after.

    A date given to a scheduled run or a backfill is refused: it would make every run of the range handle one day.
    Raises RequestError for such a date, a malformed one, and one that has not begun by `run_after` in `zone`.
    """
    local = ZoneInfo(zone)
    if asked and not is_manual:
        raise RequestError(
            f"The parameter date={asked!r} was given to a run that has a day of its own",
            remedy="Leave date empty in backfills and scheduled runs; the range says the days",
        )
    if asked:
        return not_in_future(parse_day(asked), run_after, zone)
    if is_manual:
        return run_after.astimezone(local).date() - timedelta(days=1)
    if interval_start is not None:
        return interval_start.astimezone(local).date()
    if partition_key:
        return parse_day(partition_key)
    return run_after.astimezone(local).date() - timedelta(days=1)


def parse_day(text: str) -> date:
    """Read YYYY-MM-DD. Raises RequestError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RequestError(f"{text!r} is not a date", remedy="Write it as YYYY-MM-DD, for example 2026-11-15") from error


def not_in_future(day: date, now: datetime, zone: str) -> date:
    """Pass the day on. Raises RequestError where it has not begun yet in the zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if day > today:
        raise RequestError(f"{day} is in the future: today is {today} in {zone}", remedy="Choose today or a day before")
    return day
