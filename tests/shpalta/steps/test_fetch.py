"""Fetch: every candidate ends in one outcome, every page in raw, and nothing is asked for twice."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest
from warcio.archiveiterator import ArchiveIterator

from loopback_site import answer, page, serving
from shpalta.lake import schemas
from shpalta.lake.folder import FolderStore
from shpalta.lake.tables import conform
from shpalta.request import RunRequest
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps.fetch import fetch
from shpalta.web.urls import url_key
from shpalta.web.warc import check_file, read_payload

DAY = date(2026, 11, 15)
SEEN_AT = datetime(2026, 11, 16, 1, tzinfo=UTC)


class Rig:
    """A source on loopback, a store in a folder, and a fetch over both."""

    def __init__(self, folder: Path, site, **fields) -> None:
        self.site = site
        self.store = FolderStore(folder / "lake")
        self.settings = Settings(store=(folder / "lake").as_uri(), scratch=folder / "scratch", delay_seconds=0)
        fields = {"delay_seconds": 0, "is_local": True, "limits": {"seconds_per_page": 2}} | fields
        strategies = [{"kind": "rss", "url": site.url("/rss")}]
        self.source = Source.model_validate(
            {"id": "site", "name": "Site", "home": site.home, "strategies": strategies} | fields
        )
        self.pages = schemas.PAGES.empty()

    def fetch(self, *paths: str, **request) -> dict[str, list[dict]]:
        candidates = conform(schemas.CANDIDATES, [_candidate(self.site.url(path)) for path in paths])
        asked = RunRequest(day=DAY, **request)
        self.pages = fetch(candidates, self.pages, asked, self.source, settings=self.settings, store=self.store)
        rows: dict[str, list[dict]] = {path: [] for path in paths}
        for row in self.pages.to_pylist():
            rows[row["url"].removeprefix(self.site.home)].append(row)
        return rows

    def outcomes(self, *paths: str, **request) -> dict[str, str]:
        return {path: rows[0]["fetch_outcome"] for path, rows in self.fetch(*paths, **request).items()}


@pytest.fixture
def rig(tmp_path):
    return lambda site, **fields: Rig(tmp_path, site, **fields)


def _candidate(url: str) -> dict:
    return {
        "source_id": "site",
        "url": url,
        "url_key": url_key(url),
        "discovered_via": ["rss"],
        "first_seen_at": SEEN_AT,
    }


def test_a_page_comes_back_from_raw_as_it_was_sent(rig):
    with serving({"/a": page("Перша")}) as site:
        fetched = rig(site)
        row = fetched.fetch("/a")["/a"][0]
        body = read_payload(fetched.store, row["warc_key"], row["warc_offset"], row["warc_length"])
    assert row["fetch_outcome"] == "fetched"
    assert body == page("Перша").partition(b"\r\n\r\n")[2]


def test_a_rerun_asks_for_nothing_that_raw_holds(rig):
    with serving({"/a": page(), "/b": page()}) as site:
        fetched = rig(site)
        first = fetched.fetch("/a")
        again = fetched.fetch("/a", "/b")
        assert len(site.asked("/a")) == 1
    assert again["/a"] == first["/a"]


def test_an_index_that_was_lost_is_rebuilt_from_raw(rig):
    with serving({"/a": page()}) as site:
        fetched = rig(site)
        first = fetched.fetch("/a")
        fetched.pages = schemas.PAGES.empty()
        assert fetched.fetch("/a") == first
        assert len(site.asked("/a")) == 1


def test_robots_txt_is_obeyed(rig):
    rules = answer("User-agent: *\nDisallow: /closed/", media="text/plain")
    with serving({"/robots.txt": rules, "/closed/a": page(), "/open": page()}) as site:
        assert rig(site).outcomes("/closed/a", "/open") == {"/closed/a": "robots", "/open": "fetched"}
        assert "/closed/a" not in site.paths()


def test_refetch_keeps_the_old_page_beside_the_new_one(rig):
    pages = {"/a": page("Раз")}
    with serving(pages) as site:
        fetched = rig(site)
        fetched.fetch("/a")
        pages["/a"] = page("Два")
        rows = fetched.fetch("/a", is_refetch=True)["/a"]
    assert [row["fetch_outcome"] for row in rows] == ["fetched", "fetched"]
    assert rows[0]["payload_sha256"] != rows[1]["payload_sha256"]


def test_refetching_an_unchanged_page_leaves_a_revisit_record(rig):
    with serving({"/a": page()}) as site:
        fetched = rig(site)
        fetched.fetch("/a")
        rows = fetched.fetch("/a", is_refetch=True)["/a"]
    assert [row["fetch_outcome"] for row in rows] == ["fetched", "not_modified"]
    records = ArchiveIterator(io.BytesIO(fetched.store.read(rows[1]["warc_key"])))
    assert [record.rec_type for record in records] == ["warcinfo", "revisit", "request"]


def test_every_warc_file_is_what_its_sidecar_says(rig):
    with serving({"/a": page(), "/b": answer("", "Location: /a", status="301 Moved")}) as site:
        fetched = rig(site)
        fetched.fetch("/a", "/b")
    keys = fetched.store.keys("raw/")
    assert [key.rpartition(".")[2] for key in keys] == ["json", "gz"]
    check_file(fetched.store.read(keys[1]), orjson.loads(fetched.store.read(keys[0])), keys[1])
