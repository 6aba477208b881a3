"""Feeds: what feedparser reads is read, and what stalls feed parsers costs one strategy."""

from __future__ import annotations

import html
import io
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import urljoin

import feedparser
import pytest

from loopback_site import answer, serving
from shpalta.errors import BadUrl, DiscoveryError
from shpalta.sources.feedparsing import parse_entries
from shpalta.sources.rss import page_of, parse_feed
from shpalta.web.urls import url_key
from tuning import shared

ZONE = "Europe/Kyiv"


def rss(*items: str, head: str = "") -> bytes:
    return f"{head}<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


def item(link: str = "/a", published: str = "", title: str = "Назва") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{published}</pubDate></item>"


def read(content: bytes, content_type: str = ""):
    return parse_feed(content, "https://site.ua/rss", content_type, ZONE).entries


@pytest.mark.shared
def test_every_link_and_title_that_feedparser_finds_in_its_own_suite_is_found():
    url = "http://127.0.0.1:8097/feed"
    cases = list(map(json.loads, shared("data", "web", "feedparser_suite.jsonl").read_text().splitlines()))
    theirs, ours = Counter(), Counter()
    for case in cases:
        content = case["bytes_latin1"].encode("latin-1")
        entries = feedparser.parse(io.BytesIO(content), response_headers={"content-location": url}).entries
        links = {urljoin(url, entry.link) for entry in entries if entry.get("link")}
        links = {key for link in links if link.startswith("http") and (key := _key(link))}
        is_guessed = b"__import__('chardet')" in content  # where feedparser guesses no charset, as it does here
        titles = {_letters(entry.title) for entry in entries if entry.get("title") and not is_guessed} - {""}
        parsed = parse_entries(content, url, "")
        found = {url_key(each.url) for each in page_of(parsed, url, ZONE).entries}
        found_titles = {_letters(each["title"] or "") for each in parsed["entries"]}
        theirs += Counter(links=len(links), titles=len(titles))
        ours += Counter(links=len(links & found), titles=len(titles & found_titles))
    assert len(cases) == 2098
    assert theirs["links"] > 90
    assert theirs["titles"] > 150
    assert ours["links"] >= theirs["links"]
    assert ours["titles"] >= theirs["titles"] - 1  # one title is a page of HTML in itself


def _key(link: str) -> str | None:
    try:
        return url_key(link)
    except BadUrl:
        return None


