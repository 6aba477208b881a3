from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.errors import RequestError
from shpalta.request import RunRequest, not_in_future, parse_day, target_day

KYIV = "Europe/Kyiv"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def day_of(*, is_manual: bool, asked: str | None = None, start: datetime | None = None, key: str | None = None) -> date:
    return target_day(is_manual=is_manual, asked=asked, interval_start=start, partition_key=key, run_after=NOON, zone=KYIV)


def test_a_manual_run_takes_the_date_of_the_form() -> None:
    assert day_of(is_manual=True, asked="2024-11-29") == date(2024, 11, 29)


def test_a_manual_run_without_a_date_takes_yesterday_whatever_interval_airflow_infers() -> None:
    assert day_of(is_manual=True, start=datetime(2026, 1, 1, tzinfo=UTC)) == date(2026, 11, 21)


def test_yesterday_is_counted_in_the_zone_and_not_in_utc() -> None:
    just_after_midnight_in_kyiv = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert target_day(
        is_manual=True, asked=None, interval_start=None, partition_key=None, run_after=just_after_midnight_in_kyiv, zone=KYIV
    ) == date(2026, 11, 22)


def test_a_scheduled_run_takes_the_day_that_its_interval_starts_in() -> None:
    midnight_in_kyiv = datetime(2026, 11, 15, tzinfo=ZoneInfo(KYIV)).astimezone(UTC)
    assert day_of(is_manual=False, start=midnight_in_kyiv) == date(2026, 11, 15)


def test_a_run_without_an_interval_takes_its_partition_key() -> None:
    assert day_of(is_manual=False, key="2026-11-10") == date(2026, 11, 10)


def test_a_date_given_to_a_backfill_is_refused_since_every_run_would_take_it() -> None:
    with pytest.raises(RequestError, match=r"2026-11-10.*Leave date empty"):
        day_of(is_manual=False, asked="2026-11-10", start=NOON)


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "29.11.2024", "", "2026-02-30"])
def test_what_is_not_a_date_is_refused_with_the_form_that_is(text: str) -> None:
    with pytest.raises(RequestError, match="YYYY-MM-DD"):
        parse_day(text)


def test_a_day_that_has_not_begun_in_the_zone_is_refused() -> None:
    with pytest.raises(RequestError, match="2026-11-23 is in the future: today is 2026-11-22 in Europe/Kyiv"):
        day_of(is_manual=True, asked="2026-11-23")


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_today_and_yesterday_in_the_zone_are_never_in_the_future(now: datetime) -> None:
    today = now.astimezone(ZoneInfo(KYIV)).date()
    assert not_in_future(today, now, KYIV) == today
    with pytest.raises(RequestError):
        not_in_future(today + timedelta(days=1), now, KYIV)


def test_a_request_travels_as_json_and_comes_back_the_same() -> None:
    request = RunRequest(day=date(2026, 11, 15), sources=("lyman",), is_refetch=True, limit_per_source=3)
    assert RunRequest.model_validate_json(request.model_dump_json()) == request
