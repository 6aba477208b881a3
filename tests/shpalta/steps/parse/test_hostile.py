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
                [b"", b"<", b">", b'"', b"<div>", b"</div>", b"</p>", b"<a href=", b"\xff", b"&#0;", b"<br>", b"<table>"]
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
