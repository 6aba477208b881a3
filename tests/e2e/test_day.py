"""A day over the real stack: what readers get is what the newsroom says; again, in a range, and through a kill."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta

import pyarrow as pa
import pytest
from live_stack import LiveStack

from embedded.layout import REPOSITORY
from newsroom.expectations import Expectation, expected_day
from shpalta.lake import paths, schemas
from shpalta.lake.catalog import read_day
from shpalta.web.urls import url_key

pytestmark = pytest.mark.e2e


def expected(stack: LiveStack, day: date) -> list[Expectation]:
    bases = {source.id: source.home.rstrip("/") for source in stack.workspace().sources.values()}
    return expected_day(day, stack.sample_day, base_urls=bases)


def published(stack: LiveStack, table: schemas.Table, day: date) -> pa.Table:
    return read_day(stack.catalog(), table, day)


def files(stack: LiveStack, day: date) -> dict[str, bytes]:
    store = stack.workspace().store
    keys = [key for table in schemas.PUBLISHED for key in store.keys(paths.partition(table.name, day))]
    return {key: store.read(key) for key in keys}


def test_every_candidate_becomes_what_the_newsroom_says(stack: LiveStack) -> None:
    day = stack.sample_day
    stack.run_day(day)
    outcomes = {row["url_key"]: row for row in published(stack, schemas.OUTCOMES, day).to_pylist()}
    articles = {row["url_key"]: row for row in published(stack, schemas.ARTICLES, day).to_pylist()}
    wanted = expected(stack, day)
    assert set(outcomes) == {url_key(each.url) for each in wanted}
    for each in wanted:
        key = url_key(each.url)
        if each.duplicate_kind == "near_text":
            assert outcomes[key]["outcome"] in ("published", "duplicate"), each.url
            continue
        assert (outcomes[key]["outcome"], outcomes[key]["reason"]) == (each.outcome, each.reason), each.url
        if each.outcome == "published":
            article = articles[key]
            assert article["headline"] == each.headline
            assert article["article_body"] == each.article_body
            assert article["date_published"] == each.date_published
            assert article["in_language"] == each.in_language


def test_a_day_run_again_holds_the_same_objects_byte_for_byte(stack: LiveStack) -> None:
    day = stack.sample_day
    stack.run_day(day)
    before = files(stack, day)
    stack.run_day(day)
    assert before
    assert files(stack, day) == before


def test_a_backfilled_week_is_seven_published_days(stack: LiveStack) -> None:
    last = stack.sample_day
    days = [last - timedelta(days=back) for back in range(6, -1, -1)]
    stack.airflow(
        "backfill", "create", "--dag-id", "news_daily", "--from-date", days[0].isoformat(), "--to-date", last.isoformat(),
        "--reprocess-behavior", "completed",
    )  # fmt: skip
    stack.until(lambda: all(published(stack, schemas.COVERAGE, day).num_rows == 2 for day in days), seconds=500)
    for day in days:
        outcomes = {row["url_key"] for row in published(stack, schemas.OUTCOMES, day).to_pylist()}
        assert outcomes == {url_key(each.url) for each in expected(stack, day)}, day


def test_a_scheduler_killed_in_the_middle_costs_time_and_nothing_else(stack: LiveStack) -> None:
    day = stack.sample_day
    stack.run_day(day)
    before = files(stack, day)
    run = stack.trigger(day)
    stack.until(lambda: stack.state(run) == "running")
    stack.kill("scheduler")
    assert stack.wait(run, seconds=500) == "success", stack.last_words(run)
    assert files(stack, day) == before


def test_a_dry_run_touches_nothing(stack: LiveStack) -> None:
    day = stack.sample_day - timedelta(days=30)
    before = stack.workspace().store.keys("")
    stack.run_day(day, dry_run=True)
    assert stack.workspace().store.keys("") == before


def test_the_query_that_make_run_prints_shows_the_headlines(stack: LiveStack) -> None:
    day = stack.sample_day
    stack.run_day(day)
    query = f"import pandas; print(pandas.read_parquet('s3://shpalta/articles/date={day}')['headline'].to_csv())"
    settings = (stack.layout.state / "shpalta.env").read_text().splitlines()
    environment = {**os.environ, **dict(line.split("=", 1) for line in settings)}
    line = [sys.executable, "-c", query]
    shown = subprocess.run(line, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    assert any(each.headline in shown for each in expected(stack, day))
