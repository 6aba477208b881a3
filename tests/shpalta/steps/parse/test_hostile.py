"""Pages that break parsers end in an outcome, and pages that differ by a few bytes never raise or waver."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom_week import CRAWLED_AT, served_pages
from shpalta.steps.parse import Article, Reject, parse_page
from shpalta.steps.parse.worker import Job, PageWorker
from tuning import SHARED

TEXT = b"<article><h1>T</h1>" + b"<p>The council met on Friday, and it decided, after some hours, to mend the bridge.</p>" * 5
HOSTILE = {
    "attributes": (b"<div " + b" ".join(b"a%d=1" % number for number in range(200_000)) + b">x", "over_limits"),
    "attributes without blanks": (b"<div " + b"".join(b'a%d="1"' % number for number in range(200_000)), "over_limits"),
    "nested": (b"<div>" * 100_000 + b"x", "over_limits"),
    "nested and half closed": (b"<div>" * 30_000 + b"x" + b"</div>" * 15_000, "over_limits"),
    "nested under stray closing tags": (b"<div></b></section>" * 20_000, "over_limits"),
    "nested under closing tags out of reach": (b"<div><table><td></div>" * 5_000, "over_limits"),
    "nested tables": (TEXT + b"<table><tr><td>" * 8_000, "over_limits"),
    "large": (b"a" * 50_000_000, "over_limits"),
    "NUL bytes": (b"\0" * 10_000, "bad_content"),
    "empty": (b"", "bad_content"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "bad_content"),
    "binary": (bytes(range(256)) * 100, "bad_content"),
    "a feed": (b'<?xml version="1.0"?>\n<rss version="2.0"><channel>' + TEXT, "bad_content"),
    "links": (TEXT + b"<a href=/x>x" * 1_000_000, "over_limits"),
    "one text": (TEXT + b"<p>" + b"word " * 4_000_000, "over_limits"),
    "one attribute": (TEXT + b"<a href='" + b"a" * 20_000_000 + b"'>x</a>", "over_limits"),
    "alternates": (b"".join(b"<link rel=alternate hreflang=a%d href=/%d>" % (n, n) for n in range(100_000)), "over_limits"),
    "frames": (b"<html><frameset>" + b"<frame src=x>" * 50_000, "over_limits"),
    "nested pictures": (TEXT + b"<svg><desc>" * 20_000, "over_limits"),
    "nested parts of data": (TEXT + b"<div itemscope itemprop=author>" * 8_000, "over_limits"),
    "UTF-7": (b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "no_article"),
}
BENIGN = {
    "NUL bytes in the text": TEXT.replace(b"e", b"\0e"),
    "UTF-16": TEXT.decode().encode("utf-16"),
    "cut in a tag": TEXT + b"<div class='",
    "unclosed comment": TEXT + b"<!--" + b"x" * 100_000,
    "unclosed script": TEXT + b"<script>" + b"<p>" * 1_000,
    "broken JSON-LD": TEXT + b'<script type="application/ld+json">' + b'{"a":' * 5_000 + b"</script>",
    "a picture of many shapes": TEXT + b"<svg>" + b'<path d="M0 0"/>' * 7_000 + b"</svg>",
    "nested to the limit": TEXT + b"<div>" * 900 + b"x",
    "UTF-16 without a mark": TEXT.decode().encode("utf-16-be"),
    "a million entities": TEXT + b"<p>" + b"&amp;" * 1_000_000,
    "formatting that is opened again and again": TEXT + b"<b><i></b></i>" * 14_000,
    "links without end before a table's cells": TEXT + b"<table>" + b"<a href=x></a>" * 25_000,
    "closing tags of nothing": TEXT + b"</p></a>" * 25_000,
    "JSON-LD nested without end": TEXT + b'<script type="application/ld+json">' + b'{"a":' * 1_000_000,
    "JSON-LD of many nodes": TEXT + b'<script type="application/ld+json">[' + b'{"@type":"Person"},' * 250_000,
    "JSON-LD that refers to itself": TEXT
    + b'<script type="application/ld+json">{"@type":"Article","author":{"@id":"b"},"x":{"@id":"b","y":{"@id":"b"}}}</script>',
    "JSON-LD with half a letter": TEXT
    + b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"\\ud800 b","author":"\\u0000\\udc00 A"}</script>',
    "a title of many parts": b"<title>" + b"a - " * 1_000_000 + b"</title>" + TEXT,
    "names of nothing but brackets": b"<meta name=author content='" + b"[(" * 1_000_000 + b"'>" + TEXT,
    "dates of many digits": b"<meta name=date content='"
    + b"9" * 40
    + b"-"
    + b"1" * 40
    + b"-01'><time>"
    + b"9" * 90
    + b" days ago</time>"
    + TEXT,
    "a time before the first year": b"<meta name=date content='0001-01-01T00:00:00+14:00'>" + TEXT,
    "lone surrogates": TEXT + b"<p>\xed\xa0\x80 &#xd800; &#x110000;</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_that_breaks_parsers_is_a_reject_with_its_reason(name: str) -> None:
    page, reason = HOSTILE[name]
    outcome = parse_page(page, "https://a.example/b")
    assert isinstance(outcome, Reject)
    assert outcome.reason == reason


@pytest.mark.parametrize("name", BENIGN)
def test_damage_around_the_text_leaves_the_text(name: str) -> None:
    outcome = parse_page(BENIGN[name], "https://a.example/b")
    assert isinstance(outcome, Article)
    assert outcome.article_body.count("to mend the bridge.") == 5


def test_a_shard_of_hostile_pages_goes_on_and_ends_the_same_twice() -> None:
    pages = [page for page, _ in HOSTILE.values()] + list(BENIGN.values())
    with PageWorker() as worker:
        first, again = (
            [worker.parse(Job(page, "https://a.example/b", None, CRAWLED_AT, "UTC")) for page in pages] for _ in "12"
        )
    assert first == again
    assert [type(each) for each in first] == [Reject] * len(HOSTILE) + [Article] * len(BENIGN)


CYRILLIC = (
    f"<article><h1>Нова школа</h1>{'<p>Рада зібралася у місті і вирішила, після кількох годин, полагодити міст.</p>' * 5}"
)
CHARSETS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-u", "iso8859-5")


@pytest.mark.parametrize("said", ["", "utf-8", "windows-1251", "iso-8859-1", "utf-16", "x-user-defined", "nonsense"])
def test_a_text_reads_the_same_in_every_charset_whatever_the_page_says_of_it(said: str) -> None:
    page = (f"<meta charset={said}>" if said else "") + CYRILLIC
    kinds = ("text/html", f"text/html; charset={said}") if said else ("text/html",)
    expected = parse_page(page.encode(), "https://a.example/b")
    assert isinstance(expected, Article)
    for charset in CHARSETS:
        for kind in kinds:
            assert parse_page(page.encode(charset), "https://a.example/b", content_type=kind) == expected, (charset, kind)


def test_a_page_that_takes_the_parsers_life_costs_itself_alone() -> None:
    slow = TEXT + b"<select>" + b"<option>x" * 59_000
    with PageWorker() as worker:
        jobs = [Job(page, "https://a.example/b", None, None, "UTC") for page in (slow, TEXT)]
        outcomes = [worker.parse(job) for job in jobs]
    assert isinstance(outcomes[0], Reject)
    assert outcomes[0].reason == "over_limits"
    assert isinstance(outcomes[1], Article)


@cache
def real_pages() -> list[tuple[bytes, str]]:
    """Give ten pages as sites sent them of each set of the tuning data."""
    found = []
    for truth in sorted(SHARED.glob("data/pages/*/truth.jsonl")):
        lines = truth.read_text(encoding="utf-8").splitlines()
        for line in lines[:: max(len(lines) // 10, 1)]:
            said = json.loads(line)
            file = truth.parent / "pages" / f"{said['id']}.html.gz"
            found.append((gzip.decompress(file.read_bytes()), said["url"]))
    return found


@st.composite
def mutated(draw: st.DrawFn, pages: Callable[[], list[tuple[bytes, str]]]) -> tuple[bytes, str]:
    page, url = draw(st.sampled_from(pages()))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(page)))
        end = min(len(page), start + draw(st.integers(0, 400)))
        piece = draw(
            st.sampled_from(
                [
                    b"",
                    b"<",
                    b">",
                    b'"',
                    b"<div>",
                    b"</div>",
                    b"</p>",
                    b"<a href=",
                    b"\xff",
                    b"&#0;",
                    b"<br>",
                    b"<table>",
                    b"<!--",
                    b"<script>",
                    b"</script>",
                    b"<title>",
                    b"<textarea>",
                    b"<select>",
                    b"<svg>",
                    b"<![CDATA[",
                    b"\0",
                    b"{",
                    b"\\u0000",
                    b"<h1>",
                    b"...</p>",
                    b"<article>",
                    b"<form>",
                    b"<time>1 day ago",
                ]
            )
        )
        page = page[:start] + piece + page[end:]
    return page, url


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(served_pages))
def test_a_damaged_page_has_one_outcome(page: tuple[bytes, str]) -> None:
    _assert_one_outcome(*page)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/pages is absent")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(real_pages))
def test_a_damaged_page_of_a_real_site_has_one_outcome(page: tuple[bytes, str]) -> None:
    _assert_one_outcome(*page)


def test_a_page_whose_body_tag_is_broken_has_one_outcome() -> None:
    html, url = next((html, url) for html, url in served_pages() if b'<body data-page="article">\n<header' in html)
    without_head = html[html.index(b"<link") :]
    _assert_one_outcome(b">" + without_head.replace(b'<body data-page="article">\n<header', b'<body "header'), url)


def _assert_one_outcome(html: bytes, url: str) -> None:
    outcome = parse_page(html, url, fetched_at=CRAWLED_AT)
    assert isinstance(outcome, Article | Reject)
    assert parse_page(html, url, fetched_at=CRAWLED_AT) == outcome
    if isinstance(outcome, Article):
        assert all(line.strip() for line in outcome.article_body.split("\n"))
        assert outcome.date_published is None or outcome.date_published < CRAWLED_AT + timedelta(days=2)


def test_the_outcome_does_not_hang_on_the_seed_of_hashes() -> None:
    code = (
        "from newsroom_week import served_pages\n"
        "from shpalta.steps.parse import parse_page\n"
        "print([parse_page(html, url) for html, url in served_pages()])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert printed.pop().count(b"Article(") > 5


def test_a_date_in_the_future_is_not_believed() -> None:
    head = b'<meta property="article:published_time" content="2031-01-01T10:00:00Z">'
    outcome = parse_page(head + TEXT, "https://a.example/b", fetched_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert isinstance(outcome, Article)
    assert outcome.date_published is None
