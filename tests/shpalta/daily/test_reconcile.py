"""Days of the sample newsroom, fetched once, then run from raw in two orders: what readers see must be the same bytes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from lake_rig import published, workspace_in
from newsroom.model import Article
from newsroom.server import serve
from newsroom.sources import sources_yaml
from newsroom.week import open_week
from shpalta.daily.discover import discover
from shpalta.daily.fetch import fetch
from shpalta.daily.reconcile import reconcile, stale_days
from shpalta.daily.whole_day import rebuild
from shpalta.request import RunRequest

LAST_DAY = date(2026, 11, 22)
DAYS = [LAST_DAY - timedelta(days=2), LAST_DAY - timedelta(days=1)]


def reprint_of_yesterday() -> Article:
    """Let one site carry on the last day but one what the other wrote the day before."""
    week = open_week(LAST_DAY)
    original = next(
        each for each in week.articles if each.day == DAYS[0] and each.site == "lyman" and each.becomes.outcome == "published"
    )
    later = original.published_at + timedelta(days=1)
    return replace(original, site="obrii", slug="peredruk", headline="Учорашнє", published_at=later, section="", path="")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("raw")
    sources = folder / "sources.yaml"
    with serve(LAST_DAY, extra=[reprint_of_yesterday()]) as newsroom:
        sources.write_text(sources_yaml(newsroom.base_urls))
        workspace = workspace_in(folder, sources)
        for request in (RunRequest(day=day) for day in DAYS):
            for source in workspace.sources:
                discover(workspace, request, source)
                fetch(workspace, request, [source])
    return folder, sources


def test_days_run_backwards_and_reconciled_are_published_as_if_run_in_order(raw: tuple[Path, Path], tmp_path: Path):
    fetched, sources = raw
    lakes = {}
    for name in ("forwards", "backwards"):
        shutil.copytree(fetched / "lake", tmp_path / name / "lake")
        lakes[name] = workspace_in(tmp_path / name, sources)
    for day in DAYS:
        rebuild(lakes["forwards"], RunRequest(day=day))
    assert list(stale_days(lakes["forwards"])) == []
    for day in reversed(DAYS):
        rebuild(lakes["backwards"], RunRequest(day=day))
    before = published(lakes["backwards"])
    shown: list[tuple[date, bool]] = []
    assert reconcile(lakes["backwards"], lambda day, is_changed: shown.append((day, is_changed))) == DAYS[1:]
    assert shown == [(DAYS[1], True)]
    after = published(lakes["backwards"])
    assert after != before
    assert after == published(lakes["forwards"])
    assert reconcile(lakes["backwards"], lambda *_: None) == []
