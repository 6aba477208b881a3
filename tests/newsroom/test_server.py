"""The newsroom crawled over loopback: every page answers as its expectation says, and what lists pages lists the right ones."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.robotparser import RobotFileParser

import feedparser
import pytest
from lxml import etree, html

import newsroom
from newsroom.expectations import Expectation, expected_day
from newsroom.model import SITES
from newsroom.server import is_this_machine
from newsroom_week import LAST_DAY
from plain_http import ask

SITE_IDS = list(SITES)
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


def expectations(room: newsroom.Newsroom) -> list[Expectation]:
    days = room.week.days
    return [each for day in days for each in expected_day(day, LAST_DAY, room.week.edition, base_urls=room.base_urls)]


def located(url: str, name: str = "loc") -> list[str]:
    return etree.fromstring(ask(url).body).xpath(f"//s:{name}/text()", namespaces=NAMES)


def text_lines(page: bytes) -> list[str]:
    return [" ".join(each.split()) for each in html.document_fromstring(page).itertext() if each.strip()]


@pytest.fixture
def second_edition() -> Iterator[newsroom.Newsroom]:
    with newsroom.serve(LAST_DAY) as room:
        answered = ask(room.base_urls["obrii"] + "/_newsroom/edition", method="POST", body="2")
        assert (answered.status, answered.text) == (200, "2\n")
        yield room


def check_pages(room: newsroom.Newsroom) -> None:
    by_url = {each.url: each for each in expectations(room)}
    for each in by_url.values():
        answered = ask(each.url)
        if each.reason == "gone":
            assert answered.status == 404
        elif each.duplicate_kind == "same_article":
            assert answered.status == 301
            assert answered.headers["location"] == each.duplicate_of
            assert by_url[each.duplicate_of or ""].article_body == each.article_body
        else:
            page = answered.body.decode("windows-1251" if "windows-1251" in each.special else "utf-8")
            lines = text_lines(page.encode("utf-16"))
            body = each.article_body.split("\n")
            places = [lines.index(line) for line in body]
            assert answered.status == 200
            assert places == sorted(places), each.url
            assert each.headline in lines
            shown = set(lines)
            assert {teaser.title for teaser in each.related} | {teaser.text for teaser in each.related} - {""} <= shown


def test_every_page_answers_as_its_expectation_says(room: newsroom.Newsroom) -> None:
    check_pages(room)


def test_every_page_of_the_second_edition_answers_as_its_expectation_says(second_edition: newsroom.Newsroom) -> None:
    check_pages(second_edition)


@pytest.mark.parametrize("site", SITE_IDS)
def test_dated_sitemaps_list_exactly_the_candidates_of_their_days(room: newsroom.Newsroom, site: str) -> None:
    listed = located(room.base_urls[site] + "/sitemap.xml")
    assert [re.findall(r"\d{4}-\d\d-\d\d", url)[0] for url in listed] == [str(day) for day in reversed(room.week.days)]
    for url, day in zip(listed, reversed(room.week.days), strict=True):
        wanted = expected_day(day, LAST_DAY, base_urls=room.base_urls)
        assert located(url) == [each.url for each in wanted if each.site == site]
        assert all(stamp.startswith(str(day)) for stamp in located(url, "lastmod"))


@pytest.mark.parametrize("site", SITE_IDS)
def test_the_news_sitemap_lists_two_days_with_titles_and_times(room: newsroom.Newsroom, site: str) -> None:
    root = etree.fromstring(ask(room.base_urls[site] + "/sitemap-news.xml").body)
    listed = {
        entry.findtext("s:loc", namespaces=NAMES): (
            entry.findtext(".//n:title", namespaces=NAMES),
            entry.findtext(".//n:publication_date", namespaces=NAMES),
        )
        for entry in root
    }
    recent = [each for each in room.week.of(site) if each.day in room.week.days[-2:]]
    assert listed == {room.week.url(each): (each.headline, each.published_at.isoformat()) for each in recent}


@pytest.mark.parametrize("site", SITE_IDS)
def test_the_feed_remembers_the_last_day_and_little_more(room: newsroom.Newsroom, site: str) -> None:
    feed = feedparser.parse(ask(room.base_urls[site] + SITES[site].feed_path).body)
    live = room.week.live(site)
    listed = [(entry.link, entry.title, parsedate_to_datetime(entry.published)) for entry in feed.entries]
    assert not feed.bozo
    assert listed == [(room.week.url(each), each.headline, each.published_at) for each in live[: len(listed)]]
    assert {each.day for each in live[: len(listed)]} == set(room.week.days[-2:])
    assert set(room.week.live(site, LAST_DAY)) <= set(live[: len(listed)])


@pytest.mark.parametrize("site", SITE_IDS)
def test_archive_pages_list_exactly_the_live_articles_of_their_days(room: newsroom.Newsroom, site: str) -> None:
    for day in room.week.days:
        answered = ask(f"{room.base_urls[site]}/{day:%Y/%m/%d}/")
        (listing,) = html.document_fromstring(answered.text).xpath("//main//section[.//h1]")
        assert listing.xpath(".//a/@href") == [room.week.url(each) for each in room.week.live(site, day)]


@pytest.mark.parametrize("site", SITE_IDS)
def test_robots_forbids_one_folder_without_asking_for_a_delay(room: newsroom.Newsroom, site: str) -> None:
    rules = RobotFileParser()
    rules.parse(ask(room.base_urls[site] + "/robots.txt").text.splitlines())
    assert rules.crawl_delay("Shpalta") is None
    for each in expectations(room):
        if each.site == site:
            assert rules.can_fetch("Shpalta", each.url) == (each.reason != "robots"), each.url
    sitemaps = rules.site_maps() or []
    assert [ask(url).status for url in sitemaps] == [200, 200]


def test_one_page_is_windows_1251_and_says_so_nowhere(room: newsroom.Newsroom) -> None:
    (old,) = [each for each in expectations(room) if "windows-1251" in each.special]
    answered = ask(old.url)
    assert answered.headers["content-type"] == "text/html"
    assert b"charset" not in answered.body.lower()
    with pytest.raises(UnicodeDecodeError):
        answered.body.decode()
    assert old.headline in answered.body.decode("windows-1251")


def test_all_links_of_a_front_page_lead_somewhere(room: newsroom.Newsroom) -> None:
    for base_url in room.base_urls.values():
        document = html.document_fromstring(ask(base_url + "/").text)
        links = {url for url in document.xpath("//a/@href | //link/@href") if url.startswith("http://127")}
        links |= {base_url + url for url in document.xpath("//link/@href") if url.startswith("/")}
        assert len(links) > 20
        assert {url: ask(url).status for url in links if ask(url).status != 200} == {}


def test_all_links_of_an_article_lead_somewhere(room: newsroom.Newsroom) -> None:
    for article in (room.week.live("lyman", LAST_DAY)[1], room.week.live("obrii", LAST_DAY)[0]):
        document = html.document_fromstring(ask(room.week.url(article)).text)
        links = [url for url in document.xpath("//a/@href | //img/@src") if url.startswith("http://127")]
        assert len(links) > 20
        assert {url: status for url in links if (status := ask(url).status) != 200} == {}


def test_validators_are_answered_with_304_until_the_edition_changes() -> None:
    with newsroom.serve(LAST_DAY) as room:
        url = room.week.url(room.week.live("lyman", LAST_DAY)[0])
        first = ask(url)
        tag, changed_at = first.headers["etag"], first.headers["last-modified"]
        for headers in ({"If-None-Match": tag}, {"If-Modified-Since": changed_at}, {"If-None-Match": f'"x", W/{tag}'}):
            again = ask(url, headers)
            assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert ask(url, {"If-None-Match": '"other"', "If-Modified-Since": changed_at}).status == 200
        room.move_to(2)
        assert ask(url, {"If-None-Match": tag}).status == 200
        assert ask(url, {"If-Modified-Since": changed_at}).status == 200


@pytest.mark.parametrize("path", ["/", "/rss.xml", "/sitemap.xml", "/robots.txt"])
def test_the_same_edition_answers_the_same_bytes(room: newsroom.Newsroom, path: str) -> None:
    assert ask(room.base_urls["lyman"] + path).body == ask(room.base_urls["lyman"] + path).body


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/2026/13/41/", "/2020/01/01/", "/sitemaps/2020-01-01.xml", "/static/../server.py", "/%F0%9F/"]
)
def test_what_is_not_there_is_404_with_a_page(room: newsroom.Newsroom, path: str) -> None:
    answered = ask(room.base_urls["lyman"] + path)
    assert answered.status == 404
    assert "Сторінку не знайдено" in answered.text


@pytest.mark.parametrize("body", ["3", "", "two", "1.5"])
def test_an_edition_that_was_never_written_is_refused(room: newsroom.Newsroom, body: str) -> None:
    url = room.base_urls["lyman"] + "/_newsroom/edition"
    assert ask(url, method="POST", body=body).status == 400
    assert ask(url).text == "1\n"


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("192.0.2.7", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),
        (None, False),
    ],
)
def test_only_this_machine_may_change_the_edition(address: str | None, is_here: bool) -> None:
    assert is_this_machine(address) == is_here


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "newsroom", "--last-day", str(LAST_DAY), *map(str, arguments)]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_the_command_serves_both_sites_until_it_is_terminated() -> None:
    ports = free_port(), free_port()
    line = command("--port", ports[0], "--second-port", ports[1])
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        said = [running.stdout.readline() for _ in SITES]
        statuses = [ask(f"http://127.0.0.1:{port}/robots.txt").status for port in ports]
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0
    assert statuses == [200, 200]
    assert said == [f"{site.name}: http://127.0.0.1:{port}/\n" for site, port in zip(SITES.values(), ports, strict=True)]


def test_a_taken_port_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        line = command("--port", taken.getsockname()[1])
        ended = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "cannot listen on 127.0.0.1" in ended.stderr
