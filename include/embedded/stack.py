"""The stack from outside: start it or find it running, stop it, run Airflow's command line in its environment."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from embedded import environment as settings_of
from embedded import sessions
from embedded.api import AirflowApi
from embedded.components import Machine, last_line
from embedded.credentials import Credentials
from embedded.layout import Layout, write_private
from embedded.ports import Ports
from embedded.sources import write_sample
from embedded.supervisor import START_PATIENCE_SECONDS, Status, alive
from shpalta.errors import StackError
from shpalta.settings import Settings

LEAST_FREE_BYTES = 1_000_000_000
STOP_PATIENCE_SECONDS = 90
Say = Callable[[str], None]


def machine_of(layout: Layout, environment: Mapping[str, str]) -> Machine:
    """Put together what the supervisor runs, from the state's files and the variables of the shell."""
    ports = Ports.from_environment(environment)
    credentials = Credentials.keep(layout)
    day = settings_of.keep_sample_day(layout, _today())
    settings = {
        **settings_of.airflow_settings(layout, ports, credentials),
        **settings_of.pipeline_settings(layout, ports, credentials, day),
    }
    return Machine(layout, ports, credentials, settings_of.component_environment(environment, settings), day.isoformat())


def start(layout: Layout, environment: Mapping[str, str], say: Say) -> None:
    """Bring the stack up, or find it up; say what is waited for. Raises StackError."""
    if alive(layout) is None:
        _make_state(layout)
        sessions.end(sessions.remembered(layout), layout.state, patience=5)
        machine = machine_of(layout, environment)
        machine.ports.check_free()
        _keep_settings(machine)
        write_sample(layout, machine.ports)
        layout.status.unlink(missing_ok=True)
        _launch(layout, environment)
    _wait_until_up(layout, say)


def stop(layout: Layout) -> bool:
    """End the stack by its ids; say whether there was one. Raises StackError where it will not end."""
    pid = alive(layout)
    if pid is None:
        orphans = [each for each in sessions.remembered(layout) if sessions.members(each, layout.state)]
        sessions.end(reversed(orphans), layout.state, patience=10)
        return bool(orphans)
    try:
        os.kill(pid, signal.SIGTERM)
    except PermissionError as error:
        raise StackError(f"The stack (pid {pid}) belongs to another user", remedy="Stop it as that user") from error
    deadline = time.monotonic() + STOP_PATIENCE_SECONDS
    while alive(layout) == pid:
        if time.monotonic() > deadline:
            raise StackError(f"The supervisor (pid {pid}) does not end", remedy=f"See {layout.log('supervisor')}")
        time.sleep(0.1)
    return True


def kept_environment(layout: Layout) -> dict[str, str]:
    """Give the whole environment of the stack that was started last, for commands beside its components."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("SHPALTA_")}
    return settings_of.component_environment(others, settings_of.kept_settings(layout))


def kept_pipeline_settings(layout: Layout) -> Settings:
    """Give the pipeline's settings in that stack: its store and catalog."""
    return Settings.from_environment(kept_environment(layout))


def api_of(layout: Layout) -> AirflowApi:
    """Give that stack's REST API."""
    port = int(settings_of.kept_settings(layout)["AIRFLOW__API__PORT"])
    return AirflowApi(port, Credentials.read(layout).admin_password)


def _launch(layout: Layout, environment: Mapping[str, str]) -> None:
    variables = settings_of.component_environment(environment, {"SHPALTA_STATE": str(layout.state)})
    line = [sys.executable, "-m", "embedded", "supervise", f"--dags={layout.dags}", f"--plugins={layout.plugins}"]
    with layout.log("supervisor").open("ab") as log:
        subprocess.Popen(
            line,
            env=variables,
            cwd=layout.state,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait_until_up(layout: Layout, say: Say) -> None:
    deadline = time.monotonic() + START_PATIENCE_SECONDS * 2
    launched = time.monotonic()
    said = ""
    while time.monotonic() < deadline:
        status = Status.read(layout)
        if status and status.phase == "up":
            return
        if status and status.phase in ("stopping", "stopped", "failed") and alive(layout) is None:
            raise StackError(
                status.error or "The stack was stopped while it started", remedy="" if status.error else "make run"
            )
        if status and status.what != said:
            said = status.what
            say(said)
        if alive(layout) is None and time.monotonic() - launched > 15:
            log = layout.log("supervisor")
            raise StackError(f"The supervisor died: {last_line(log)}", remedy=f"See {log}")
        time.sleep(0.1)
    raise StackError("The stack does not come up", remedy=f"See the logs in {layout.logs}")


def _make_state(layout: Layout) -> None:
    """Make the folders; raise StackError where they cannot be written or the disk is nearly full."""
    try:
        for folder in (layout.state, layout.logs, layout.airflow_home, layout.scratch):
            folder.mkdir(parents=True, exist_ok=True)
        write_private(layout.state / ".gitignore", "*\n")
    except OSError as error:
        raise StackError(
            f"The stack's folder {layout.state} cannot be written: {error.strerror or error}",
            remedy="Mend that, or name another folder: make run SHPALTA_STATE=/path",
        ) from error
    free = shutil.disk_usage(layout.state).free
    if free < LEAST_FREE_BYTES:
        raise StackError(
            f"The disk of {layout.state} has {free / 1e6:.0f} MB left; the stack needs {LEAST_FREE_BYTES / 1e6:.0f} MB",
            remedy="Free some space, or name a folder on another disk: make run SHPALTA_STATE=/path",
        )


def _keep_settings(machine: Machine) -> None:
    own = ("AIRFLOW", "AWS_", "SHPALTA_")
    settings_of.keep_settings(
        machine.layout, {name: value for name, value in machine.environment.items() if name.startswith(own)}
    )


def _today() -> date:
    zone = Settings.from_environment({}).zone
    return datetime.now(ZoneInfo(zone)).date()
