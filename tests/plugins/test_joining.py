"""Where joins are made: in the task itself, or in a session that Airflow's Spark provider opens for it."""

from __future__ import annotations

import shutil
from datetime import datetime
from importlib.util import find_spec
from typing import Any

import pytest
from airflow.sdk import DAG

from shpalta.errors import SettingsError
from shpalta.settings import Settings
from shpalta_airflow.joining import joining_task

HAS_PROVIDER = find_spec("airflow.providers.apache.spark") is not None if find_spec("airflow.providers.apache") else False
NO_PROVIDER = "PySpark and Airflow's Spark provider are absent: make spark"


def asked(spark: Any = None) -> list[int] | None:
    return spark and [row.answer for row in spark.sql("SELECT 6 + 1 AS answer").collect()]


def operator_of(settings: Settings) -> Any:
    with DAG("joining", schedule=None, start_date=datetime(2026, 1, 1)):
        return joining_task(settings)(asked)().operator


def test_without_a_spark_connection_the_task_gets_no_session():
    assert operator_of(Settings()).execute({}) is None


@pytest.mark.skipif(HAS_PROVIDER, reason="The Spark provider is installed")
def test_a_spark_connection_without_the_provider_is_refused_with_its_remedy():
    with pytest.raises(SettingsError, match=r"SHPALTA_SPARK='cluster' needs PySpark .* pip install 'shpalta\[spark\]'"):
        joining_task(Settings(spark="cluster"))


@pytest.mark.skipif(not HAS_PROVIDER, reason=NO_PROVIDER)
def test_a_spark_connection_gives_the_task_a_session_of_it(monkeypatch: pytest.MonkeyPatch):
    if shutil.which("java") is None:
        pytest.skip("Java is absent: Spark needs Java 17")
    extra = '{"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1"}'
    monkeypatch.setenv("AIRFLOW_CONN_CLUSTER", f'{{"conn_type": "spark", "host": "local[1]", "extra": {extra}}}')
    operator = operator_of(Settings(spark="cluster"))
    assert operator.custom_operator_name == "@task.pyspark"
    assert operator.execute({}) == [7]
