"""A day of the sample newsroom, fetched again before and after its sites changed their articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
from shpalta.daily.workspace import WHOLE_DAY, Workspace
from shpalta.lake.schemas import CLUSTERS, PAGES, REVISIONS
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


def test_an_article_that_its_site_deleted_stays_published_and_the_deletion_is_a_revision(
    newsroom: Newsroom, workspace: Workspace
):
    run_as_it_first_was(workspace)
    shown = {key for key in published(workspace) if not key.startswith(("revisions/", "coverage/"))}
    standing = [row for row in workspace.read(CLUSTERS, DAY, WHOLE_DAY).to_pylist() if row["is_representative"]]
    in_order = sorted((row["url_key"] for row in standing), key=lambda key: key.partition("/")[2])  # ports differ
    deleted = set(in_order[:2])
    paths = {(site, path) for site, path in newsroom.week.by_path if url_key(newsroom.base_urls[site] + path) in deleted}
    left = {key: article for key, article in newsroom.week.by_path.items() if key not in paths}
    newsroom.week = replace(newsroom.week, by_path=left)
    for again in (2, 3):
        assert recheck(workspace, DAY)["answers"] == len(workspace.read(CLUSTERS, DAY, WHOLE_DAY))
        kinds = revisions(workspace)
        assert {key for key, each in kinds.items() if ("updated", 2) in each} == deleted
        assert {len(each) for each in kinds.values()} == {again}
    assert {kinds[key][-1] for key in deleted} == {("unchanged", 2)}
    assert {row["http_status"] for row in workspace.read_all(PAGES, DAY).to_pylist() if row["fetch_outcome"] == "gone"} == {404}
    assert {key for key in published(workspace) if not key.startswith(("revisions/", "coverage/"))} == shown


def test_a_day_that_is_not_in_the_lake_is_not_fetched(workspace: Workspace):
    assert recheck(workspace, DAY) == {"asked": 0, "answers": 0}
    assert published(workspace) == {}
