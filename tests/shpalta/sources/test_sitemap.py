"""Sitemap files as sites really write them, and as somebody would who means harm."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from shpalta.errors import DiscoveryError, NoAnswer
from shpalta.sources.sitemapfile import MOST_ENTRIES, SitemapFile, parse_sitemap
from shpalta.sources.unpack import unpacked, unpacked_pieces
from shpalta.web.client import Answer

NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
ENTRY = "<url><loc>https://site.ua/a</loc><lastmod>2026-11-15</lastmod></url>"
IMAGES = "<image:image><image:loc>https://site.ua/i.jpg</image:loc><image:title>Фото</image:title></image:image>"
NEWS = (
    "<news:news><news:publication><news:name>Сайт</news:name><news:language>uk</news:language></news:publication>"
    "<news:publication_date>2026-11-15T10:00:00+02:00</news:publication_date>"
    "<news:title> Заголовок\n новини </news:title></news:news>"
)


def urlset(*entries: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f"{head}<urlset {NAMESPACES}>{''.join(entries)}</urlset>"


def read(content: str | bytes, step: int = 1 << 20) -> SitemapFile:
    """Read a file that arrives in pieces of so many bytes."""
    held = content.encode() if isinstance(content, str) else content
    pieces = (held[start : start + step] for start in range(0, len(held), step))
    return parse_sitemap(pieces, "https://site.ua/sitemap.xml", "Europe/Kyiv", lambda page: True)


@pytest.mark.parametrize(
    "content",
    [
        urlset(ENTRY),
        "\n\n  " + urlset(ENTRY),
        "\ufeff" + urlset(ENTRY),
        urlset(ENTRY, head=""),
        urlset(ENTRY, head="<?xml-stylesheet href='a.xsl'?><!-- by a plug-in -->"),
        urlset(ENTRY).replace("<loc>https://site.ua/a", "<loc><![CDATA[https://site.ua/a]]>"),
        urlset(ENTRY).replace("https://site.ua/a", "\n  https://site.ua/a\n"),
        urlset(ENTRY).replace("https://site.ua/a", "/a"),
        urlset(ENTRY).replace("<url>", "<URL>").replace("</url>", "</URL>"),
        urlset(ENTRY)
        .replace("urlset", "s:urlset")
        .replace("xmlns=", "xmlns:s=")
        .replace("<url>", "<s:url>")
        .replace("</url>", "</s:url>"),
        "<urlset>" + ENTRY + "</urlset>",
        urlset(ENTRY).encode("utf-16"),
        urlset(ENTRY)[:-9],
        urlset(ENTRY) + "<p>Повідомлення хостингу</p>",
        urlset(ENTRY, "<url><loc>https://other.example/b</loc></url>", "<url><loc>nonsense:</loc></url>", "<url/>"),
        "PHP Warning: it failed\n" + urlset(ENTRY),
        "<br />\n<b>Warning</b>: it failed<br />\n" + urlset(ENTRY),
        "\ufeff\ufeff" + urlset(ENTRY),
        "https://site.ua/a\r\nhttps://other.example/b\n",
        "# Карта\rhttps://site.ua/a\r",
    ],
)
@pytest.mark.parametrize("step", [7, 1 << 20])
def test_the_ways_in_which_sites_write_a_sitemap_are_read(content, step):
    assert [page.url for page in read(content, step).pages] == ["https://site.ua/a"]


@pytest.mark.parametrize(
    "content", [urlset(ENTRY, ENTRY)[:-9], urlset(ENTRY, ENTRY)[:-12], urlset(ENTRY, ENTRY).encode("utf-16")[:-40]]
)
def test_a_file_that_ends_early_is_read_and_known_to_have(content):
    file = read(content)
    assert file.pages[0].url == "https://site.ua/a"
    assert file.problem == "it ends early"
    assert read(urlset(ENTRY, ENTRY)).problem is None


def test_what_came_of_a_file_whose_compression_is_cut_is_read():
    entries = [f"<url><loc>https://site.ua/{number * 7919}</loc></url>" for number in range(9_000)]
    packed = gzip.compress(urlset(*entries).encode())
    file = parse_sitemap(unpacked_pieces(sent(packed[:-9])), "https://site.ua/s.xml", "UTC", lambda page: True)
    assert 8_000 < len(file.pages) <= 9_000
    assert file.problem == "The gzip body stops before its end"
    with pytest.raises(NoAnswer):
        parse_sitemap(unpacked_pieces(sent(packed[:20])), "https://site.ua/s.xml", "UTC", lambda page: True)


def test_a_file_of_as_many_entries_as_the_standard_allows_is_whole():
    file = read("<urlset>" + "<url><loc>https://site.ua/a</loc></url>" * MOST_ENTRIES + "</urlset>")
    assert (file.entry_count, file.problem) == (MOST_ENTRIES, None)


@pytest.mark.parametrize("step", [1, 1 << 20])
@pytest.mark.parametrize("query", ["a=1&b=2", "a=1&amp;b=2", "a=1&#38;b=2", "<![CDATA[a=1&b=2]]>"])
def test_an_ampersand_may_be_escaped_or_not(query, step):
    file = read(urlset(f"<url><loc>https://site.ua/?{query}</loc></url>", ENTRY), step)
    assert [page.url for page in file.pages] == ["https://site.ua/?a=1&b=2", "https://site.ua/a"]


def test_a_page_has_its_own_fields_and_not_those_of_its_images():
    [page] = read(urlset(f"<url>{IMAGES}<loc>https://site.ua/a</loc>{IMAGES}{NEWS}{IMAGES}</url>")).pages
    assert (page.url, page.title_hint) == ("https://site.ua/a", "Заголовок новини")
    assert page.date_hint == datetime(2026, 11, 15, 8, tzinfo=UTC)


def test_the_fields_of_one_entry_never_stand_in_the_next():
    first, second = read(
        urlset(f"<url><loc>https://site.ua/a</loc>{NEWS}</url>", "<url><loc>https://site.ua/b</loc></url>")
    ).pages
    assert first.title_hint
    assert (second.title_hint, second.date_hint) == (None, None)


def test_pages_that_nobody_wants_are_counted_but_not_kept():
    pieces = [urlset(f"<url><loc>https://site.ua/a</loc>{NEWS}</url>", ENTRY).encode()]
    file = parse_sitemap(pieces, "https://site.ua/sitemap.xml", "Europe/Kyiv", lambda page: False)
    assert (file.pages, file.entry_count, file.oldest) == ([], 2, datetime(2026, 11, 15, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html><body>404</body></html>",
        "Not found",
        "{}",
        "<a>" * 100_000,
        "<?xml version='1.0'?>",
        "\0" * 2_000,
        "ftp://a/",
    ],
)
def test_what_is_no_sitemap_is_refused(content):
    with pytest.raises(DiscoveryError):
        read(content)


def test_an_empty_sitemap_is_one():
    assert read(urlset()).pages == []


@pytest.mark.parametrize(
    "declarations",
    [
        "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY a SYSTEM 'http://127.0.0.1:9/a'>",
        "<!ENTITY % p SYSTEM 'http://127.0.0.1:9/p'> %p;",
        "<!ENTITY b '" + "x" * 50_000 + "'><!ENTITY a '" + "&b;" * 50_000 + "'>",
    ],
)
def test_entities_bring_nothing_into_a_sitemap(declarations):
    try:
        file = read(f"<!DOCTYPE r [{declarations}]>{urlset('<url><loc>https://site.ua/&a;</loc></url>', head='')}")
    except DiscoveryError:
        return
    assert {page.url for page in file.pages} <= {"https://site.ua/", "https://site.ua/&a;"}


def test_a_file_with_more_entries_than_the_standard_allows_is_read_to_there():
    file = read(urlset(*["<url><loc>https://site.ua/a</loc></url>"] * (MOST_ENTRIES + 5)))
    assert (len(file.pages), file.is_full) == (MOST_ENTRIES, True)


def test_a_large_file_of_junk_costs_little_memory():
    script = (
        "import resource, sys\nfrom shpalta.sources.sitemapfile import parse_sitemap\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "junk = b'<url>' + b'<junk>x</junk>' * 1_500 + b'</url>'\n"
        "pieces = [b'<urlset>', *[junk] * 100, b'<url><loc>https://site.ua/a</loc></url></urlset>']\n"
        "before = peak()\nfile = parse_sitemap(pieces, 'https://site.ua/s.xml', 'UTC', lambda page: True)\n"
        "print(len(file.pages), peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    pages, grown = map(int, done.stdout.split())
    assert pages == 1
    assert grown * (1024 if sys.platform == "linux" else 1) < 16 * 2**20


def sent(body: bytes, coding: str | None = None) -> Answer:
    headers = (("Content-Encoding", coding),) if coding else ()
    return Answer("https://site.ua/s.xml.gz", 200, "OK", headers, body, (), datetime(2026, 11, 15, tzinfo=UTC), 0.0, None)


def test_a_file_is_unpacked_of_both_its_wrappings():
    for body, coding in [
        (b"plain", None),
        (gzip.compress(b"plain"), None),
        (gzip.compress(b"plain"), "gzip"),
        (gzip.compress(gzip.compress(b"plain")), "gzip"),
    ]:
        assert unpacked(sent(body, coding)) == b"plain"
    assert unpacked(sent(b"")) == b""


@pytest.mark.parametrize("coding", [None, "gzip"])
def test_a_bomb_ends_at_the_limit_and_a_cut_file_is_no_file(coding):
    bomb = gzip.compress(b"\0" * 2**21)
    with pytest.raises(NoAnswer) as refusal:
        list(unpacked_pieces(sent(bomb, coding), 2**20))
    assert refusal.value.outcome == "too_big"
    with pytest.raises(NoAnswer) as refusal:
        unpacked(sent(bomb[:-9], coding))
    assert refusal.value.outcome == "truncated"
