"""The search for pairs in tasks of its own: each can be cleared alone, and none of them decides what the day becomes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from parsed_rows import LONG, capture, parsed

from shpalta.daily.deduplicate import deduplicate
from shpalta.daily.fingerprint import fingerprint
from shpalta.daily.match import match
from shpalta.daily.reconcile import stale_days
from shpalta.daily.workspace import Workspace
from shpalta.lake.paths import shard_name
from shpalta.lake.schemas import PARSED
from shpalta.lake.store import open_store
from shpalta.request import RunRequest
from shpalta.settings import Settings

DAYS = [date(2026, 11, 14), date(2026, 11, 15)]
LAYERS = ("edges/", "clusters/", "captures/", "consulted/")
BUCKETS = 3


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    settings = Settings(store=tmp_path.joinpath("lake").as_uri(), shards=1, key_buckets=BUCKETS, scratch=tmp_path / "scratch")
    return Workspace(settings, open_store(settings), {})


def write(workspace: Workspace, day: date, *bodies: str) -> None:
    came_out = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    rows = [
        capture(f"https://one.example/{day}/{number}", body, date_published=came_out, fetched_at=came_out + timedelta(hours=1))
        for number, body in enumerate(bodies)
    ]
    workspace.write(PARSED, day, shard_name(0), parsed(*rows))
    fingerprint(workspace, RunRequest(day=day))


def layers(workspace: Workspace) -> dict[str, bytes]:
    return {key: workspace.store.read(key) for layer in LAYERS for key in workspace.store.keys(layer)}


EDITED = LONG.replace("вчора", "сьогодні") + "\nЗасідання транслювали на сайті ради."


def test_a_day_is_the_same_whether_buckets_were_searched_before_or_not(workspace: Workspace):
    write(workspace, DAYS[0], LONG, "Зовсім інше.")
    write(workspace, DAYS[1], EDITED, LONG.upper())
    for day in DAYS:
        deduplicate(workspace, RunRequest(day=day))
    alone = layers(workspace)
    for day in DAYS:
        counts = [match(workspace, RunRequest(day=day), bucket) for bucket in range(BUCKETS)]
        assert [each["bucket"] for each in counts] == list(range(BUCKETS))
    assert len(workspace.store.keys(f"matches/date={DAYS[1]}/")) == BUCKETS
    for day in DAYS:
        deduplicate(workspace, RunRequest(day=day))
    assert layers(workspace) == alone
    assert list(stale_days(workspace)) == []


def test_buckets_are_read_and_not_searched_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    for day in DAYS:
        write(workspace, day, EDITED if day == DAYS[1] else LONG)
        for bucket in range(BUCKETS):
            match(workspace, RunRequest(day=day), bucket)
    monkeypatch.delattr("shpalta.daily.deduplicate.match")
    assert [deduplicate(workspace, RunRequest(day=day))["near_text"] for day in DAYS] == [0, 1]


def test_what_was_found_in_a_window_that_has_changed_since_is_not_believed(workspace: Workspace):
    write(workspace, DAYS[0], "Зовсім інше.")
    write(workspace, DAYS[1], EDITED)
    for bucket in range(BUCKETS):
        match(workspace, RunRequest(day=DAYS[1]), bucket)
    found = set(workspace.store.keys("matches/"))
    write(workspace, DAYS[0], LONG)
    assert deduplicate(workspace, RunRequest(day=DAYS[1]))["near_text"] == 1
    match(workspace, RunRequest(day=DAYS[1]), 0)
    assert found.isdisjoint(workspace.store.keys("matches/"))


def test_days_that_were_linked_by_other_rules_are_stale(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    for day in DAYS:
        write(workspace, day, LONG)
        deduplicate(workspace, RunRequest(day=day))
    assert list(stale_days(workspace)) == []
    monkeypatch.setattr("shpalta.daily.look_back.LINK_RULES_VERSION", "of others")
    assert list(stale_days(workspace)) == DAYS
