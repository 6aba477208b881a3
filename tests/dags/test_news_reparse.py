"""The reparsing DAG as Airflow sees it: only by hand, over a range of days, one day at a time."""

from __future__ import annotations

from datetime import date

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization

from airflow_home import REPOSITORY
from shpalta.errors import RequestError
from shpalta_airflow.run_request import range_of


@pytest.fixture(scope="module")
def news_reparse():
    bag = DagBag(dag_folder=REPOSITORY / "dags", bundle_path=REPOSITORY / "dags", bundle_name="dags")
    assert bag.import_errors == {}
    return bag.dags["news_reparse"]


def test_it_runs_only_when_it_is_asked_to_and_asks_for_a_range(news_reparse) -> None:
    rebuilt = DagSerialization.from_dict(DagSerialization.to_dict(news_reparse))
    assert not rebuilt.timetable.can_be_scheduled
    assert list(news_reparse.params) == ["first_day", "last_day"]
    assert news_reparse.max_active_runs == 1


def test_each_day_is_a_task_of_its_own_which_says_what_day_is_new(news_reparse) -> None:
    days, reparse = news_reparse.get_task("days"), news_reparse.get_task("reparse")
    assert days.downstream_task_ids == {"reparse"}
    assert reparse.is_mapped
    assert "day" in reparse.partial_kwargs["map_index_template"]
    assert reparse.partial_kwargs["max_active_tis_per_dag"] == 1
    assert [asset.name for asset in reparse.outlets] == ["published_day"]


def test_its_tasks_are_retried_by_our_policy_and_end_their_log_with_one_line(news_reparse) -> None:
    for task in news_reparse.tasks:
        assert task.retries > 0
        assert task.has_retry_policy
        assert task.has_on_failure_callback


def test_a_range_is_read_from_the_form() -> None:
    def asked(first: str | None, last: str | None) -> tuple[date, date]:
        return range_of({"params": {"first_day": first, "last_day": last}})

    assert asked("2026-11-15", "2026-11-20") == (date(2026, 11, 15), date(2026, 11, 20))
    assert asked("2026-11-15", None) == (date(2026, 11, 15), date(2026, 11, 15))
    with pytest.raises(RequestError, match="no first day"):
        asked(None, "2026-11-20")
    with pytest.raises(RequestError, match="before it begins"):
        asked("2026-11-20", "2026-11-15")
