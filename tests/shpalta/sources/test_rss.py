"""Feeds: what feedparser reads is read, and what stalls feed parsers costs one strategy."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import feedparser
import pytest

from shpalta.errors import DiscoveryError
from shpalta.sources.rss import parse_feed
from tuning import shared

ZONE = "Europe/Kyiv"


def rss(*items: str, head: str = "") -> bytes:
    return f"{head}<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


def item(link: str = "/a", published: str = "", title: str = "Назва") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{published}</pubDate></item>"


def read(content: bytes, content_type: str = ""):
    return parse_feed(content, "https://site.ua/rss", content_type, ZONE).entries


@pytest.mark.shared
def test_every_entry_that_feedparser_gives_a_web_link_is_found_with_its_title():
    cases = map(json.loads, shared("data", "web", "feedparser_suite.jsonl").read_text().splitlines())
    subset = [case for case in cases if re.search(r"/(?:rss|atom|atom10|cdf)/item_link|entry_link|item_title", case["file"])][
        :25
    ]
    missed = []
    for case in subset:
        content = case["bytes_latin1"].encode("latin-1")
        links = [str(entry.get("link", "")) for entry in feedparser.parse(content).entries]
        wanted = [link for link in links if link.startswith("http")]
        try:
            found = [each.url for each in read(content)]
        except DiscoveryError:
            found = []
        if len(found) < len(wanted):
            missed.append((case["file"], wanted, found))
    assert len(subset) >= 20
    assert missed == []


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("Sun, 15 Nov 2026 12:00:00 +0200", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("2026-11-15T12:00:00", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("2026-11-15T12:00:00Z", datetime(2026, 11, 15, 12, tzinfo=UTC)),
        ("2026-11-15", datetime(2026, 11, 14, 22, tzinfo=UTC)),
        ("", None),
        ("вчора", None),
    ],
)
def test_dates_without_an_offset_are_in_the_sources_own_zone(published, moment):
    assert [each.date_hint for each in read(rss(item(published=published)))] == [moment]


@pytest.mark.parametrize("declared", ["windows-1251", "utf-8", None])
def test_utf8_is_read_as_such_whatever_is_declared(declared):
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    assert read(rss(item(), head=head), "text/xml; charset=windows-1251")[0].title_hint == "Назва"


def test_a_cyrillic_feed_in_its_declared_charset_is_read():
    content = rss(item(), head='<?xml version="1.0" encoding="windows-1251"?>').decode().encode("windows-1251")
    assert read(content)[0].title_hint == "Назва"


def test_a_json_feed_is_a_feed():
    feed = {"items": [{"url": "/a", "title": "Назва", "date_published": "2026-11-15T12:00:00+02:00", "tags": ["Світ"]}, 7, {}]}
    (found,) = read(json.dumps(feed).encode())
    assert (found.url, found.title_hint, found.section_hint) == ("https://site.ua/a", "Назва", "Світ")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>404</body></html>",
        b"{}",
        b"{",
        b'<!DOCTYPE r [<!ENTITY a "b">]><rss version="2.0"><channel><item><link>/&a;</link></item></channel></rss>',
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"/>',
    ],
)
def test_what_is_no_feed_or_declares_entities_is_refused(content):
    with pytest.raises(DiscoveryError):
        read(content)


def test_a_feed_that_stalls_the_parser_is_given_up(monkeypatch):
    monkeypatch.setattr("shpalta.sources.rss.CHILD_SECONDS", 3.0)
    attributes = " ".join(f'a{number}="b"' for number in range(200_000))
    with pytest.raises(DiscoveryError):
        read(f"<rss version='2.0'><channel><item {attributes}><link>/a</link></item></channel></rss>".encode())
