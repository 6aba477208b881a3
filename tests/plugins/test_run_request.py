"""One rule decides a run's day, whoever started it: the schedule, a person, a backfill, a program."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from airflow.sdk import ParamsDict
from airflow.sdk.api.datamodels._generated import DagRun
from airflow.sdk.exceptions import ParamValidationError

from shpalta.errors import RequestError
from shpalta.request import RunRequest
from shpalta_airflow.run_request import FORM, request_of

KYIV = "Europe/Kyiv"
NOVEMBER_10 = datetime(2026, 11, 9, 22, tzinfo=UTC)  # midnight in Kyiv
NOVEMBER_11 = datetime(2026, 11, 10, 22, tzinfo=UTC)
DUE = datetime(2026, 11, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


def asked(run_type: str, conf: dict[str, Any] | None = None, **fields: Any) -> RunRequest:
    """Give the request that tasks of such a run read."""
    run = {
        "dag_id": "news_daily",
        "run_id": "a run",
        "run_type": run_type,
        "state": "running",
        "run_after": LATER,
        "conf": conf,
        **dict.fromkeys(
            ["logical_date", "data_interval_start", "data_interval_end", "start_date", "end_date", "partition_key"]
        ),
        "consumed_asset_events": [],
    }
    form = ParamsDict(FORM)
    form.update(conf or {})
    return request_of({"dag_run": DagRun.model_validate(run | fields), "params": form.validate()}, KYIV)


def test_a_scheduled_run_takes_the_day_that_ended() -> None:
    fields = {"logical_date": NOVEMBER_10, "data_interval_start": NOVEMBER_10, "data_interval_end": NOVEMBER_11}
    assert asked("scheduled", **fields, run_after=DUE) == RunRequest(day=date(2026, 11, 10))


def test_each_run_of_a_backfill_takes_its_own_day() -> None:
    fields = {"logical_date": NOVEMBER_10, "data_interval_start": NOVEMBER_10, "data_interval_end": NOVEMBER_11}
    assert asked("backfill", **fields, run_after=DUE).day == date(2026, 11, 10)


@pytest.mark.parametrize("run_type", ["manual", "operator_triggered", "asset_materialization"])
@pytest.mark.parametrize("logical_date", [LATER, None], ids=["as the UI sends it", "REST with null"])
def test_without_a_date_a_manual_run_takes_yesterday(run_type: str, logical_date: datetime | None) -> None:
    assert asked(run_type, logical_date=logical_date).day == date(2026, 11, 22)


def test_yesterday_is_by_the_clock_of_the_zone() -> None:
    assert asked("manual", run_after=datetime(2026, 11, 22, 22, 30, tzinfo=UTC)).day == date(2026, 11, 22)


def test_a_manual_run_takes_the_form_s_day_whatever_its_interval() -> None:
    fields = {"logical_date": LATER, "data_interval_start": NOVEMBER_10, "data_interval_end": NOVEMBER_11}
    assert asked("manual", {"date": "2026-11-15"}, **fields).day == date(2026, 11, 15)


def test_a_manual_run_for_a_partition_takes_that_day() -> None:
    assert asked("manual", partition_key="2026-11-15").day == date(2026, 11, 15)


def test_a_date_and_another_partition_are_refused() -> None:
    with pytest.raises(RequestError, match=r"date='2026-11-14' and for the partition '2026-11-15'"):
        asked("manual", {"date": "2026-11-14"}, partition_key="2026-11-15")


@pytest.mark.parametrize("run_type", ["backfill", "scheduled"])
def test_a_date_is_refused_where_the_run_has_a_day_of_its_own(run_type: str) -> None:
    with pytest.raises(RequestError, match="Leave date empty in backfills and scheduled runs"):
        asked(run_type, {"date": "2026-11-15"}, data_interval_start=NOVEMBER_10)


def test_a_day_in_the_future_is_refused() -> None:
    with pytest.raises(RequestError, match="2026-11-24 is in the future: today is 2026-11-23"):
        asked("manual", {"date": "2026-11-24"})


def test_the_form_s_other_fields_arrive_as_they_were_typed() -> None:
    conf = {"sources": [" obrii ", "", "visti"], "refetch": True, "dry_run": True, "limit_per_source": 5}
    assert asked("manual", {"date": "2026-11-15", **conf}) == RunRequest(
        day=date(2026, 11, 15), sources=("obrii", "visti"), is_refetch=True, is_dry_run=True, limit_per_source=5
    )


@pytest.mark.parametrize(
    "conf",
    [
        {"date": "15.11.2026"},
        {"date": "2026-02-30"},
        {"sources": "obrii"},
        {"sources": [1]},
        {"refetch": "yes"},
        {"limit_per_source": 0},
        {"limit_per_source": 1.5},
    ],
    ids=str,
)
def test_the_form_refuses_what_has_another_type(conf: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError):
        asked("manual", conf)


def test_every_field_of_the_form_has_a_title_and_says_what_it_does() -> None:
    assert list(FORM) == ["date", "sources", "refetch", "dry_run", "limit_per_source"]
    for field in FORM.values():
        assert field.schema["title"]
        assert field.description.endswith(".")
