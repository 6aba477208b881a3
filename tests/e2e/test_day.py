"""The newsroom's week over the real stack: what readers get is what the newsroom says, and a day run again is the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from live_stack import LiveStack

from shpalta.lake import schemas
from shpalta.web.urls import url_key

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("back", range(6, -1, -1))
def test_every_candidate_of_the_week_becomes_what_the_newsroom_says(stack: LiveStack, week: list[date], back: int) -> None:
    day = stack.sample_day - timedelta(days=back)
    assert day in week
    wanted = {url_key(each.url): each for each in stack.expected(day)}
    outcomes = {row["url_key"]: (row["outcome"], row["reason"]) for row in stack.published(schemas.OUTCOMES, day)}
    assert outcomes == {key: (each.outcome, each.reason) for key, each in wanted.items()}
    for article in stack.published(schemas.ARTICLES, day):
        each = wanted[article["url_key"]]
        assert article["headline"] == each.headline
        assert article["article_body"] == each.article_body
        assert article["date_published"] == each.date_published
        assert article["in_language"] == each.in_language
        assert len(article["editions"]) == max(len(each.editions) - 1, 0)  # a page names itself, too


def test_every_duplicate_of_the_week_has_the_partner_that_the_newsroom_says(stack: LiveStack, week: list[date]) -> None:
    articles = {row["article_id"]: row["url_key"] for day in week for row in stack.published(schemas.ARTICLES, day)}
    rows = [row for day in week for row in stack.published(schemas.DUPLICATES, day)]
    wanted = [each for day in week for each in stack.expected(day) if each.outcome == "duplicate"]
    assert {row["url_key"]: (row["duplicate_kind"], articles[row["duplicate_of"]]) for row in rows} == {
        url_key(each.url): (each.duplicate_kind, url_key(each.duplicate_of or "")) for each in wanted
    }


def test_a_day_run_again_holds_the_same_objects_byte_for_byte(stack: LiveStack, week: list[date]) -> None:
    before = stack.files(*week)
    stack.run_day(week[-1])
    assert before
    assert stack.files(*week) == before
