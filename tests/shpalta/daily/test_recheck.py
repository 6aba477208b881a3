"""A day of the sample newsroom, fetched again before and after its sites changed their articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lake_rig import published, workspace_in
from newsroom.expectations import Expectation, expected_day
from newsroom.server import Newsroom, serve
from newsroom.sources import sources_yaml
from shpalta.daily.discover import discover
from shpalta.daily.fetch import fetch
from shpalta.daily.recheck import recheck
from shpalta.daily.whole_day import rebuild
from shpalta.daily.workspace import Workspace
from shpalta.lake.schemas import PAGES, REVISIONS
from shpalta.lake.tables import from_parquet
from shpalta.request import RunRequest
from shpalta.web.urls import url_key

LAST_DAY = date(2026, 11, 22)
DAY = LAST_DAY


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with serve(LAST_DAY) as serving:
        yield serving


@pytest.fixture
def workspace(newsroom: Newsroom, tmp_path: Path) -> Workspace:
    sources = tmp_path / "sources.yaml"
    sources.write_text(sources_yaml(newsroom.base_urls))
    return workspace_in(tmp_path, sources)


def run_as_it_first_was(workspace: Workspace) -> None:
    request = RunRequest(day=DAY)
    for source in workspace.sources:
        discover(workspace, request, source)
        fetch(workspace, request, [source])
    rebuild(workspace, request)


def revisions(workspace: Workspace) -> dict[str, list[tuple[str, int]]]:
    """Give for each page the kinds and numbers of its captures, in the order of the visits."""
    files = {key: content for key, content in published(workspace).items() if key.startswith("revisions/")}
    rows = [row for key, content in files.items() for row in from_parquet(REVISIONS, content, key).to_pylist()]
    found: dict[str, list[tuple[str, int]]] = {}
    for row in sorted(rows, key=lambda row: row["fetched_at"]):
        found.setdefault(row["url_key"], []).append((row["kind"], row["revision_number"]))
    return found


def edited_between_editions(newsroom: Newsroom) -> set[str]:
    def texts(edition: int) -> dict[str, tuple[str, str]]:
        day: list[Expectation] = expected_day(DAY, LAST_DAY, edition, base_urls=newsroom.base_urls)
        stand = [each for each in day if each.outcome in ("published", "duplicate")]
        return {url_key(each.url): (each.headline, each.article_body) for each in stand}

    before, after = texts(1), texts(2)
    return {key for key in before if before[key] != after[key]}


def test_articles_are_asked_for_again_and_each_answer_is_a_revision(newsroom: Newsroom, workspace: Workspace):
    run_as_it_first_was(workspace)
    first = recheck(workspace, DAY)
    assert first["answers"] == first["asked"] > 0
    pages = workspace.read_all(PAGES, DAY).to_pylist()
    assert {row["http_status"] for row in pages if row["fetch_outcome"] == "not_modified"} == {304}
    kinds = revisions(workspace)
    assert len(kinds) == first["asked"]
    assert all(each == [("first", 1), ("unchanged", 1)] for each in kinds.values())

    edited = edited_between_editions(newsroom)
    assert edited
    newsroom.move_to(2)
    recheck(workspace, DAY)
    kinds = revisions(workspace)
    assert {key for key, each in kinds.items() if each[-1] == ("updated", 2)} == edited
    assert all(each[-1] == ("unchanged", 1) for key, each in kinds.items() if key not in edited)


def test_a_day_that_is_not_in_the_lake_is_not_fetched(workspace: Workspace):
    assert recheck(workspace, DAY) == {"asked": 0, "answers": 0}
    assert published(workspace) == {}
