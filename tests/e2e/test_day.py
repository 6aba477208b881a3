"""A day over the real stack: what readers get is what the newsroom says, and a day run again is the same."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pyarrow as pa
import pytest
from live_stack import LiveStack

from embedded.layout import REPOSITORY
from newsroom.expectations import Expectation, expected_day
from shpalta.lake import paths, schemas
from shpalta.lake.catalog import read_day
from shpalta.web.urls import url_key

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(2000)]


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


def test_the_query_that_make_run_prints_shows_the_headlines(stack: LiveStack) -> None:
    day = stack.sample_day
    stack.run_day(day)
    query = f"import pandas; print(pandas.read_parquet('s3://shpalta/articles/date={day}')['headline'].to_csv())"
    settings = (stack.layout.state / "shpalta.env").read_text().splitlines()
    environment = {**os.environ, **dict(line.split("=", 1) for line in settings)}
    line = [sys.executable, "-c", query]
    shown = subprocess.run(line, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    assert any(each.headline in shown for each in expected(stack, day))
