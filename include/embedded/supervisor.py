"""The supervisor: starts the components in order, restarts one that dies, and ends them in reverse order.

`make run` starts it in a session of its own and reads its status file.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from io import TextIOWrapper
from types import FrameType
from typing import Literal

from embedded import sessions
from embedded.components import Component, Machine, Wave, last_line
from embedded.layout import Layout, write_private
from shpalta.errors import StackError

Phase = Literal["starting", "up", "stopping", "stopped", "failed"]
START_PATIENCE_SECONDS = 300.0
_TICK_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_AFTER_SECONDS = 60.0
_DEATHS_BEFORE_GIVING_UP = 3


@dataclass(frozen=True)
class Status:
    """What `make run` shows of a supervisor: how far it is, what it waits for, why it gave up."""

    phase: Phase
    what: str = ""
    error: str = ""
    restarts: dict[str, int] = field(default_factory=dict)

    def write(self, layout: Layout) -> None:
        write_private(layout.status, json.dumps(asdict(self)) + "\n")

    @classmethod
    def read(cls, layout: Layout) -> Status | None:
        try:
            return cls(**json.loads(layout.status.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


@dataclass
class Running:
    """A component that was started, and when it is to be started again if it is dead."""

    component: Component
    child: subprocess.Popen[bytes]
    leader: sessions.Leader
    since: float
    deaths: int = 0
    restart_at: float | None = None


class Supervisor:
    """Keep one stack running until asked to stop."""

    def __init__(self, layout: Layout, waves: Sequence[Wave]) -> None:
        self._layout = layout
        self._waves = waves
        self._running: dict[str, Running] = {}
        self._status = Status("starting")
        self._is_asked_to_stop = False

    def ask_to_stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self._is_asked_to_stop = True

    def run(self) -> None:
        """Start, watch, stop; an error of the start is left in the status file for `make run` to show."""
        error = ""
        try:
            for wave in self._waves:
                self._start(wave)
            self._report("up")
            while not self._is_asked_to_stop:
                self._watch()
        except StackError as problem:
            error = str(problem)
        except OSError as problem:
            error = f"The stack cannot go on: {problem}"
        self._report("stopping", error=error)
        self._stop()
        self._report("failed" if error else "stopped", error=error)

    def _start(self, wave: Wave) -> None:
        self._report("starting", wave.what)
        wave.before()
        for component in wave.components:
            self._spawn(component)
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        waiting = list(wave.components)
        while waiting and not self._is_asked_to_stop:
            self._watch()
            waiting = [component for component in waiting if not component.is_ready()]
            self._give_up_on(waiting, is_late=time.monotonic() > deadline)

    def _give_up_on(self, waiting: Sequence[Component], *, is_late: bool) -> None:
        for component in waiting:
            log = self._layout.log(component.name)
            deaths = self._running[component.name].deaths
            if deaths >= _DEATHS_BEFORE_GIVING_UP:
                raise StackError(f"{component.name} died {deaths} times: {last_line(log)}", remedy=f"See {log}")
            if is_late:
                raise StackError(
                    f"{component.name} is not ready after {START_PATIENCE_SECONDS:.0f} s: {last_line(log)}",
                    remedy=f"See {log}",
                )

    def _spawn(self, component: Component, deaths: int = 0) -> None:
        with self._layout.log(component.name).open("ab") as log:
            child = subprocess.Popen(
                component.command(),
                env=dict(component.environment),
                cwd=self._layout.state,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        leader = sessions.Leader.of(component.name, child.pid)
        self._running[component.name] = Running(component, child, leader, time.monotonic(), deaths)
        sessions.remember(self._layout, [each.leader for each in self._running.values()])

    def _watch(self) -> None:
        """Look at every component once: sweep what a dead one left, and start it again when its pause is over."""
        if not self._layout.pid_file.exists():
            self._is_asked_to_stop = True
        now = time.monotonic()
        for name, each in list(self._running.items()):
            if each.restart_at is None and each.child.poll() is not None:
                sessions.end([each.leader], self._layout.state)
                each.deaths = 1 if now - each.since > _STEADY_AFTER_SECONDS else each.deaths + 1
                each.restart_at = now + min(_LONGEST_PAUSE_SECONDS, 0.5 * 2**each.deaths)
            elif each.restart_at is not None and now >= each.restart_at:
                self._spawn(each.component, each.deaths)
                counts = self._status.restarts
                self._write(replace(self._status, restarts={**counts, name: counts.get(name, 0) + 1}))
        time.sleep(_TICK_SECONDS)

    def _stop(self) -> None:
        for wave in reversed(self._waves):
            started = [self._running[each.name] for each in wave.components if each.name in self._running]
            for each in started:
                with contextlib.suppress(ProcessLookupError):
                    each.child.send_signal(each.component.stop_signal)
            for each in started:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    each.child.wait(each.component.stop_patience_seconds)
                sessions.end([each.leader], self._layout.state)
                each.child.wait()

    def _report(self, phase: Phase, what: str = "", error: str = "") -> None:
        self._write(replace(self._status, phase=phase, what=what, error=error))

    def _write(self, status: Status) -> None:
        """Write the status, where the state's folder is still there."""
        self._status = status
        with contextlib.suppress(FileNotFoundError):
            status.write(self._layout)


@contextlib.contextmanager
def only_one(layout: Layout) -> Iterator[bool]:
    """Hold the pid file's lock while the stack is up; yield False where another supervisor holds it.

    The lock goes with its holder however that ends, so that the id in the file is never a stranger's while it is held.
    """
    with layout.pid_file.open("a+", encoding="utf-8") as file:
        if not _lock(file):
            yield False
            return
        _write_pid(file, os.getpid())
        yield True
        _write_pid(file, None)


def _lock(file: TextIOWrapper) -> bool:
    """Take the lock; patient for the moment that `alive` may hold it."""
    for _ in range(20):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.05)
    return False


def _write_pid(file: TextIOWrapper, pid: int | None) -> None:
    file.seek(0)
    file.truncate()
    file.write(f"{pid}\n" if pid else "")
    file.flush()


def alive(layout: Layout) -> int | None:
    """Give the id of the supervisor that holds the pid file, or None where nobody does."""
    try:
        with layout.pid_file.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read().strip() or 0) or None
    except (FileNotFoundError, NotADirectoryError):
        return None
    return None


def supervise(machine: Machine) -> None:
    """Supervise one stack in this process, unless another one does; first end what a killed supervisor left running."""
    with only_one(machine.layout) as is_ours:
        if not is_ours:
            return
        sessions.end(sessions.remembered(machine.layout), machine.layout.state, patience=5)
        supervisor = Supervisor(machine.layout, machine.waves())
        signal.signal(signal.SIGTERM, supervisor.ask_to_stop)
        signal.signal(signal.SIGINT, supervisor.ask_to_stop)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        supervisor.run()
