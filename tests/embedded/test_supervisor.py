from __future__ import annotations

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from embedded import sessions
from embedded.components import Component, Wave
from embedded.layout import Layout
from embedded.supervisor import Status, Supervisor, alive, only_one

STAYS = "import time; time.sleep(60)"
DIES = "import sys; print('no space left', file=sys.stderr); sys.exit(3)"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path)
    layout.logs.mkdir()
    layout.pid_file.touch()
    return layout


@pytest.fixture
def supervise(layout: Layout) -> Iterator[Callable[..., Supervisor]]:
    """Run a supervisor in a thread; end it when the test ends."""
    started: list[tuple[Supervisor, threading.Thread]] = []

    def begin(*waves: Wave) -> Supervisor:
        supervisor = Supervisor(layout, waves)
        thread = threading.Thread(target=supervisor.run)
        thread.start()
        started.append((supervisor, thread))
        return supervisor

    yield begin
    for supervisor, thread in started:
        supervisor.ask_to_stop()
        thread.join(30)
        assert not thread.is_alive()


def component(name: str, code: str = STAYS, is_ready: Callable[[], bool] = lambda: True) -> Component:
    return Component(name, lambda: [sys.executable, "-c", code], dict(os.environ), is_ready)


def phase(layout: Layout) -> str:
    status = Status.read(layout)
    return status.phase if status else ""


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def pids(layout: Layout) -> dict[str, int]:
    return {leader.name: leader.pid for leader in sessions.remembered(layout)}


def test_a_wave_waits_until_the_one_before_is_ready(layout: Layout, supervise: Callable[..., Supervisor]) -> None:
    gate = layout.state / "gate"
    supervise(Wave("first", (component("first", is_ready=gate.exists),)), Wave("second", (component("second"),)))
    until(lambda: "first" in pids(layout))
    status = Status.read(layout)
    assert status is not None
    assert (status.phase, status.what, set(pids(layout))) == ("starting", "first", {"first"})
    gate.touch()
    until(lambda: phase(layout) == "up")
    assert set(pids(layout)) == {"first", "second"}


def test_a_component_that_dies_is_started_again_and_counted(layout: Layout, supervise: Callable[..., Supervisor]) -> None:
    supervise(Wave("all", (component("steady"), component("killed"))))
    until(lambda: phase(layout) == "up")
    before = pids(layout)
    os.kill(before["killed"], signal.SIGKILL)
    until(lambda: (status := Status.read(layout)) and status.restarts == {"killed": 1})
    after = pids(layout)
    assert after["steady"] == before["steady"]
    assert after["killed"] != before["killed"]
    assert phase(layout) == "up"


def test_what_cannot_start_fails_the_start_with_its_last_words(layout: Layout, supervise: Callable[..., Supervisor]) -> None:
    supervise(Wave("all", (component("steady"), component("broken", DIES, is_ready=lambda: False))))
    until(lambda: phase(layout) == "failed")
    status = Status.read(layout)
    assert status is not None
    assert status.error.startswith("broken died 3 times: no space left. See ")
    assert not any(sessions.members(leader, layout.state) for leader in sessions.remembered(layout))


def test_components_end_in_reverse_order(layout: Layout, supervise: Callable[..., Supervisor]) -> None:
    story = layout.state / "story"
    tells = f"""
import pathlib, signal, sys, time
def end(*_):
    with pathlib.Path({str(story)!r}).open("a") as file:
        print(sys.argv[1], file=file)
    sys.exit()
signal.signal(signal.SIGTERM, end)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""

    def telling(name: str) -> Component:
        line = [sys.executable, "-c", tells, name]
        return Component(name, lambda: line, dict(os.environ), (layout.state / name).exists)

    supervisor = supervise(*(Wave(name, (telling(name),)) for name in ("database", "api", "scheduler")))
    until(lambda: phase(layout) == "up")
    supervisor.ask_to_stop()
    until(lambda: phase(layout) == "stopped")
    assert story.read_text().split() == ["scheduler", "api", "database"]


def test_a_stack_whose_state_was_removed_ends(layout: Layout, supervise: Callable[..., Supervisor]) -> None:
    supervise(Wave("all", (component("only"),)))
    until(lambda: phase(layout) == "up")
    layout.pid_file.unlink()
    until(lambda: phase(layout) == "stopped")


def test_only_one_supervisor_has_a_state(layout: Layout) -> None:
    with only_one(layout) as is_first, only_one(layout) as is_second:
        assert (is_first, is_second) == (True, False)
        assert alive(layout) == os.getpid()
    assert alive(layout) is None
    with only_one(layout) as is_ours:
        assert is_ours


def test_an_id_in_the_file_of_a_supervisor_that_was_killed_is_nobody_s(layout: Layout) -> None:
    layout.pid_file.write_text(f"{os.getpid()}\n")
    assert alive(layout) is None


def test_asking_who_is_alive_does_not_keep_a_supervisor_from_starting(layout: Layout) -> None:
    with layout.pid_file.open() as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        threading.Timer(0.2, lambda: fcntl.flock(asking, fcntl.LOCK_UN)).start()
        with only_one(layout) as is_ours:
            assert is_ours
