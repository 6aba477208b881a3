"""The schedule: every calendar day of a zone, run once it is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import pendulum
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction
from airflow.timetables.interval import CronDataIntervalTimetable

ONE_DAY = timedelta(days=1)


class CalendarDays(CronDataIntervalTimetable):
    """Give each calendar day of `zone` as a data interval, to be run at `start_at` (HH:MM there) of the day after.

    A day begins at its first instant and lasts 23, 24 or 25 hours as the zone's clocks say, also where they change at
    midnight. The same days are given to scheduled runs, backfills and manual runs; the partition key is named at run time.
    """

    partitioned_at_runtime = True

    def __init__(self, zone: str, start_at: str) -> None:
        super().__init__("0 0 * * *", zone)
        self.zone = zone
        self.start_at = start_at
        self.description = f"Each calendar day in {zone}, at {start_at} of the day after"

    @property
    def summary(self) -> str:
        return f"{self.start_at} {self.zone}"

    def serialize(self) -> dict[str, Any]:
        return {"zone": self.zone, "start_at": self.start_at}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> Self:
        return cls(**data)

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """Give the next day, to be run at its time; by a backfill, which alone asks to catch up, as soon as it is over.

        A bound of a range that is midnight in UTC means that date, wherever the zone is.
        """
        info = super().next_dagrun_info(
            last_automated_data_interval=last_automated_data_interval,
            restriction=restriction._replace(
                earliest=self._as_meant(restriction.earliest), latest=self._as_meant(restriction.latest)
            ),
        )
        if info is None:
            return None
        end = info.data_interval.end
        return info._replace(run_after=end if restriction.catchup else self.due(end))

    def due(self, end: datetime) -> pendulum.DateTime:
        """Say when a day that ended at `end` is run; a time that the clocks skip is the instant at which they do."""
        return self._at(self._local_date(end), time.fromisoformat(self.start_at))

    def latest_due(self, now: datetime) -> DataInterval:
        """Give the last day whose time has come by `now`."""
        end = self._align_to_prev(pendulum.instance(now))
        if self.due(end) > now:
            end = self._get_prev(end)
        return DataInterval(self._get_prev(end), end)

    def _skip_to_latest(self, earliest: pendulum.DateTime | None) -> pendulum.DateTime:
        latest = self.latest_due(datetime.now(UTC)).start
        return max(latest, self._align_to_next(earliest)) if earliest else latest

    def _get_next(self, current: datetime) -> pendulum.DateTime:
        return self._at(self._local_date(current) + ONE_DAY)

    def _get_prev(self, current: datetime) -> pendulum.DateTime:
        day = self._local_date(current)
        while self._at(day) >= current:
            day -= ONE_DAY
        return self._at(day)

    def _as_meant(self, bound: pendulum.DateTime | None) -> pendulum.DateTime | None:
        """Take a date written without a zone, which Airflow reads in UTC, for that date in our zone."""
        if bound is None or bound.astimezone(UTC).time() != time.min:
            return bound
        return self._at(bound.astimezone(UTC).date())

    def _local_date(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def _at(self, day: date, moment: time = time.min) -> pendulum.DateTime:
        return pendulum.instance(datetime.combine(day, moment, ZoneInfo(self.zone)).astimezone(UTC))
