"""Operating-system sessions of the stack's components: who belongs to one, and how one is ended for good.

Each component leads a session of its own. LocalExecutor's workers and the tasks they run move to groups of their own but
stay in the session, so they are found there when their scheduler was killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from embedded.layout import Layout, write_private

_CLOCK_TOLERANCE_SECONDS = 2.0


@dataclass(frozen=True)
class Leader:
    """A session's leader as it was started: the start time tells it from a later owner of the same id."""

    name: str
    pid: int
    started: float

    @classmethod
    def of(cls, name: str, pid: int) -> Leader:
        return cls(name, pid, psutil.Process(pid).create_time())


def members(leader: Leader, folder: Path) -> list[int]:
    """Give the ids that are still in the leader's session; none when the leader's id belongs to somebody else now.

    The system gives a session's id to nobody else while the session has members. Where the leader is gone, members count
    only if they run inside `folder`, the stack's state.
    """
    with contextlib.suppress(psutil.NoSuchProcess):
        if abs(psutil.Process(leader.pid).create_time() - leader.started) > _CLOCK_TOLERANCE_SECONDS:
            return []
    return [pid for pid in psutil.pids() if _session(pid) == leader.pid and _runs_in(pid, folder)]


def end(leaders: Iterable[Leader], folder: Path, *, patience: float = 0, first: signal.Signals = signal.SIGTERM) -> None:
    """Ask the leaders to end, wait so many seconds, then kill whatever is left of their sessions."""
    asked = [leader for leader in leaders if members(leader, folder)]
    if patience:
        for leader in asked:
            _send(leader.pid, first)
    deadline = time.monotonic() + patience
    while asked and time.monotonic() < deadline:
        asked = [leader for leader in asked if members(leader, folder)]
        time.sleep(0.05)
    for leader in asked:
        for pid in members(leader, folder):
            _send(pid, signal.SIGKILL)


def remember(layout: Layout, leaders: Iterable[Leader]) -> None:
    write_private(layout.children, json.dumps([asdict(leader) for leader in leaders]) + "\n")


def remembered(layout: Layout) -> list[Leader]:
    """Read whom the last supervisor had started."""
    try:
        return [Leader(**entry) for entry in json.loads(layout.children.read_text(encoding="utf-8"))]
    except (FileNotFoundError, ValueError, TypeError):
        return []


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


def _runs_in(pid: int, folder: Path) -> bool:
    try:
        return Path(psutil.Process(pid).cwd()).is_relative_to(folder)
    except psutil.Error:
        return False


def _send(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, what)
