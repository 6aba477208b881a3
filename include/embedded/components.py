"""The components of the stack and the order in which they start: what each one is, how it is run, when it is ready."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from embedded import postgres, store
from embedded.credentials import Credentials
from embedded.layout import Layout
from embedded.ports import HOST, Ports
from shpalta.errors import StackError


@dataclass(frozen=True)
class Component:
    """A program that the supervisor keeps running; its command line is made anew at every start."""

    name: str
    command: Callable[[], list[str]]
    environment: Mapping[str, str]
    is_ready: Callable[[], bool] = lambda: True
    stop_signal: signal.Signals = signal.SIGTERM
    stop_patience_seconds: float = 10


@dataclass(frozen=True)
class Wave:
    """Components that start together, once those before are ready and `before` is done."""

    what: str
    components: tuple[Component, ...]
    before: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True)
class Machine:
    """What the components of one stack are made from."""

    layout: Layout
    ports: Ports
    credentials: Credentials
    environment: Mapping[str, str]
    sample_day: str

    def waves(self) -> list[Wave]:
        """Give the start order; Airflow's scheduler is last, since its first tasks need the API that it does not start."""
        return [
            Wave("PostgreSQL, the S3 store and the newsroom", (self._postgres(), self._store(), self._newsroom()), self._files),
            Wave(
                "Airflow's API and DAG processor",
                (
                    self._airflow("api-server", is_ready=lambda: store.answers(self.ports.ui, "/execution/health")),
                    self._airflow("dag-processor"),
                ),
                self._databases,
            ),
            Wave(
                "Airflow's scheduler and triggerer",
                (
                    self._airflow("scheduler", "--skip-serve-logs", stop_patience_seconds=15),
                    self._airflow("triggerer", "--skip-serve-logs"),
                ),
            ),
        ]

    def _files(self) -> None:
        postgres.initialise(self.layout, self.credentials.database_password)

    def _databases(self) -> None:
        postgres.ensure_databases(self.ports.postgres, self.credentials.database_password)
        migrated = self.layout.postgres / f"migrated-{version('apache-airflow')}"
        if migrated.exists():
            return
        log = self.layout.log("migrate")
        with log.open("ab") as output:
            done = subprocess.run(
                [*_airflow_command(), "db", "migrate"],
                env=dict(self.environment),
                cwd=self.layout.state,
                stdout=output,
                stderr=output,
                check=False,
            )
        if done.returncode:
            raise StackError(f"Airflow could not make its tables: {last_line(log)}", remedy=f"The whole story is in {log}")
        migrated.touch()

    def _postgres(self) -> Component:
        return Component(
            "postgres",
            lambda: postgres.command(self.layout, self.ports.postgres),
            self.environment,
            lambda: postgres.is_ready(self.ports.postgres, self.credentials.database_password),
            stop_signal=signal.SIGINT,
        )

    def _store(self) -> Component:
        return Component(
            "store",
            lambda: store.command(self.layout, self.ports.s3),
            {**self.environment, **store.environment(self.credentials)},
            lambda: store.answers(self.ports.s3, "/", expected=(403,)),
        )

    def _newsroom(self) -> Component:
        ports = f"--port={self.ports.newsroom}", f"--second-port={self.ports.newsroom_second}"
        line = [sys.executable, "-m", "newsroom", f"--host={HOST}", *ports, f"--last-day={self.sample_day}"]
        return Component(
            "newsroom",
            lambda: line,
            self.environment,
            lambda: (
                store.answers(self.ports.newsroom, "/robots.txt") and store.answers(self.ports.newsroom_second, "/robots.txt")
            ),
        )

    def _airflow(
        self,
        name: str,
        *options: str,
        is_ready: Callable[[], bool] = lambda: True,
        stop_patience_seconds: float = 10,
    ) -> Component:
        return Component(
            name,
            lambda: [*_airflow_command(), name, *options],
            self.environment,
            is_ready,
            stop_patience_seconds=stop_patience_seconds,
        )


def _airflow_command() -> list[str]:
    return [sys.executable, "-m", "airflow"]


def last_line(log: Path) -> str:
    """Give the last thing that a component said."""
    try:
        lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    except FileNotFoundError:
        lines = []
    return lines[-1].strip() if lines else "it said nothing"
