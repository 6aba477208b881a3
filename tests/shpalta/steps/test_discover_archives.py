"""Days that feeds have forgotten: archive pages, lists, other people's WARC files, web archives; found and fetched."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import orjson
import pytest

from fetch_rig import Rig
from loopback_site import answer, page, ranged, serving
from shpalta.lake.store import open_store
from shpalta.web.warc import read_payload

LATER = datetime(2026, 12, 20, tzinfo=UTC)


@pytest.fixture
def rig(tmp_path):
    return lambda site, *strategies, name="rig", **fields: Rig(tmp_path / name, site, strategies=list(strategies), **fields)


def paths(found) -> list[str]:
    return sorted("/" + url.split("/", 3)[3] for url in found.candidates["url"].to_pylist())


def states(found) -> list[tuple[str, str | None]]:
    return [(row["state"], row["reason"]) for row in found.discoveries.to_pylist()]


def listing(*links: str, head: str = "") -> bytes:
    anchors = "".join(f'<li><a href="{link}">Довгий заголовок новини {link}</a></li>' for link in links)
    return answer(
        f'<html><head>{head}</head><body><a href="/">Головна</a><a href="/politics">Політика</a>{anchors}</body></html>'
    )


def test_archive_pages_are_read_to_the_last(rig):
    pages = {
        "/archive/2026-11-15?page=1": listing(
            "/news/uriad-ukhvalyv-rishennia-pro-vyplaty", "/news/100001.html", "/2026/11/14/old"
        ),
        "/archive/2026-11-15?page=2": listing("/news/100002.html", "http://other.example/news/999999.html"),
        "/archive/2026-11-15?page=3": listing("/news/100002.html"),
    }
    with serving(pages) as site:
        found = rig(site, {"kind": "archive", "url": site.url("/archive/{yyyy}-{mm}-{dd}?page={page}")}).discover()
    assert paths(found) == ["/news/100001.html", "/news/100002.html", "/news/uriad-ukhvalyv-rishennia-pro-vyplaty"]
    assert found.candidates["title_hint"].to_pylist()[0] == "Довгий заголовок новини /news/100001.html"
    assert states(found) == [("read", None)]


def test_an_archive_page_names_the_next_one_itself(rig):
    pages = {
        "/a/15/11/2026": listing("/n/one", head='<link rel="next" href="/a/15/11/2026/2">'),
        "/a/15/11/2026/2": listing("/n/two"),
    }
    with serving(pages) as site:
        strategy = {"kind": "archive", "url": site.url("/a/{d}/{m}/{yyyy}"), "articles": r"/n/\w+$"}
        assert paths(rig(site, strategy).discover()) == ["/n/one", "/n/two"]


def test_an_archive_page_that_stalls_its_parser_is_given_up(rig, monkeypatch):
    monkeypatch.setattr("shpalta.sources.child.SECONDS", 2.0)
    with serving({"/archive/2026-11-15": answer("<div>" * 200_000)}) as site:
        found = rig(site, {"kind": "archive", "url": f"{site.home}/archive/{{yyyy}}-{{mm}}-{{dd}}"}).discover()
    assert states(found) == [("failed", "The archive page could not be parsed within 2 s")]


def test_a_list_gives_its_lines_of_the_day_and_counts_what_is_no_url(rig):
    with serving({}) as site:
        lines = [site.url("/a"), f"{site.url('/b')}\t2026-11-15", f"{site.url('/c')},2026-11-14", "# note", "", "nonsense"]
        site.pages["/list.txt"] = answer("\n".join(lines), media="text/plain")
        found = rig(site, {"kind": "list", "url": site.url("/list.txt")}).discover()
    assert paths(found) == ["/a", "/b"]
    assert states(found) == [("read", "1 lines are no URLs, the first is 'nonsense'")]


def test_a_list_may_be_a_file_and_a_missing_one_is_said_to_be(rig, tmp_path):
    with serving({}) as site:
        (tmp_path / "2026-11-15.txt").write_text(site.url("/a"))
        strategy = {"kind": "list", "url": f"{tmp_path.as_uri()}/{{yyyy}}-{{mm}}-{{dd}}.txt"}
        assert paths(rig(site, strategy).discover()) == ["/a"]
        assert states(rig(site, strategy).discover(day=date(2026, 11, 14)))[0][0] == "failed"


def crawled(rig, site) -> tuple[Rig, str]:
    """Crawl a site into a lake, and give it with the folder of its WARC files, captured today."""
    other = rig(site, {"kind": "rss", "url": site.url("/rss")}, name="other")
    other.fetch("/a", "/b")
    return other, other.store.url + "/raw/date=2026-11-15"


def test_pages_in_somebodys_warc_files_are_taken_from_there(rig):
    with serving({"/a": page("Перша"), "/b": page("Друга")}) as site:
        _, folder = crawled(rig, site)
        asked = len(site.log)
        today = datetime.now(UTC)
        ours = rig(site, {"kind": "warc", "url": folder, "least_age_days": 0}, zone="UTC")
        found = ours.discover(day=today.date(), now=today)
        rows = ours.fetch_candidates(found.candidates)
        assert len(site.log) == asked
    assert paths(found) == ["/a", "/b"]
    row = rows["/b"][0]
    assert row["fetch_outcome"] == "fetched"
    assert "Друга".encode() in read_payload(ours.store, row["warc_key"], row["warc_offset"], row["warc_length"])


def test_pages_in_a_bucket_of_warc_files_are_taken_from_there(rig, s3_server, tmp_path):
    with serving({"/a": page("Перша"), "/b": page("Друга")}) as site:
        other, _ = crawled(rig, site)
        settings = s3_server.settings(tmp_path)
        bucket = open_store(settings)
        for key in other.store.keys("raw/"):
            bucket.write(f"theirs/{key.rpartition('/')[2]}", other.store.read(key), "application/octet-stream")
        today, asked = datetime.now(UTC), len(site.log)
        ours = rig(site, {"kind": "warc", "url": f"{settings.store}/theirs", "least_age_days": 0}, zone="UTC")
        access = {name: getattr(settings, name) for name in ("s3_endpoint", "s3_access_key", "s3_secret_key")}
        ours.settings = ours.settings.model_copy(update=access)
        found = ours.discover(day=today.date(), now=today)
        rows = ours.fetch_candidates(found.candidates)
        assert len(site.log) == asked
        ours.settings = ours.settings.model_copy(update={"s3_secret_key": "not ours"})
        refused = ours.discover(day=today.date(), now=today)
    row = rows["/b"][0]
    assert [rows[path][0]["fetch_outcome"] for path in paths(found)] == ["fetched", "fetched"]
    assert "Друга".encode() in read_payload(ours.store, row["warc_key"], row["warc_offset"], row["warc_length"])
    assert states(refused)[0][0] == "failed"


def test_warc_files_on_the_web_are_read_by_ranges_from_their_list(rig):
    today = datetime.now(UTC)
    with serving({"/a": page("Перша"), "/b": page("Друга")}) as site:
        other, _ = crawled(rig, site)
        content = other.store.read(next(key for key in other.store.keys("raw/") if key.endswith(".gz")))
        name = f"crawl-data/CC-NEWS-{today:%Y%m%d}000001-00001.warc.gz"
        old = "crawl-data/CC-NEWS-20160826000000-00000.warc.gz"
        site.pages |= {
            f"/{name}": ranged(content),
            f"/{today:%Y/%m}/warc.paths.gz": answer(
                gzip.compress(f"{name}\n{old}\n../etc/passwd\n".encode()), media="application/gzip"
            ),
        }
        ours = rig(site, {"kind": "warc", "url": site.url("/{yyyy}/{mm}/warc.paths.gz"), "least_age_days": 0}, zone="UTC")
        found = ours.discover(day=today.date(), now=today)
        rows = ours.fetch_candidates(found.candidates)
        assert f"/{old}" not in site.paths()
        assert len(site.asked("/a")) == 1
    assert [rows[path][0]["fetch_outcome"] for path in ("/a", "/b")] == ["fetched", "fetched"]


def wayback(site) -> dict[str, bytes]:
    header = ["timestamp", "original", "mimetype", "statuscode", "digest"]
    rows = [
        ["20261115120000", site.url("/a"), "text/html", "200", "X"],
        ["20261116010000", site.url("/2026/11/14/b"), "text/html", "200", "Y"],
    ]
    more = [header, ["20261116030000", site.url("/c"), "text/html", "200", "Z"], ["20261116", "nonsense", "", "", ""]]
    query = f"/cdx?url=127.0.0.1%2F%2A&from=20261115&to=20261117&output=json&fl={'%2C'.join(header)}"
    query += "&filter=statuscode%3A200&filter=mimetype%3Atext%2Fhtml&collapse=urlkey&limit=5000&showResumeKey=true"
    return {
        query: answer(orjson.dumps([header, *rows, [], ["on 2"]]), media="application/json"),
        query + "&resumeKey=on+2": answer(orjson.dumps(more), media="application/json"),
        f"/web/20261115120000id_/{site.url('/a')}": page("Як було"),
        f"/web/20261116030000id_/{site.url('/c')}": answer(
            "", f"Location: /web/20200101000000id_/{site.url('/c')}", status="302 Found"
        ),
        f"/web/20200101000000id_/{site.url('/c')}": page("Давно"),
    }


def test_a_web_archive_gives_what_it_captured_and_is_asked_to_replay_it(rig):
    with serving({}) as site:
        site.pages |= wayback(site)
        ours = rig(site, {"kind": "cdx", "url": site.url("/cdx"), "replay": site.url("/web/")})
        found = ours.discover(now=LATER)
        rows = ours.fetch_candidates(found.candidates)
    assert paths(found) == ["/a", "/c"]
    row = rows["/a"][0]
    assert (row["fetch_outcome"], row["fetched_at"]) == ("fetched", datetime(2026, 11, 15, 12, tzinfo=UTC))
    assert rows["/c"][0]["fetch_outcome"] == "gone"
    assert "Як було".encode() in read_payload(ours.store, row["warc_key"], row["warc_offset"], row["warc_length"])


def test_a_web_archive_is_not_asked_for_what_the_site_still_has(rig):
    with serving({}) as site:
        found = rig(site, {"kind": "cdx", "url": site.url("/cdx"), "replay": site.url("/web/")}).discover()
        assert site.log == []
    assert states(found) == [("unreachable", "It is asked only for days at least 3 days old")]


def test_a_feed_is_not_asked_for_a_day_beyond_its_reach(rig):
    with serving({}) as site:
        found = rig(site, {"kind": "rss", "url": site.url("/rss")}).discover(now=datetime(2027, 11, 15, tzinfo=UTC))
        assert site.log == []
    assert states(found) == [("unreachable", "It remembers 31 days at most")]