def _letters(title: str) -> str:
    """Give a title without its markup, which feedparser keeps and we do not, and without spaces."""
    return re.sub(r"\s|<[^<>]*>", "", html.unescape(title))


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("Sun, 15 Nov 2026 12:00:00 +0200", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("2026-11-15T12:00:00", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("2026-11-15T12:00:00Z", datetime(2026, 11, 15, 12, tzinfo=UTC)),
        ("2026-11-15", datetime(2026, 11, 14, 22, tzinfo=UTC)),
        ("2026/11/15 12:00:00", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("15.11.2026 12:00", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("5.1.2026", datetime(2026, 1, 4, 22, tzinfo=UTC)),
        ("Нд, 15 листопада 2026 12:00:00 +0200", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("15 ноя. 2026 12:00", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("1794736800", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("1794736800000", datetime(2026, 11, 15, 10, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("", None),
        ("вчора", None),
    ],
)
def test_dates_without_an_offset_are_in_the_sources_own_zone(published, moment):
    assert [each.date_hint for each in read(rss(item(published=published)))] == [moment]


def test_the_date_of_an_item_that_has_only_dublin_core_is_when_it_came_out():
    date = '<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-11-15T12:00:00+02:00</dc:date>'
    content = f"<rss version='2.0'><channel><item><link>/a</link>{date}</item></channel></rss>"
    assert [each.date_hint for each in read(content.encode())] == [datetime(2026, 11, 15, 10, tzinfo=UTC)]


def test_the_link_that_a_counting_service_replaced_is_the_sites_own():
    own = '<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">https://site.ua/a</f:origLink>'
    content = f"<rss version='2.0'><channel><item><link>https://feedproxy.example/1</link>{own}</item></channel></rss>"
    assert [each.url for each in read(content.encode())] == ["https://site.ua/a"]


@pytest.mark.parametrize("declared", ["windows-1251", "utf-8", None])
def test_utf8_is_read_as_such_whatever_is_declared(declared):
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    assert read(rss(item(), head=head), "text/xml; charset=windows-1251")[0].title_hint == "Назва"


def test_a_cyrillic_feed_in_its_declared_charset_is_read():
    content = rss(item(), head='<?xml version="1.0" encoding="windows-1251"?>').decode().encode("windows-1251")
    assert read(content)[0].title_hint == "Назва"


@pytest.mark.parametrize("head", ['<?xml version="1.0" encoding="utf-8"?>', ""])
def test_a_cyrillic_feed_that_declares_no_charset_of_its_own_is_read(head):
    content = rss(item(title="Новини дня в Україні: їжа, гроші"), head=head).decode().encode("windows-1251")
    assert read(content)[0].title_hint == "Новини дня в Україні: їжа, гроші"


def test_a_stray_byte_costs_a_feed_one_letter():
    content = rss(item(title="Новини дня в Україні")).replace("дня".encode(), b"\xff", 1)
    assert read(content)[0].title_hint == "Новини \ufffd в Україні"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_a_json_feed_may_begin_with_a_byte_order_mark(charset):
    assert [each.title_hint for each in read('{"items": [{"url": "/a", "title": "Назва\\u0000"}]}'.encode(charset))] == [
        "Назва"
    ]


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
    ],
)
def test_what_is_no_feed_is_refused(content):
    with pytest.raises(DiscoveryError):
        read(content)


def test_a_feed_that_stalls_the_parser_is_given_up(monkeypatch):
    monkeypatch.setattr("shpalta.sources.child.SECONDS", 3.0)
    attributes = " ".join(f'a{number}="b"' for number in range(200_000))
    with pytest.raises(DiscoveryError):
        read(f"<rss version='2.0'><channel><item {attributes}><link>/a</link></item></channel></rss>".encode())


@pytest.mark.parametrize(
    "body", ["<item><link>/a</link></item>" * 250_000, "<title>" + "я" * 6_000_000, "<item><title>a" * 100_000], ids=str.__len__
)
def test_no_feed_costs_its_parser_more_than_a_little_memory(tmp_path, body):
    asked = tmp_path / "feed"
    asked.write_text(f'{{"url":"","content_type":""}}\n<rss version="2.0"><channel>{body}', encoding="utf-8")
    script = (
        "import resource, subprocess, sys\n"
        "parser = subprocess.Popen([sys.executable, '-m', 'shpalta.sources.feedparsing'], stdin=open(sys.argv[1]),"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "try: parser.wait(5)\n"
        "except subprocess.TimeoutExpired: parser.kill(); parser.wait()\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", script, asked], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) * (1024 if sys.platform == "linux" else 1) <= 66 * 2**20


def entities(declarations: str) -> bytes:
    return f"<!DOCTYPE r [{declarations}]>{rss(item(title='&a;&b;')).decode()}".encode()


def test_entities_that_old_feeds_declare_are_read_and_nothing_else_is(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("root:x:0:0")
    with serving({"/secret": answer("root:x:0:0")}) as site:
        titles = [
            read(entities(f"<!ENTITY a SYSTEM '{where}'> <!ENTITY % p SYSTEM '{where}'> %p;"))[0].title_hint
            for where in (secret.as_uri(), site.url("/secret"))
        ]
        assert site.log == []
    assert all("root" not in (title or "") for title in titles)
    assert read(entities('<!ENTITY a "&#1041;">'))[0].title_hint in ("Б&b;", "&a;&b;")


def test_entities_that_breed_entities_are_not_followed():
    breeding = "".join(f"<!ENTITY a{number} '{f'&a{number - 1};' * 10}'>" for number in range(1, 12))
    title = read(entities(f"<!ENTITY a0 'lol'>{breeding}<!ENTITY a '&a11;'><!ENTITY b '{'x' * 50_000}'>"))[0].title_hint
    assert len(title or "") <= 1_000


def test_a_title_is_text_without_markup_or_scripts():
    title = "<![CDATA[Київ <b>просить</b> <script>alert(1)</script>&laquo;миру&raquo;]]>"
    assert read(rss(item(title=title)))[0].title_hint == "Київ просить «миру»"
    assert read(rss(item(title="x" * 100_000)))[0].title_hint == "x" * 1_000
