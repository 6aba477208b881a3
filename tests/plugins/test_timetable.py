"""CalendarDays: every calendar day of a zone, once, whatever its clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pendulum
import pytest
from airflow import plugins_manager
from airflow.serialization.decoders import decode_timetable
from airflow.serialization.encoders import encode_timetable
from airflow.timetables.base import DagRunInfo, TimeRestriction
from hypothesis import given
from hypothesis import strategies as st

from shpalta_airflow.timetable import CalendarDays

KYIV = CalendarDays("Europe/Kyiv", "03:00")
# Clocks that change at 03:00, at 02:00, at midnight (forwards and backwards), by half an hour, and never.
ZONES = [
    "Europe/Kyiv",
    "America/New_York",
    "Africa/Cairo",
    "America/Santiago",
    "America/Havana",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Asia/Kathmandu",
    "UTC",
]


def midnight(day: date, zone: str = "Europe/Kyiv") -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))


def days_of_a_range(timetable: CalendarDays, first: datetime, last: datetime) -> list[DagRunInfo]:
    """Walk the days as a backfill does."""
    restriction = TimeRestriction(pendulum.instance(first), pendulum.instance(last), catchup=True)
    days: list[DagRunInfo] = []
    while info := timetable.next_dagrun_info_v2(last_dagrun_info=days[-1] if days else None, restriction=restriction):
        days.append(info)
    return days


def local_dates(timetable: CalendarDays, days: list[DagRunInfo]) -> list[date]:
    return [each.data_interval.start.astimezone(ZoneInfo(timetable.zone)).date() for each in days]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 11, 15), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)],
    ids=["a usual day", "the clocks go forward", "the clocks go back"],
)
def test_a_day_lasts_from_midnight_to_midnight_in_kyiv(day: date, hours: int) -> None:
    (info,) = days_of_a_range(KYIV, midnight(day), midnight(day))
    assert (info.data_interval.start, info.data_interval.end) == (midnight(day), midnight(day + timedelta(days=1)))
    assert info.data_interval.end - info.data_interval.start == timedelta(hours=hours)
    assert info.logical_date == midnight(day)
    assert info.partition_key is None


@pytest.mark.parametrize(
    ("day", "run_after"),
    [
        (date(2026, 11, 15), datetime(2026, 11, 16, 1, 0, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 2, 0, 0, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),
    ],
    ids=["winter", "summer", "03:00 does not exist: when the clocks jump", "03:00 comes twice: the first"],
)
def test_a_day_is_scheduled_for_three_in_the_morning_of_the_next(day: date, run_after: datetime) -> None:
    assert KYIV.due(midnight(day + timedelta(days=1))) == run_after


def test_a_backfill_may_run_a_day_as_soon_as_it_is_over() -> None:
    (info,) = days_of_a_range(KYIV, midnight(date(2026, 11, 15)), midnight(date(2026, 11, 15)))
    assert info.run_after == info.data_interval.end == midnight(date(2026, 11, 16))


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_has_each_of_its_days_once_without_gaps(zone: str) -> None:
    timetable = CalendarDays(zone, "03:00")
    days = days_of_a_range(timetable, midnight(date(2026, 1, 1), zone), midnight(date(2026, 12, 31), zone))
    assert local_dates(timetable, days) == [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert all(one.data_interval.end == other.data_interval.start for one, other in pairwise(days))


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)),
    st.times().map(lambda moment: moment.strftime("%H:%M")),
)
def test_the_latest_due_day_is_over_its_time_has_come_and_the_next_one_s_has_not(zone, now, start_at) -> None:
    timetable = CalendarDays(zone, start_at)
    latest = timetable.latest_due(now)
    assert latest.start < latest.end <= timetable.due(latest.end) <= now
    (following,) = days_of_a_range(timetable, latest.end, latest.end)
    assert timetable.due(following.data_interval.end) > now


@given(st.sampled_from(ZONES), st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)))
def test_a_manual_run_gets_the_last_whole_day(zone, moment) -> None:
    interval = CalendarDays(zone, "03:00").infer_manual_data_interval(run_after=pendulum.instance(moment))
    day = interval.start.astimezone(ZoneInfo(zone)).date()
    assert interval.start < interval.end <= moment
    assert day == moment.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)


@pytest.mark.parametrize("zone", ZONES)
def test_a_range_of_bare_dates_which_airflow_reads_in_utc_means_those_dates(zone: str) -> None:
    timetable = CalendarDays(zone, "03:00")
    days = days_of_a_range(timetable, datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 11, 12, tzinfo=UTC))
    assert local_dates(timetable, days) == [date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12)]


def test_the_first_scheduled_day_is_the_latest_due_one_not_before_the_start_date() -> None:
    now = datetime.now(UTC)
    in_the_past = TimeRestriction(pendulum.instance(midnight(date(2026, 1, 1))), None, catchup=False)
    first = KYIV.next_dagrun_info_v2(last_dagrun_info=None, restriction=in_the_past)
    assert first.run_after <= now < KYIV.next_dagrun_info_v2(last_dagrun_info=first, restriction=in_the_past).run_after

    tomorrow = pendulum.instance(midnight(now.date() + timedelta(days=2)))
    later = KYIV.next_dagrun_info_v2(last_dagrun_info=None, restriction=TimeRestriction(tomorrow, None, catchup=False))
    assert later.data_interval.start == tomorrow


def test_after_days_off_the_schedule_goes_on_with_the_latest_due_day() -> None:
    long_ago = KYIV.next_dagrun_info_v2(
        last_dagrun_info=None,
        restriction=TimeRestriction(pendulum.instance(midnight(date(2026, 1, 1))), None, catchup=True),
    )
    restriction = TimeRestriction(pendulum.instance(midnight(date(2026, 1, 1))), None, catchup=False)
    following = KYIV.next_dagrun_info_v2(last_dagrun_info=long_ago, restriction=restriction)
    assert following.data_interval == KYIV.latest_due(datetime.now(UTC))


def test_the_scheduler_rebuilds_the_same_timetable_from_the_database() -> None:
    written = encode_timetable(CalendarDays("Pacific/Auckland", "04:30"))
    rebuilt = decode_timetable(written)
    assert encode_timetable(rebuilt) == written
    assert (rebuilt.summary, rebuilt.partitioned_at_runtime) == ("04:30 Pacific/Auckland", True)
    assert type(rebuilt) is CalendarDays


def test_the_plugin_registers_the_timetable_and_nothing_is_loaded_twice() -> None:
    assert plugins_manager.get_timetables_plugins() == {"shpalta_airflow.timetable.CalendarDays": CalendarDays}
    assert plugins_manager.get_import_errors() == {}
