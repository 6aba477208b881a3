"""Two of the three uses over the real stack: by a person's trigger, by a backfill; and any task again alone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from live_stack import DAG, KYIV, RUNS, LiveStack

from embedded.api import ApiRefused
from shpalta.lake import schemas

pytestmark = pytest.mark.e2e
FLOW = ["plan", "discover", "preview", "fetch", "parse", "fingerprint", "match", "deduplicate", "enrich", "validate", "publish"]


def backfill(stack: LiveStack, first: date, last: date, **how: Any) -> list[dict[str, Any]]:
    """Ask the API for a range, wait until its runs have ended, and give them."""
    stack.until(lambda: all(each["completed_at"] for each in stack.api.get("/backfills", dag_id=DAG)["backfills"]), seconds=90)
    asked = {"dag_id": DAG, "from_date": f"{first}T00:00:00Z", "to_date": f"{last}T00:00:00Z", "max_active_runs": 2, **how}
    stack.api.post("/backfills", asked)
    return stack.ended_backfill_runs(first, last)


@pytest.fixture(scope="module")
def day(week: list[date]) -> date:
    return week[4]


@pytest.fixture(scope="module")
def form_run(stack: LiveStack, day: date) -> str:
    """A day of the newsroom's week that was run again as the UI's form does: at this moment, for a date."""
    asked = {"logical_date": datetime.now(UTC).isoformat(), "data_interval_start": None, "data_interval_end": None}
    run = str(stack.api.post(RUNS, {**asked, "conf": {"date": day.isoformat(), "dry_run": False}})["dag_run_id"])
    assert stack.wait(run) == "success", stack.last_words(run)
    assert {each["state"] for each in stack.api.task_instances(DAG, run)} == {"success"}
    return run


@pytest.mark.usefixtures("form_run")
def test_a_trigger_from_the_form_publishes_the_form_s_day(stack: LiveStack, day: date) -> None:
    assert set(stack.candidates(day)) == set(stack.workspace().sources)
    assert sum(stack.candidates(day).values()) > 0


def test_a_trigger_without_a_date_runs_yesterday_tells_of_it_and_two_are_never_at_once(stack: LiveStack) -> None:
    yesterday = datetime.now(KYIV).date() - timedelta(days=1)
    runs = [stack.trigger(None), stack.trigger(None)]
    assert [stack.wait(run, seconds=500) for run in runs] == ["success", "success"]
    one, other = sorted((stack.api.run(DAG, run) for run in runs), key=lambda run: run["start_date"])
    assert one["end_date"] <= other["start_date"]
    told = [e for e in stack.api.get("/assets/events", source_dag_id=DAG)["asset_events"] if e["source_run_id"] in runs]
    assert [event["partition_key"] for event in told] == [yesterday.isoformat()] * 2
    assert told[0]["extra"]["outcomes"] == sum(stack.candidates(yesterday).values())


def test_a_trigger_for_some_sources_reads_only_them(stack: LiveStack, day: date) -> None:
    chosen = max(stack.workspace().sources)
    before = stack.files(day)
    run = stack.run_day(day, sources=[chosen])
    assert [each["rendered_map_index"] for each in stack.instances(run, "discover")] == [chosen]
    assert [each["rendered_map_index"] for each in stack.instances(run, "fetch")] == [chosen]
    assert stack.files(day) == before


def test_a_dry_run_says_what_it_would_fetch_and_replace_and_touches_nothing(stack: LiveStack, day: date) -> None:
    def everything() -> dict[str, bytes]:
        store = stack.workspace().store
        return {key: store.read(key) for key in store.keys("")}

    before = everything()
    run = stack.run_day(day, dry_run=True, refetch=True)
    assert everything() == before
    said = stack.api.get(f"{RUNS}/{run}/taskInstances/preview/xcomEntries/preview")["value"]
    assert said["to_fetch"] == sum(stack.candidates(day).values())
    assert said["to_replace_published"] == len(stack.published(schemas.ARTICLES, day)) > 0
    assert any(f"to_fetch {said['to_fetch']}" in line for line in stack.api.log(stack.instances(run, "preview")[0]))
    assert {each["state"] for task in FLOW[3:] for each in stack.instances(run, task)} == {"skipped"}


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"date": "2100-01-01"}, r"RequestError: 2100-01-01 is in the future: today is .* Choose today or a day before"),
        ({"sources": ["nowhere"]}, r"RequestError: Unknown source nowhere\. The sources file .* has: "),
    ],
    ids=["a day in the future", "an unknown source"],
)
def test_what_cannot_be_done_fails_at_once_with_one_line(stack: LiveStack, form: dict[str, Any], says: str) -> None:
    run = stack.api.trigger(DAG, form)
    assert stack.wait(run) == "failed"
    assert [each["try_number"] for each in stack.instances(run, "plan")] == [1]
    assert re.search(f"^The task plan failed: {says}", stack.last_words(run))


@pytest.mark.parametrize("form", [{"date": "15.11.2026"}, {"limit_per_source": 0}, {"sources": "obrii"}], ids=str)
def test_a_form_of_other_types_is_refused_before_anything_runs(stack: LiveStack, form: dict[str, Any]) -> None:
    with pytest.raises(ApiRefused, match=f"Invalid input for param {next(iter(form))}"):
        stack.api.trigger(DAG, form)


def test_a_backfill_with_a_date_is_refused_and_goes_through_without_it(stack: LiveStack, week: list[date]) -> None:
    before_the_week = week[0] - timedelta(days=1)
    (run,) = backfill(stack, before_the_week, before_the_week, dag_run_conf={"date": before_the_week.isoformat()})
    assert run["state"] == "failed"
    assert "Leave date empty in backfills" in stack.last_words(run["dag_run_id"])
    (again,) = backfill(stack, before_the_week, before_the_week, dag_run_conf={}, reprocess_behavior="failed")
    assert (again["dag_run_id"], again["state"]) == (run["dag_run_id"], "success")


def test_a_day_without_news_is_no_silence(stack: LiveStack, week: list[date]) -> None:
    assert stack.candidates(week[0] - timedelta(days=1)) == dict.fromkeys(stack.workspace().sources, 0)


def test_a_backfill_leaves_days_that_were_run_alone_unless_asked_to_run_them_again(stack: LiveStack, week: list[date]) -> None:
    day = week[1]

    def tries() -> list[tuple[str, int]]:
        runs = [run["dag_run_id"] for run in stack.ended_backfill_runs(day, day)]
        return [(run, stack.instances(run, "plan")[0]["try_number"]) for run in runs]

    before, files = tries(), stack.files(day)
    backfill(stack, day, day)
    assert tries() == before
    backfill(stack, day, day, reprocess_behavior="completed")
    assert tries() == [(run, number + 1) for run, number in before]
    assert stack.files(day) == files


def test_any_task_can_be_cleared_and_run_again_alone(stack: LiveStack, day: date, form_run: str) -> None:
    before = stack.files(day)
    for task in FLOW:
        cleared = {"dag_run_id": form_run, "task_ids": [task], "dry_run": False, "only_failed": False, "reset_dag_runs": True}
        stack.api.post(f"/dags/{DAG}/clearTaskInstances", cleared)
        assert stack.wait(form_run) == "success", stack.last_words(form_run)
        assert {each["try_number"] for each in stack.instances(form_run, task)} == {2}
        assert stack.files(day) == before, task
