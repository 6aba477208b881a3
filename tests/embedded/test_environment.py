from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from embedded import environment
from embedded.credentials import Credentials
from embedded.environment import (
    AIRFLOW_SETTINGS,
    airflow_settings,
    component_environment,
    keep_sample_day,
    keep_settings,
    kept_settings,
    pipeline_settings,
    read_settings,
)
from embedded.layout import Layout
from embedded.ports import Ports
from shpalta.errors import StackError
from shpalta.settings import Settings

DAY = date(2026, 11, 22)
OF_THIS_MACHINE = {"AIRFLOW__CORE__PARALLELISM"}


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    layout, ports, credentials = Layout(tmp_path), Ports(), Credentials()
    return {**airflow_settings(layout, ports, credentials), **pipeline_settings(layout, ports, credentials, DAY)}


def test_airflow_is_set_up_by_the_file_that_the_compose_file_uses_too(settings: dict[str, str]) -> None:
    shared = read_settings(AIRFLOW_SETTINGS)
    assert len(shared) >= 5
    assert {name: settings[name] for name in shared if name not in OF_THIS_MACHINE} == {
        name: value for name, value in shared.items() if name not in OF_THIS_MACHINE
    }


def test_the_pipeline_reads_its_settings_from_what_the_stack_sets(settings: dict[str, str]) -> None:
    read = Settings.from_environment(component_environment({}, settings))
    assert read.store == "s3://shpalta"
    assert read.s3_endpoint == "http://127.0.0.1:8333"
    assert read.catalog.startswith("postgresql+psycopg2://shpalta:")


def test_the_schedule_begins_after_the_sample(settings: dict[str, str]) -> None:
    assert Settings.from_environment(settings).first_day == date(2026, 11, 23)


def test_the_shell_cannot_lead_airflow_elsewhere(settings: dict[str, str]) -> None:
    shell = {
        "AIRFLOW_HOME": "/elsewhere",
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW_CONFIG": "/elsewhere/airflow.cfg",
        "AWS_PROFILE": "production",
        "PYTHONPATH": "/elsewhere",
        "PATH": "/bin",
    }
    result = component_environment(shell, settings)
    assert result["AIRFLOW_HOME"] == settings["AIRFLOW_HOME"]
    assert result["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert not {"AIRFLOW_CONFIG", "AWS_PROFILE"} & set(result)
    assert "/elsewhere" not in result["PYTHONPATH"]
    assert result["PATH"] == "/bin"


def test_a_connection_that_the_shell_defines_reaches_the_tasks(settings: dict[str, str]) -> None:
    assert component_environment({"AIRFLOW_CONN_SHPALTA_S3": "aws://"}, settings)["AIRFLOW_CONN_SHPALTA_S3"] == "aws://"


def test_the_shell_s_own_settings_of_the_pipeline_win(settings: dict[str, str]) -> None:
    shell = {"SHPALTA_DELAY_SECONDS": "0.5", "SHPALTA_SHARDS": "3", "SHPALTA_ZONE": ""}
    read = Settings.from_environment(component_environment(shell, settings))
    assert (read.delay_seconds, read.shards, read.zone) == (0.5, 3, "Europe/Kyiv")


def test_who_names_a_store_of_their_own_gets_nothing_of_the_embedded_one(settings: dict[str, str]) -> None:
    shell = {"SHPALTA_STORE": "s3://mine/lake", "AWS_PROFILE": "mine"}
    result = component_environment(shell, settings)
    read = Settings.from_environment(result)
    assert (read.store, read.s3_endpoint, read.s3_access_key) == ("s3://mine/lake", None, None)
    assert result["AWS_PROFILE"] == "mine"
    assert "AWS_ENDPOINT_URL" not in result


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_loopback_never_goes_through_a_proxy(settings: dict[str, str], name: str) -> None:
    result = component_environment({"HTTP_PROXY": "http://proxy:3128", name: "example.org"}, settings)
    for each in ("NO_PROXY", "no_proxy"):
        assert {"example.org", "127.0.0.1", "localhost"} <= set(result[each].split(","))


def test_kept_settings_are_read_back_as_they_were(tmp_path: Path, settings: dict[str, str]) -> None:
    keep_settings(Layout(tmp_path), settings)
    assert kept_settings(Layout(tmp_path)) == settings


def test_without_a_stack_the_remedy_is_make_run(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="make run"):
        kept_settings(Layout(tmp_path))


def test_the_sample_s_day_is_the_day_before_the_first_start_for_ever(tmp_path: Path) -> None:
    assert keep_sample_day(Layout(tmp_path), date(2026, 11, 23)) == DAY
    assert keep_sample_day(Layout(tmp_path), date(2027, 1, 1)) == DAY


def test_every_component_listens_on_loopback(settings: dict[str, str]) -> None:
    assert settings["AIRFLOW__API__HOST"] == environment.HOST == "127.0.0.1"
