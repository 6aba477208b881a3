"""The one embedded stack that all end-to-end tests share, and the newsroom's week on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import live_stack
import pytest
from live_stack import LiveStack


def pytest_itemcollected(item: pytest.Item) -> None:
    """Allow the test that makes the week first the time that seven days take on a busy machine."""
    item.add_marker(pytest.mark.timeout(1_800))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStack]:
    """PostgreSQL, SeaweedFS, Airflow and the newsroom, in a folder of their own on free ports."""
    started = live_stack.start(tmp_path_factory.mktemp("stack"))
    yield started
    live_stack.stop(started)


@pytest.fixture(scope="session")
def week(stack: LiveStack) -> list[date]:
    """The newsroom's seven days, published by Airflow's own `backfill create`, two at a time, and reconciled."""
    days = [stack.sample_day - timedelta(days=back) for back in range(6, -1, -1)]
    bounds = f"--from-date={days[0]}", f"--to-date={days[-1]}"
    stack.airflow("backfill", "create", "--dag-id=news_daily", *bounds, "--max-active-runs=2")
    runs = stack.ended_backfill_runs(days[0], days[-1])
    assert {run["state"] for run in runs} == {"success"}, [stack.last_words(run["dag_run_id"]) for run in runs]
    stack.wait_until_reconciled(len(days))
    return days
