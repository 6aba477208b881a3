"""The rechecking DAG as Airflow sees it: a task for each age, every day at noon."""

from __future__ import annotations

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization

from airflow_home import REPOSITORY


@pytest.fixture(scope="module")
def news_recheck():
    bag = DagBag(dag_folder=REPOSITORY / "dags", bundle_path=REPOSITORY / "dags", bundle_name="dags")
    assert bag.import_errors == {}
    return bag.dags["news_recheck"]


def test_it_runs_every_day_after_the_news_of_the_day(news_recheck) -> None:
    rebuilt = DagSerialization.from_dict(DagSerialization.to_dict(news_recheck))
    assert rebuilt.timetable.summary == "12:00 Europe/Kyiv"
    assert news_recheck.max_active_runs == 1


def test_each_age_has_a_task_of_its_own_which_says_what_day_is_new(news_recheck) -> None:
    [task] = news_recheck.tasks
    assert (task.task_id, task.is_mapped) == ("recheck", True)
    assert task.op_kwargs_expand_input.value == {"age": [1, 7]}
    assert "age" in task.partial_kwargs["map_index_template"]
    assert [asset.name for asset in task.outlets] == ["published_day"]


def test_its_task_is_retried_by_our_policy_and_ends_its_log_with_one_line(news_recheck) -> None:
    [task] = news_recheck.tasks
    assert task.retries > 0
    assert task.has_retry_policy
    assert task.has_on_failure_callback
