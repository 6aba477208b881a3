"""The watch: what a feed forgets between two runs is a candidate of its day all the same, and the day is known to be whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import orjson
import pytest

from fetch_rig import Rig
from loopback_site import answer, not_found, serving
from shpalta.daily.discover import discover as run_discover
from shpalta.daily.watch import watch
from shpalta.daily.workspace import Workspace
from shpalta.lake import schemas
from shpalta.lake.paths import part
from shpalta.request import RunRequest
from shpalta.sources.found import Found
from shpalta.steps import StepContext
from shpalta.steps.discover import Discovered, Watched, discover
from shpalta.steps.discover.watch import days_of, joined
from shpalta.steps.discover.watch import watch as look_at_feeds
from shpalta.web.urls import url_key

DAY = date(2026, 11, 15)


def at(hour: int, minute: int = 0) -> datetime:
    """Give a moment of the day in Kyiv, two hours ahead of UTC; hour 24 and later are of the next day."""
    return datetime(2026, 11, 14, 22, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)


def feed(*entries: tuple[str, datetime | None], headers: tuple[str, ...] = ()) -> bytes:
    items = [{"url": path, "date_published": moment and moment.isoformat()} for path, moment in entries]
    return answer(orjson.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}), *headers)


class Hours:
    """Looks at a feed one after another, and the night's run over what they left."""

    def __init__(self, rig: Rig, pages: dict) -> None:
        self.rig = rig
        self.pages = pages
        self.feeds = schemas.FEEDS.empty()
        self.sightings = schemas.SIGHTINGS.empty()

    def look(self, now: datetime, *entries: tuple[str, datetime | None]) -> dict:
        """Look at a feed of these entries, if any are given; give its row."""
        if entries:
            self.pages["/rss"] = feed(*entries)
        look = look_at_feeds(self.rig.source, self.feeds, self.rig.settings, now)
        self.feeds = look.feeds
        self.sightings = joined(self.sightings, look.sightings.get(DAY, self.sightings.schema.empty_table()).to_pylist())
        return look.feeds.to_pylist()[0]

    def night(self, now: datetime) -> Discovered:
        context = StepContext(day=DAY, zone="Europe/Kyiv", sources={"site": self.rig.source})
        watched = Watched(self.sightings, self.feeds)
        return discover(self.rig.source, context, schemas.CANDIDATES.empty(), self.rig.settings, now, watched=watched)


@pytest.fixture
def hours(tmp_path):
    """Give looks at a feed that a test fills, and the site that serves it."""
    pages: dict = {}
    with serving(pages) as site:
        yield Hours(Rig(tmp_path, site), pages)


def look_all_day(hours: Hours, at_hours: range) -> Discovered:
    """Look at a feed that remembers two entries, one an hour; then run the night, when both are of the next day."""
    for hour in at_hours:
        hours.look(at(hour, 5), (f"/{hour}", at(hour)), (f"/{hour}-before", at(hour) - timedelta(hours=1)))
    hours.pages["/rss"] = feed(("/new", at(25)), ("/midnight", at(24)))
    return hours.night(at(27))


def paths(found: Discovered) -> list[str]:
    return sorted("/" + url.split("/", 3)[3] for url in found.candidates["url"].to_pylist())


def test_what_the_feed_has_forgotten_by_night_is_found_and_the_day_is_whole(hours):
    found = look_all_day(hours, range(26))
    assert {f"/{hour}" for hour in range(24)} < set(paths(found))
    assert [(row["state"], row["reason"]) for row in found.discoveries.to_pylist()] == [("read", None)]


def test_an_hour_that_was_not_looked_at_leaves_the_day_known_to_be_partial(hours):
    for hour in (0, 1, 2, 10, 11):
        hours.look(at(hour, 5), (f"/{hour}", at(hour)), (f"/{hour}-before", at(hour) - timedelta(hours=1)))
    found = look_all_day(hours, range(12, 26))
    assert "/1" in paths(found)
    assert [(row["state"], row["reason"]) for row in found.discoveries.to_pylist()] == [
        ("read", "It remembers only a part of the day")
    ]


