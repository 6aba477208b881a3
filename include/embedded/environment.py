"""The environment of the stack's components: airflow.env, as the team's compose file has it, plus what this machine adds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from embedded.credentials import Credentials
from embedded.layout import REPOSITORY, Layout, write_private
from embedded.ports import HOST, Ports
from shpalta.errors import StackError

AIRFLOW_SETTINGS = REPOSITORY / "airflow.env"
BUCKET = "shpalta"
REGION = "us-east-1"
# A task is a process of some 200 MB, of 400 while it enriches: with so many at once the whole stack stays under 3 GB.
TASKS_AT_ONCE = 8
SHARDS_AT_MOST = 4
# Tasks are forked from a process that has loaded these once.
LOADED_BEFORE_TASKS = ("airflow.executors.local_executor", "airflow.sdk.execution_time.task_runner", "embedded.warm")
USER = "admin"
_OF_THE_STORE = ("AWS_", "SHPALTA_S3_", "SHPALTA_STORE")
_NOT_INHERITED = (
    "AIRFLOW__",
    "AIRFLOW_CONFIG",
    "AIRFLOW_HOME",
    "AWS_",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
)


def read_settings(path: Path) -> dict[str, str]:
    """Read KEY=VALUE lines as compose's env_file does; comments and empty lines are skipped."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def database_url(name: str, ports: Ports, credentials: Credentials) -> str:
    return f"postgresql+psycopg2://shpalta:{credentials.database_password}@{HOST}:{ports.postgres}/{name}"


def airflow_settings(layout: Layout, ports: Ports, credentials: Credentials) -> dict[str, str]:
    """Give what Airflow needs to know of this machine: folders, addresses, secrets."""
    ui = f"http://{HOST}:{ports.ui}"
    return {
        **read_settings(AIRFLOW_SETTINGS),
        "AIRFLOW_HOME": str(layout.airflow_home),
        "AIRFLOW__API__BASE_URL": ui,
        "AIRFLOW__API__HOST": HOST,
        "AIRFLOW__API__PORT": str(ports.ui),
        "AIRFLOW__API__SECRET_KEY": credentials.jwt_secret,
        "AIRFLOW__API_AUTH__JWT_SECRET": credentials.jwt_secret,
        "AIRFLOW__CORE__DAGS_FOLDER": str(layout.dags),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{ui}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__FERNET_KEY": credentials.fernet_key,
        "AIRFLOW__CORE__PARALLELISM": str(TASKS_AT_ONCE),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(layout.plugins),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(layout.passwords),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database_url("airflow", ports, credentials),
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(layout.logs / "tasks"),
        "AIRFLOW__SCHEDULER__MP_START_METHOD": "forkserver",
        "AIRFLOW__SCHEDULER__MP_FORKSERVER_PRELOAD": ",".join(LOADED_BEFORE_TASKS),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(layout.logs / "dags"),
    }


def pipeline_settings(layout: Layout, ports: Ports, credentials: Credentials, sample_day: date) -> dict[str, str]:
    """Give the SHPALTA_* variables; the schedule begins after the sample's day, which `make run` triggers itself."""
    return {
        **store_settings(ports, credentials),
        "SHPALTA_CATALOG": database_url("catalog", ports, credentials),
        "SHPALTA_SOURCES": str(layout.sources),
        "SHPALTA_SHARDS": str(min(os.cpu_count() or 1, SHARDS_AT_MOST)),
        "SHPALTA_KEY_BUCKETS": "1",  # DuckDB uses every core by itself
        "SHPALTA_SCRATCH": str(layout.scratch),
        "SHPALTA_FIRST_DAY": (sample_day + timedelta(days=1)).isoformat(),
        "SHPALTA_STATE": str(layout.state),
    }


def store_settings(ports: Ports, credentials: Credentials) -> dict[str, str]:
    """Give the variables that lead to the embedded store, also under the names where pandas, DuckDB and boto3 look."""
    address = f"http://{HOST}:{ports.s3}"
    return {
        "SHPALTA_STORE": f"s3://{BUCKET}",
        "SHPALTA_S3_ENDPOINT": address,
        "SHPALTA_S3_REGION": REGION,
        "SHPALTA_S3_ACCESS_KEY": credentials.s3_access_key,
        "SHPALTA_S3_SECRET_KEY": credentials.s3_secret_key,
        "AWS_ENDPOINT_URL": address,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": credentials.s3_access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.s3_secret_key,
    }


def component_environment(inherited: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """Give a component's whole environment: what the shell had, without what would lead Airflow elsewhere.

    The shell's own SHPALTA_* win: they are how a user sets a delay or a zone. Who names a store of their own gets nothing of
    the embedded one, and keeps the AWS_* variables. Loopback never goes through a proxy.
    """
    kept = {name: value for name, value in inherited.items() if not name.startswith(_NOT_INHERITED)}
    chosen = {name: value for name, value in kept.items() if name.startswith("SHPALTA_") and value}
    own = {name: value for name, value in settings.items() if not name.startswith(_OF_THE_STORE)}
    if "SHPALTA_STORE" in chosen:
        store = {name: value for name, value in inherited.items() if name.startswith("AWS_")}
    else:
        store = {name: value for name, value in settings.items() if name.startswith(_OF_THE_STORE)}
    loopback = ",".join(filter(None, [kept.get("NO_PROXY") or kept.get("no_proxy"), HOST, "localhost"]))
    proxies = {"NO_PROXY": loopback, "no_proxy": loopback}
    python = {"PYTHONPATH": str(REPOSITORY / "include"), "PYTHONUNBUFFERED": "1"}
    return {**kept, **own, **store, **chosen, **proxies, **python}


def keep_settings(layout: Layout, settings: Mapping[str, str]) -> None:
    """Write the settings where the shell and `python -m embedded` find them."""
    write_private(layout.settings, "".join(f"{name}={value}\n" for name, value in sorted(settings.items())))


def kept_settings(layout: Layout) -> dict[str, str]:
    """Read the settings of the stack that was started last. Raises StackError where none was."""
    try:
        return read_settings(layout.settings)
    except FileNotFoundError as error:
        raise StackError(f"No stack was ever started in {layout.state}", remedy="Start one: make run") from error


def keep_sample_day(layout: Layout, today: date) -> date:
    """Give the newsroom's last day: yesterday at the first start, the same in all later ones."""
    if not layout.sample_day.exists():
        write_private(layout.sample_day, (today - timedelta(days=1)).isoformat() + "\n")
    return date.fromisoformat(layout.sample_day.read_text(encoding="utf-8").strip())
