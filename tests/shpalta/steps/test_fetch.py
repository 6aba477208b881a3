"""Fetch: every candidate ends in one outcome, every page in raw, and nothing is asked for twice."""

from __future__ import annotations

import io

import orjson
import pytest
from warcio.archiveiterator import ArchiveIterator

from fetch_rig import Rig
from loopback_site import answer, page, serving
from shpalta.lake import schemas
from shpalta.web.warc import check_file, read_payload


@pytest.fixture
def rig(tmp_path):
    return lambda site, **fields: Rig(tmp_path, site, **fields)


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


def test_the_request_record_says_what_was_asked(rig):
    with serving({"/a?b=%20c": page()}) as site:
        fetched = rig(site)
        row = fetched.fetch("/a?b=%20c")["/a?b=%20c"][0]
        sent = site.asked("/a?b=%20c")[0].headers
    records = ArchiveIterator(io.BytesIO(fetched.store.read(row["warc_key"])), no_record_parse=True)
    block = next(record.raw_stream.read() for record in records if record.rec_type == "request")
    first, *headers = block.decode().splitlines()[:-1]
    assert first == "GET /a?b=%20c HTTP/1.1"
    assert {line.partition(": ")[0].lower(): line.partition(": ")[2] for line in headers} == sent


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
