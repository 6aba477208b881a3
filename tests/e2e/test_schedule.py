"""The first of the three uses over a real stack of its own: on its schedule; and what a site changed after that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import live_stack
import pytest
from live_stack import KYIV, RUNS, LiveStack, day_of

from newsroom.expectations import Expectation
from plain_http import ask
from shpalta.lake import schemas
from shpalta.web.urls import url_key

pytestmark = pytest.mark.e2e


def text_of(expected: Expectation) -> tuple[str, str]:
    return expected.headline, expected.article_body


@pytest.fixture(scope="module")
def yesterday_by_itself(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveStack, date]]:
    """A stack whose schedule began a week ago, and runs a day as soon as it is over."""
    first = datetime.now(KYIV).date() - timedelta(days=7)
    begun = live_stack.start(
        tmp_path_factory.mktemp("scheduled"), SHPALTA_FIRST_DAY=first.isoformat(), SHPALTA_START_AT="00:00"
    )
    yield begun, datetime.now(KYIV).date() - timedelta(days=1)
    live_stack.stop(begun)


def test_the_schedule_runs_the_day_that_ended_and_no_other(yesterday_by_itself: tuple[LiveStack, date]) -> None:
    stack, yesterday = yesterday_by_itself
    stack.until(lambda: bool(stack.api.get(RUNS)["total_entries"]))
    (run,) = stack.api.get(RUNS)["dag_runs"]
    assert (run["run_type"], day_of(run)) == ("scheduled", yesterday)
    assert stack.wait(run["dag_run_id"]) == "success", stack.last_words(run["dag_run_id"])
    assert sum(stack.candidates(yesterday).values()) > 0
    assert stack.api.get(RUNS)["total_entries"] == 1


def test_what_a_site_changed_is_a_revision_and_a_page_with_other_teasers_is_none(
    yesterday_by_itself: tuple[LiveStack, date],
) -> None:
    stack, yesterday = yesterday_by_itself
    first = {url_key(each.url): each for each in stack.expected(yesterday)}
    for source in stack.workspace().sources.values():
        assert ask(f"{source.home.rstrip('/')}/_newsroom/edition", method="POST", body="2").status == 200
    stack.run_day(yesterday, refetch=True)
    second = {url_key(each.url): each for each in stack.expected(yesterday, edition=2)}
    changed = {key for key, each in second.items() if text_of(each) != text_of(first[key])}
    again = [row for row in stack.published(schemas.REVISIONS, yesterday) if row["kind"] != "first"]
    assert {row["url_key"] for row in again if row["kind"] == "updated"} == changed
    assert {row["kind"] for row in again} == {"updated", "unchanged"}
    bodies = {row["url_key"]: row["article_body"] for row in stack.published(schemas.ARTICLES, yesterday)}
    assert bodies == {key: second[key].article_body for key in bodies}
