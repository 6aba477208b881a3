"""The reconciling DAG as Airflow sees it: one task, which runs after each published day."""

from __future__ import annotations

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization

from airflow_home import REPOSITORY


@pytest.fixture(scope="module")
def news_reconcile():
    bag = DagBag(dag_folder=REPOSITORY / "dags", bundle_path=REPOSITORY / "dags", bundle_name="dags")
    assert bag.import_errors == {}
    return bag.dags["news_reconcile"]


def test_it_runs_after_each_published_day_and_never_by_the_clock(news_reconcile) -> None:
    rebuilt = DagSerialization.from_dict(DagSerialization.to_dict(news_reconcile))
    assert [asset.name for _, asset in rebuilt.timetable.asset_condition.iter_assets()] == ["published_day"]
    assert rebuilt.timetable.asset_condition.as_expression() == {
        "asset": {"uri": "x-shpalta://lake/published", "name": "published_day", "group": "asset"}
    }


def test_one_pass_goes_over_the_lake_at_a_time(news_reconcile) -> None:
    assert news_reconcile.max_active_runs == 1
    [task] = news_reconcile.tasks
    assert (task.task_id, task.multiple_outputs, task.is_mapped) == ("reconcile", False, False)
    assert task.retries > 0
    assert task.has_retry_policy
    assert task.has_on_failure_callback
