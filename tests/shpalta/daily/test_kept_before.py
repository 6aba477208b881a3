"""A page that an earlier day has kept is asked for only if it changed, and its body is found where it was kept."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from warcio.archiveiterator import ArchiveIterator

from fetch_rig import candidate
from lake_rig import published, workspace_in
from loopback_site import Site, answer, page, serving
from shpalta.daily.fetch import DAYS_BACK, fetch
from shpalta.daily.parse import parse
from shpalta.daily.whole_day import rebuild
from shpalta.daily.workspace import Workspace
from shpalta.lake.schemas import CANDIDATES, DISCOVERIES, PAGES, PARSED, REVISIONS
from shpalta.lake.tables import conform, from_parquet
from shpalta.request import RunRequest

FIRST, SECOND = date(2026, 11, 14), date(2026, 11, 15)
TEXT = "Рада ухвалила рішення про міст, ринок і школу, сказав голова громади. " * 10


def with_etag(content: bytes, etag: str = '"1"'):
    """Serve a page that says by an ETag whether it changed."""

    def serve(connection, path: str, headers: dict[str, str]) -> None:
        is_known = headers.get("if-none-match") == etag
        connection.sendall(
            answer("", status="304 Not Modified", media="")
            if is_known
            else content.replace(b"200 OK\r\n", f"200 OK\r\nETag: {etag}\r\n".encode(), 1)
        )

    return serve


class Days:
    """A source on loopback whose article is a candidate of whatever day is run."""

    def __init__(self, folder: Path, site: Site) -> None:
        entry = {"id": "site", "name": "Site", "home": site.home, "is_local": True, "delay_seconds": 0}
        entry["strategies"] = [{"kind": "list", "url": site.url("/list")}]
        (folder / "sources.yaml").write_text(yaml.safe_dump({"sources": [entry]}))
        self.workspace: Workspace = workspace_in(folder, folder / "sources.yaml")
        self.site = site

    def run(self, day: date, path: str = "/a", **request: bool) -> list[dict]:
        came_out = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        rows = conform(CANDIDATES, [candidate(self.site.url(path)) | {"date_hint": came_out}])
        self.workspace.write(CANDIDATES, day, "site", rows)
        self.workspace.write(DISCOVERIES, day, "site", DISCOVERIES.empty())
        fetch(self.workspace, RunRequest(day=day, **request), ["site"])
        return self.workspace.read(PAGES, day, "site").to_pylist()


@pytest.fixture
def site():
    with serving({"/a": with_etag(page("Міст добудують", TEXT))}) as made:
        yield made


@pytest.fixture
def days(tmp_path, site) -> Days:
    return Days(tmp_path, site)


def record_types(days: Days, row: dict) -> list[str]:
    content = days.workspace.store.read(row["warc_key"])
    return [record.rec_type for record in ArchiveIterator(io.BytesIO(content))]


def test_a_page_that_the_day_before_kept_is_not_sent_again(days, site):
    [kept] = days.run(FIRST)
    [row] = days.run(SECOND)
    assert (row["fetch_outcome"], row["http_status"]) == ("not_modified", 304)
    assert row["refers_to"]["warc_key"] == kept["warc_key"]
    assert row["payload_sha256"] == kept["payload_sha256"]
    assert record_types(days, row) == ["warcinfo", "revisit", "request"]
    days.run(SECOND)
    assert len(site.asked("/a")) == 2


def test_a_page_of_the_same_bytes_is_kept_once_though_its_site_does_not_say_so(days, site):
    site.pages["/a"] = page("Міст добудують", TEXT)
    [kept], [row] = days.run(FIRST), days.run(SECOND)
    assert (row["fetch_outcome"], row["http_status"]) == ("not_modified", 200)
    assert row["refers_to"]["warc_key"] == kept["warc_key"]


def test_its_body_is_parsed_from_where_it_was_kept(days):
    [kept] = days.run(FIRST)
    days.run(SECOND)
    shards = range(days.workspace.settings.shards)
    assert sum(int(parse(days.workspace, RunRequest(day=SECOND), shard)["articles"]) for shard in shards) == 1
    [parsed] = days.workspace.read_shards(PARSED, SECOND).to_pylist()
    assert (parsed["warc_key"], parsed["warc_offset"]) == (kept["warc_key"], kept["warc_offset"])
    assert "голова громади" in parsed["article_body"]


def test_a_third_day_refers_to_the_response_itself_and_not_to_a_revisit(days):
    [kept], [second], [third] = days.run(FIRST), days.run(SECOND), days.run(SECOND + timedelta(days=1))
    assert third["refers_to"] == second["refers_to"]
    assert third["refers_to"]["warc_offset"] == kept["warc_offset"]


def test_fetched_again_on_its_second_day_each_visit_is_a_version_of_the_one_article(days, site):
    days.run(FIRST)
    days.run(SECOND)
    before, again = days.run(SECOND, is_refetch=True)
    assert (before["fetch_outcome"], again["fetch_outcome"]) == ("not_modified", "not_modified")
    assert before["refers_to"]
    assert again["refers_to"] is None
    site.pages["/a"] = with_etag(page("Міст не добудують", TEXT), '"2"')
    *_, changed = days.run(SECOND, is_refetch=True)
    assert changed["fetch_outcome"] == "fetched"
    rebuild(days.workspace, RunRequest(day=SECOND))
    files = {key: content for key, content in published(days.workspace).items() if key.startswith("revisions/")}
    versions = [row for key, each in files.items() for row in from_parquet(REVISIONS, each, key).to_pylist()]
    kinds = [row["kind"] for row in sorted(versions, key=lambda row: row["fetched_at"])]
    assert kinds == ["first", "unchanged", "updated"]


def test_no_day_refers_to_a_later_one_nor_to_one_long_ago(days):
    days.run(SECOND)
    assert [row["fetch_outcome"] for row in days.run(FIRST)] == ["fetched"]
    later = SECOND + timedelta(days=DAYS_BACK + 1)
    assert [row["fetch_outcome"] for row in days.run(later)] == ["fetched"]
