"""What is killed in the middle of a day costs time, never the day: it ends as the same objects, byte for byte."""

from __future__ import annotations

import contextlib
import os
import signal
from datetime import date

import psutil
import pytest
from live_stack import LiveStack

from embedded import sessions
from embedded import stack as control
from embedded.supervisor import alive

pytestmark = pytest.mark.e2e
RECOVERY_SECONDS = 420


@pytest.fixture(scope="module")
def whole(stack: LiveStack, week: list[date]) -> dict[str, bytes]:
    """The sample's day as a run publishes it that nobody disturbs."""
    return stack.files(week[-1])


def reaches(stack: LiveStack, run: str, step: str) -> None:
    """Wait until a task of the step runs."""

    def runs() -> bool:
        instances = stack.api.task_instances("news_daily", run)
        return any(each["task_id"] == step and each["state"] == "running" for each in instances)

    stack.until(runs, seconds=240)


def tasks(stack: LiveStack) -> list[int]:
    """Give the processes that run tasks now: they lead groups of their own in the scheduler's session."""
    scheduler = stack.leader("scheduler")
    found = []
    for pid in sessions.members(scheduler, stack.layout.state):
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
            if pid != scheduler.pid and os.getpgid(pid) == pid:
                found.append(pid)
    return found


def test_the_scheduler_is_killed_while_pages_are_parsed(stack: LiveStack, whole: dict[str, bytes]) -> None:
    run = stack.trigger(stack.sample_day)
    reaches(stack, run, "parse")
    killed = stack.kill("scheduler")
    stack.until(lambda: stack.leader("scheduler").pid != killed.pid)
    assert not sessions.members(killed, stack.layout.state)
    assert stack.wait(run, seconds=RECOVERY_SECONDS) == "success", stack.last_words(run)
    assert stack.files(stack.sample_day) == whole


@pytest.mark.parametrize("step", ["deduplicate", "publish"])
def test_a_running_task_is_killed(stack: LiveStack, whole: dict[str, bytes], step: str) -> None:
    run = stack.trigger(stack.sample_day)
    reaches(stack, run, step)
    stack.until(lambda: bool(tasks(stack)))
    for pid in tasks(stack):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert stack.wait(run, seconds=RECOVERY_SECONDS) == "success", stack.last_words(run)
    assert stack.files(stack.sample_day) == whole


def test_the_whole_stack_is_killed_and_started_again(stack: LiveStack, whole: dict[str, bytes]) -> None:
    run = stack.trigger(stack.sample_day)
    reaches(stack, run, "fetch")
    before = {leader.name: leader for leader in sessions.remembered(stack.layout)}
    supervisor = alive(stack.layout)
    assert supervisor is not None
    os.kill(supervisor, signal.SIGKILL)
    stack.until(lambda: alive(stack.layout) is None)
    assert sessions.members(before["postgres"], stack.layout.state), "its components outlive it"
    control.start(stack.layout, stack.environment, lambda _what: None)
    assert not any(sessions.members(leader, stack.layout.state) for leader in before.values())
    assert stack.wait(run, seconds=RECOVERY_SECONDS) == "success", stack.last_words(run)
    assert stack.files(stack.sample_day) == whole
