from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from embedded import sessions
from embedded.layout import Layout
from embedded.sessions import Leader

SLEEP = "import time; time.sleep(60)"
WITH_A_WORKER_IN_A_GROUP_OF_ITS_OWN = f"""
import os, subprocess, sys
subprocess.Popen([sys.executable, "-c", {SLEEP!r}], process_group=0)
print("ready", flush=True)
{SLEEP}
"""
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); {SLEEP}"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], tuple[subprocess.Popen[str], Leader]]]:
    started: list[subprocess.Popen[str]] = []

    def begin(code: str) -> tuple[subprocess.Popen[str], Leader]:
        line = [sys.executable, "-c", code]
        child = subprocess.Popen(line, cwd=tmp_path, start_new_session=True, stdout=subprocess.PIPE, text=True)
        started.append(child)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        return child, Leader.of("test", child.pid)

    yield begin
    for child in started:
        child.kill()
        child.communicate()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_workers_in_groups_of_their_own_belong_to_the_session_also_when_its_leader_is_dead(start, tmp_path: Path) -> None:
    child, leader = start(WITH_A_WORKER_IN_A_GROUP_OF_ITS_OWN)
    assert len(sessions.members(leader, tmp_path)) == 2
    child.kill()
    child.wait()
    (worker,) = sessions.members(leader, tmp_path)
    assert os.getpgid(worker) == worker
    sessions.end([leader], tmp_path)
    until(lambda: not sessions.members(leader, tmp_path))


def test_somebody_else_who_was_given_the_id_is_left_alone(start, tmp_path: Path) -> None:
    child, leader = start(f"print('ready', flush=True); {SLEEP}")
    before = replace(leader, started=leader.started - 3600)
    sessions.end([before], tmp_path, patience=1)
    assert child.poll() is None
    assert sessions.members(before, tmp_path) == []


def test_a_session_that_works_in_another_folder_is_left_alone(start, tmp_path: Path) -> None:
    child, leader = start(f"print('ready', flush=True); {SLEEP}")
    (tmp_path / "other").mkdir()
    sessions.end([leader], tmp_path / "other", patience=1)
    assert child.poll() is None


def test_who_listens_ends_by_the_signal_and_who_does_not_is_killed(start, tmp_path: Path) -> None:
    polite, polite_leader = start(f"print('ready', flush=True); {SLEEP}")
    stubborn, stubborn_leader = start(STUBBORN)
    sessions.end([polite_leader, stubborn_leader], tmp_path, patience=1)
    assert polite.wait(10) == -signal.SIGTERM
    assert stubborn.wait(10) == -signal.SIGKILL


def test_whom_the_last_supervisor_started_is_remembered(tmp_path: Path) -> None:
    leaders = [Leader("one", 11, 1.5), Leader("two", 12, 2.5)]
    sessions.remember(Layout(tmp_path), leaders)
    assert sessions.remembered(Layout(tmp_path)) == leaders


@pytest.mark.parametrize("content", ["", "[", '[{"pid": 1}]', "{}"])
def test_a_half_written_memory_is_no_memory(tmp_path: Path, content: str) -> None:
    Layout(tmp_path).children.write_text(content)
    assert sessions.remembered(Layout(tmp_path)) == []
