"""One embedded stack, as the end-to-end tests use it: runs through the REST API, Airflow's command line, the lake."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pyiceberg.catalog import Catalog

from embedded import day, sessions
from embedded import stack as control
from embedded.api import AirflowApi
from embedded.layout import REPOSITORY, Layout
from embedded.ports import Ports, variable
from embedded.supervisor import Status
from newsroom.expectations import Expectation, expected_day
from shpalta.daily.workspace import Workspace, open_workspace
from shpalta.lake import paths, schemas
from shpalta.lake.catalog import open_catalog, read_day
from shpalta.settings import Settings

ENDED = ("success", "failed")
DAG = "news_daily"
RUNS = f"/dags/{DAG}/dagRuns"
KYIV = ZoneInfo("Europe/Kyiv")


def free_environment(state: Path) -> dict[str, str]:
    """Give this shell's environment with the stack's state in a folder of its own and ports that nobody listens on."""
    ports = Ports.any_free()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SHPALTA_", "AIRFLOW_"))}
    chosen = {variable(each.name): str(getattr(ports, each.name)) for each in fields(Ports)}
    return {**inherited, **chosen, "SHPALTA_STATE": str(state), "SHPALTA_REPLACED_FILES_GRACE_SECONDS": "1"}


@dataclass(frozen=True)
class LiveStack:
    """A stack that is up."""

    layout: Layout
    environment: dict[str, str]

    @property
    def api(self) -> AirflowApi:
        return control.api_of(self.layout)

    @property
    def settings(self) -> Settings:
        """The pipeline's settings in this stack: its store, its catalog, its sources."""
        return control.kept_pipeline_settings(self.layout)

    @property
    def sample_day(self) -> date:
        """The last day of the newsroom's week."""
        return date.fromisoformat(self.layout.sample_day.read_text().strip())

    @property
    def status(self) -> Status:
        status = Status.read(self.layout)
        assert status is not None
        return status

    def workspace(self) -> Workspace:
        return open_workspace(self.settings)

    def catalog(self) -> Catalog:
        return open_catalog(self.settings)

    def trigger(self, day: date | None, **form: Any) -> str:
        """Start news_daily through the REST API and give the run's id."""
        return self.api.trigger(DAG, {"date": day.isoformat() if day else None, **form})

    def state(self, run: str) -> str:
        return str(self.api.run(DAG, run)["state"])

    def wait(self, run: str, *, seconds: float = 900) -> str:
        """Wait until the run has ended and give its state."""
        self.until(lambda: self.state(run) in ENDED, seconds=seconds, every=1)
        return self.state(run)

    def run_day(self, day: date | None, **form: Any) -> str:
        """Run a day to its end and give the run's id; a failed run fails the test with its task's last words."""
        run = self.trigger(day, **form)
        state = self.wait(run)
        assert state == "success", self.last_words(run)
        return run

    def last_words(self, run: str) -> str:
        from embedded.follow import why

        return why(self.api, self.api.task_instances(DAG, run))

    def published(self, table: schemas.Table, day: date) -> list[dict[str, Any]]:
        """Give the rows of a published day, as Iceberg's readers see them."""
        return read_day(self.catalog(), table, day).to_pylist()

    def candidates(self, day: date) -> dict[str, int]:
        """Give how many candidates each source had, as the published day says."""
        return {row["source_id"]: row["candidate_count"] for row in self.published(schemas.COVERAGE, day)}

    def expected(self, day: date, edition: int = 1) -> list[Expectation]:
        """Give what the newsroom says must become of a day's candidates."""
        bases = {source.id: source.home.rstrip("/") for source in self.workspace().sources.values()}
        return expected_day(day, self.sample_day, edition, base_urls=bases)

    def files(self, *days: date) -> dict[str, bytes]:
        """Give the published files of some days by their keys."""
        store = self.workspace().store
        keys = [key for table in schemas.PUBLISHED for day in days for key in store.keys(paths.partition(table.name, day))]
        return {key: store.read(key) for key in keys}

    def instances(self, run: str, task: str) -> list[dict[str, Any]]:
        """Give a run's instances of one task."""
        return [each for each in self.api.task_instances(DAG, run) if each["task_id"] == task]

    def ended_backfill_runs(self, first: date, last: date) -> list[dict[str, Any]]:
        """Wait until every day of the range has a backfill run that has ended, and give these in order."""

        def runs() -> list[dict[str, Any]]:
            found = self.api.get(RUNS, run_type="backfill", order_by="logical_date")["dag_runs"]
            return [run for run in found if first <= day_of(run) <= last]

        days = (last - first).days + 1
        self.until(
            lambda: len(runs()) == days and all(run["state"] in ENDED for run in runs()), seconds=300 + 200 * days, every=2
        )
        return runs()

    def wait_until_reconciled(self, published_days: int) -> None:
        """Wait until news_reconcile has answered to so many published days; fail the test where a run of it failed."""

        def runs() -> list[dict[str, Any]]:
            return list(self.api.get("/dags/news_reconcile/dagRuns")["dag_runs"])

        self.until(lambda: len(runs()) >= published_days and all(run["state"] in ENDED for run in runs()), seconds=400, every=2)
        assert {run["state"] for run in runs()} == {"success"}

    def airflow(self, *arguments: str) -> str:
        """Run Airflow's command line in this stack and give what it printed."""
        line = [sys.executable, "-m", "embedded", "airflow", *arguments]
        done = subprocess.run(line, env=self.command_environment, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def command_environment(self) -> dict[str, str]:
        """The environment in which `python -m embedded` and `shpalta` find this stack."""
        return {**self.environment, "PYTHONPATH": str(REPOSITORY / "include")}

    def leader(self, component: str) -> sessions.Leader:
        """Give the component's process as the supervisor last started it."""
        return next(each for each in sessions.remembered(self.layout) if each.name == component)

    def kill(self, component: str) -> sessions.Leader:
        """Kill a component as a machine does that runs out of memory, and give who it was."""
        killed = self.leader(component)
        os.kill(killed.pid, signal.SIGKILL)
        return killed

    def until(self, holds: Callable[[], bool], *, seconds: float = 60, every: float = 0.2) -> None:
        """Wait until something holds, and look every so many seconds; fail the test where it does not come to hold."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"not so after {seconds:.0f} s; the logs are in {self.layout.logs}"
            time.sleep(every)


def day_of(run: dict[str, Any]) -> date:
    """Give the day of a run that has a data interval."""
    return datetime.fromisoformat(run["data_interval_start"]).astimezone(KYIV).date()


def start(state: Path, **settings: str) -> LiveStack:
    """Bring up a stack on free ports, with the repository's DAGs, and wait until Airflow has read them."""
    environment = free_environment(state) | settings
    layout = Layout(state)
    control.start(layout, environment, lambda _what: None)
    stack = LiveStack(layout, environment)
    day.wait_for_dag(stack.api)
    return stack


def stop(stack: LiveStack) -> None:
    assert control.stop(stack.layout)