def test_a_day_beyond_the_feeds_reach_that_was_watched_is_read_without_asking(hours):
    look_all_day(hours, range(26))
    asked = len(hours.rig.site.log)
    found = hours.night(at(0) + timedelta(days=90))
    assert len(hours.rig.site.log) == asked
    assert [row["state"] for row in found.discoveries.to_pylist()] == ["read"]
    assert "/3" in paths(found)


def test_validators_survive_from_one_look_to_the_next(hours):
    hours.pages["/rss"] = feed(("/a", at(9)), headers=('ETag: "v1"', "Last-Modified: Sun, 15 Nov 2026 07:00:00 GMT"))
    hours.look(at(10))
    hours.pages["/rss"] = answer("", status="304 Not Modified")
    row = hours.look(at(11))
    sent = hours.rig.site.asked("/rss")[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"v1"', "Sun, 15 Nov 2026 07:00:00 GMT")
    assert (row["state"], row["etag"], row["read_at"]) == ("unchanged", '"v1"', at(11))
    assert paths(hours.night(at(27))) == ["/a"]


def test_a_look_that_fails_costs_nothing_that_the_looks_before_it_gave(hours):
    before = hours.look(at(10), ("/a", at(9)))
    hours.pages["/rss"] = not_found()
    row = hours.look(at(11))
    assert row == before | {"state": "failed", "reason": "HTTP 404"}
    assert paths(hours.night(at(27))) == ["/a"]


def test_an_entry_without_a_date_is_of_the_days_since_the_last_look_and_sighted_once(hours):
    hours.look(at(10), ("/old", None))
    assert hours.look(at(11), ("/new", None), ("/old", None))["undated_keys"] == [
        url_key(hours.rig.site.url(path)) for path in ("/new", "/old")
    ]
    look = look_at_feeds(hours.rig.source, hours.feeds, hours.rig.settings, at(25))
    assert look.sightings == {}


@pytest.mark.parametrize(
    ("entry", "days"),
    [
        (Found("https://site.ua/a", date_hint=at(23, 59)), [15]),
        (Found("https://site.ua/a", date_hint=at(24)), [16]),
        (Found("https://site.ua/a", date_hint=datetime(1999, 1, 1, tzinfo=UTC)), []),
        (Found("https://site.ua/a", date_hint=datetime(2199, 1, 1, tzinfo=UTC)), []),
        (Found("https://site.ua/2026/11/14/a", modified_hint=at(12)), [14]),
        (Found("https://site.ua/a", modified_hint=at(12)), [15]),
        (Found("https://site.ua/a"), [15]),
    ],
)
def test_an_entry_belongs_to_the_day_that_it_names(entry, days):
    assert [day.day for day in days_of(entry, "Europe/Kyiv", at(13), at(12))] == days


def test_an_entry_without_a_date_seen_first_after_midnight_may_be_of_both_days():
    assert [day.day for day in days_of(Found("https://site.ua/a"), "Europe/Kyiv", at(24, 30), at(23, 30))] == [15, 16]


def test_the_watch_writes_beside_what_discover_writes_and_a_run_takes_it_in(tmp_path):
    pages: dict = {}
    published = datetime.now(UTC) - timedelta(minutes=1)
    day = published.astimezone(ZoneInfo("Europe/Kyiv")).date()
    with serving(pages) as site:
        rig = Rig(tmp_path, site)
        workspace = Workspace(rig.settings, rig.store, {"site": rig.source})
        for number, path in enumerate(("/morning", "/evening")):
            pages["/rss"] = feed((path, published))
            assert watch(workspace) == {"sources": 1, "feeds": 1, "failed": 0, "new": 1}, number
        assert rig.store.keys("candidates/") == []
        pages["/rss"] = feed(("/night", published))
        assert run_discover(workspace, RunRequest(day=day), "site")["candidates"] == 3
        key = part("candidates", day, "site")
        before = rig.store.read(key)
        watch(workspace)
        run_discover(workspace, RunRequest(day=day), "site")
        assert rig.store.read(key) == before
