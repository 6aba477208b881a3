"""A day of the sample newsroom, parsed again from raw after its sites are gone, by a parser that reads otherwise."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NoReturn

import pytest

from lake_rig import published, workspace_in
from newsroom.server import serve
from newsroom.sources import sources_yaml
from shpalta.daily.discover import discover
from shpalta.daily.fetch import fetch
from shpalta.daily.reparse import days_with_raw, reparse
from shpalta.daily.whole_day import rebuild
from shpalta.daily.workspace import Workspace
from shpalta.lake.catalog import open_catalog, read_day
from shpalta.lake.schemas import ARTICLES
from shpalta.request import RunRequest
from shpalta.steps.parse import step

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("reparse")
    with serve(DAY) as newsroom:
        (folder / "sources.yaml").write_text(sources_yaml(newsroom.base_urls))
        workspace = workspace_in(folder, folder / "sources.yaml")
        request = RunRequest(day=DAY)
        for source in workspace.sources:
            discover(workspace, request, source)
            fetch(workspace, request, [source])
        rebuild(workspace, request)
    return workspace


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a reparse asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_the_same_parser_changes_no_byte(workspace: Workspace) -> None:
    before = published(workspace)
    counts = reparse(workspace, DAY)
    assert counts["articles"]
    assert (counts["new"], counts["gone"], counts["changed"]) == (0, 0, 0)
    assert published(workspace) == before


@pytest.mark.usefixtures("no_network")
def test_another_parser_publishes_what_it_reads_otherwise_and_says_so(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for_the_day = step.for_the_day

    def shouting(*arguments: object) -> object:
        content = for_the_day(*arguments)
        return {**content, "headline": content["headline"].upper()} if isinstance(content, dict) else content

    monkeypatch.setattr(step, "for_the_day", shouting)
    monkeypatch.setattr(step, "PARSER_VERSION", "next")
    counts = reparse(workspace, DAY)
    assert counts["changed"] == counts["changed_headline"] == counts["articles"]
    assert "changed_article_body" not in counts
    rows = read_day(open_catalog(workspace.settings), ARTICLES, DAY).to_pylist()
    assert {row["parser_version"] for row in rows} == {"next"}
    assert all(row["headline"].isupper() for row in rows)


def test_only_days_with_pages_in_raw_are_parsed_again(workspace: Workspace) -> None:
    assert days_with_raw(workspace, DAY - timedelta(days=30), DAY) == [DAY]
    assert days_with_raw(workspace, DAY + timedelta(days=1), DAY + timedelta(days=9)) == []
