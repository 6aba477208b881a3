"""The daily DAG as Airflow sees it: parsed, serialized, wired as the design says."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization

from airflow_home import REPOSITORY

FLOW = ["plan", "discover", "preview", "fetch", "parse", "fingerprint", "match", "deduplicate", "enrich", "validate", "publish"]
MAPPED_OVER = {"discover": "source_id", "fetch": "source_ids", "parse": "shard", "match": "bucket", "enrich": "shard"}


@pytest.fixture(scope="module")
def dagbag() -> DagBag:
    return DagBag(dag_folder=REPOSITORY / "dags", bundle_path=REPOSITORY / "dags", bundle_name="dags")


@pytest.fixture(scope="module")
def news_daily(dagbag):
    assert dagbag.import_errors == {}
    return dagbag.dags["news_daily"]


def test_every_dag_loads_without_an_error_or_a_warning(dagbag: DagBag) -> None:
    assert dagbag.import_errors == {}
    assert dict(dagbag.captured_warnings) == {}
    assert "news_daily" in dagbag.dags


def test_the_steps_stand_in_the_flow_s_order(news_daily) -> None:
    assert [task.task_id for task in news_daily.topological_sort()] == FLOW
    for before, after in pairwise(FLOW):
        assert after in news_daily.get_task(before).downstream_task_ids


def test_steps_are_mapped_over_sources_domains_and_shards_and_say_so(news_daily) -> None:
    mapped = {task.task_id: task for task in news_daily.tasks if task.is_mapped}
    assert {task_id: next(iter(task.op_kwargs_expand_input.value)) for task_id, task in mapped.items()} == MAPPED_OVER
    for task_id, argument in MAPPED_OVER.items():
        assert argument in mapped[task_id].partial_kwargs["map_index_template"]


def test_what_follows_mapped_tasks_runs_unless_one_failed(news_daily) -> None:
    rules = {task.task_id: task.trigger_rule.value for task in news_daily.tasks}
    reducers = {"preview", "fingerprint", "deduplicate", "validate"}
    assert {task_id for task_id, rule in rules.items() if rule == "none_failed"} == reducers
    assert {rule for task_id, rule in rules.items() if task_id not in reducers} == {"all_success"}


def test_counts_travel_as_one_xcom_a_task(news_daily) -> None:
    for task in news_daily.tasks:
        assert not task.multiple_outputs


def test_one_day_is_not_published_twice_at_once(news_daily) -> None:
    assert news_daily.max_active_runs == 1
    assert news_daily.get_task("publish").max_active_tis_per_dag == 1
    assert [asset.name for asset in news_daily.get_task("publish").outlets] == ["published_day"]


def test_every_task_is_retried_by_our_policy_and_ends_its_log_with_one_line(news_daily) -> None:
    for task in news_daily.tasks:
        assert task.retries > 0
        assert task.has_retry_policy
        assert task.has_on_failure_callback


def test_the_ui_explains_the_dag_and_every_task(news_daily) -> None:
    assert "Trigger" in news_daily.doc_md
    assert all(task.python_callable.__doc__.endswith(".") for task in news_daily.tasks)


def test_the_dag_is_not_a_new_version_each_time_it_is_parsed(dagbag: DagBag) -> None:
    again = DagBag(dag_folder=REPOSITORY / "dags", bundle_path=REPOSITORY / "dags", bundle_name="dags")
    for dag_id, dag in dagbag.dags.items():
        assert DagSerialization.to_dict(dag) == DagSerialization.to_dict(again.dags[dag_id])


def test_airflow_rebuilds_the_dag_from_its_database(news_daily) -> None:
    rebuilt = DagSerialization.from_dict(DagSerialization.to_dict(news_daily))
    assert sorted(rebuilt.task_dict) == sorted(FLOW)
    assert rebuilt.timetable.summary == "03:00 Europe/Kyiv"


def test_parsing_a_dag_does_not_load_the_steps() -> None:
    code = (
        "import sys; sys.path[:0] = ['plugins']; import runpy; runpy.run_path('dags/news_daily.py');"
        "print([name for name in ('shpalta.daily', 'trafilatura', 'duckdb', 'pandas') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert shown.stdout.strip().endswith("[]")
