"""Discover: candidates of the day only, with every hint, and one row a strategy."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import orjson
import pytest

from loopback_site import answer, serving
from shpalta.lake import schemas
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps import StepContext
from shpalta.steps.discover import discover

DAY = date(2026, 11, 15)
NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)


def feed(*items: str) -> bytes:
    return answer(f"<rss version='2.0'><channel><title>t</title>{''.join(items)}</channel></rss>", media="application/rss+xml")


def item(link: str, published: str, title: str = "Заголовок") -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link><category>Суспільство</category><pubDate>{published}</pubDate></item>"
    )


def urlset(*entries: str) -> bytes:
    return answer(_urlset(*entries), media="application/xml")


def _urlset(*entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{"".join(entries)}</urlset>'
    )


def entry(loc: str, lastmod: str = "", published: str = "") -> str:
    news = f"<news:news><news:publication_date>{published}</news:publication_date><news:title>Н</news:title></news:news>"
    return f"<url><loc>{loc}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}{news if published else ''}</url>"


def index(*children: str) -> bytes:
    return answer(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(children)}</sitemapindex>',
        media="application/xml",
    )


def child(loc: str, lastmod: str) -> str:
    return f"<sitemap><loc>{loc}</loc><lastmod>{lastmod}</lastmod></sitemap>"


@pytest.fixture
def look(tmp_path):
    def looked(site, *strategies: tuple[str, str], known=None, now=NOW, day=DAY):
        settings = Settings(scratch=tmp_path / "scratch", delay_seconds=0)
        source = Source.model_validate(
            {
                "id": "site",
                "name": "Site",
                "home": site.home,
                "is_local": True,
                "strategies": [{"kind": kind, "url": site.url(path)} for kind, path in strategies],
            }
        )
        context = StepContext(day=day, zone="Europe/Kyiv", sources={"site": source})
        found = discover(source, context, schemas.CANDIDATES.empty() if known is None else known, settings, now)
        return found

    return looked


def paths(found) -> list[str]:
    return sorted("/" + url.split("/", 3)[3] for url in found.candidates["url"].to_pylist())


def test_a_feed_gives_the_entries_of_the_day_in_the_sources_own_zone(look):
    items = [
        item("/late", "Sun, 15 Nov 2026 23:59:00 +0200"),
        item("/next", "Sun, 15 Nov 2026 22:00:00 +0000"),
        item("/early", "Sat, 14 Nov 2026 22:00:00 GMT"),
        item("/before", "Sat, 14 Nov 2026 21:59:59 GMT"),
    ]
    with serving({"/rss": feed(*items)}) as site:
        found = look(site, ("rss", "/rss"))
    assert paths(found) == ["/early", "/late"]
    row = found.candidates.to_pylist()[1]
    assert (row["title_hint"], row["section_hint"]) == ("Заголовок", "Суспільство")
    assert row["date_hint"] == datetime(2026, 11, 15, 21, 59, tzinfo=UTC)


def test_a_sitemap_index_is_read_only_where_it_may_hold_the_day(look):
    with serving({}) as site:
        site.pages |= {
            "/index.xml": index(child("/old.xml", "2026-11-14T10:00:00+02:00"), child("/new.xml.gz", "2026-11-20")),
            "/new.xml.gz": answer(
                gzip.compress(
                    _urlset(entry("/a", "2026-11-15"), entry("/b", "2026-11-10"), entry("/2026/11/14/c", "2026-11-15")).encode()
                ),
                media="application/gzip",
            ),
        }
        found = look(site, ("sitemap", "/index.xml"))
        assert "/old.xml" not in site.paths()
    assert paths(found) == ["/a"]
    assert found.discoveries.to_pylist()[0]["state"] == "read"


@pytest.mark.parametrize(("others", "is_read"), [("12", False), ("47", True)], ids=["months", "weeks"])
def test_a_child_named_after_a_number_is_of_another_month_only_where_no_sibling_is_of_a_week(look, others, is_read):
    with serving({"/2026/07.xml": urlset(entry("/a", "2026-11-15"))}) as site:
        site.pages["/index.xml"] = index(*(child(f"/2026/{each}.xml", "2026-11-20") for each in ("07", others)))
        assert paths(look(site, ("sitemap", "/index.xml"))) == (["/a"] if is_read else [])


def test_a_news_sitemap_goes_by_publication_date_not_by_lastmod(look):
    entries = [
        entry("/today", "2026-11-20", "2026-11-15T12:00:00+02:00"),
        entry("/other", "2026-11-15", "2026-11-14T12:00:00+02:00"),
    ]
    with serving({"/news.xml": urlset(*entries)}) as site:
        assert paths(look(site, ("sitemap", "/news.xml"))) == ["/today"]


def test_one_url_seen_twice_is_one_candidate_with_both_ways(look):
    with serving({}) as site:
        site.pages |= {
            "/rss": feed(item("/a?utm_source=rss", "Sun, 15 Nov 2026 12:00:00 +0200")),
            "/map.xml": urlset(entry("/a", "2026-11-15")),
        }
        found = look(site, ("rss", "/rss"), ("sitemap", "/map.xml"))
    assert found.candidates["discovered_via"].to_pylist() == [["rss", "sitemap"]]
    assert [row["candidate_count"] for row in found.discoveries.to_pylist()] == [1, 1]


def test_candidates_only_grow(look):
    pages = {"/rss": feed(item("/a", "Sun, 15 Nov 2026 12:00:00 +0200"))}
    with serving(pages) as site:
        first = look(site, ("rss", "/rss"))
        pages["/rss"] = feed(item("/b", "Sun, 15 Nov 2026 13:00:00 +0200"))
        later = look(site, ("rss", "/rss"), known=first.candidates, now=datetime(2026, 11, 17, tzinfo=UTC))
    assert paths(later) == ["/a", "/b"]
    assert later.candidates["first_seen_at"].to_pylist()[0] == NOW


def test_a_feed_that_remembers_only_later_days_is_unreachable_not_empty(look):
    with serving({"/rss": feed(item("/a", "Fri, 20 Nov 2026 12:00:00 +0200"))}) as site:
        row = look(site, ("rss", "/rss")).discoveries.to_pylist()[0]
    assert (row["state"], row["candidate_count"]) == ("unreachable", 0)


def test_a_failing_strategy_costs_its_own_row_only(look):
    with serving({"/rss": answer("<html>soft 404</html>"), "/map.xml": urlset(entry("/a", "2026-11-15"))}) as site:
        found = look(site, ("rss", "/rss"), ("sitemap", "/map.xml"), ("sitemap", "/none.xml"))
    states = {row["location"].removeprefix(site.home): (row["state"], row["reason"]) for row in found.discoveries.to_pylist()}
    assert states == {"/rss": ("failed", "Not a feed"), "/map.xml": ("read", None), "/none.xml": ("failed", "HTTP 404")}
    assert paths(found) == ["/a"]


def test_what_robots_txt_forbids_is_refused(look):
    with serving({"/robots.txt": answer("User-agent: *\nDisallow: /rss", media="text/plain")}) as site:
        assert look(site, ("rss", "/rss")).discoveries.to_pylist()[0]["state"] == "refused"


def test_a_sitemap_speaks_for_its_own_site_only(look):
    with serving({"/map.xml": urlset(entry("http://other.example/a", "2026-11-15"), entry("/b", "2026-11-15"))}) as site:
        assert paths(look(site, ("sitemap", "/map.xml"))) == ["/b"]


def json_page(link: str, published: str, next_url: str | None = None) -> bytes:
    return answer(
        orjson.dumps({"items": [{"url": link, "date_published": published}], "next_url": next_url}),
        media="application/feed+json",
    )


def test_a_feed_in_pages_is_followed_back_to_the_beginning_of_the_day_and_no_further(look):
    pages = {
        "/feed": json_page("/later", "2026-11-16T01:00:00+02:00", "/feed?page=2"),
        "/feed?page=2": json_page("/noon", "2026-11-15T12:00:00+02:00", "/feed?page=3"),
        "/feed?page=3": json_page("/before", "2026-11-14T12:00:00+02:00", "/feed?page=4"),
    }
    with serving(pages) as site:
        found = look(site, ("rss", "/feed"))
        assert "/feed?page=4" not in site.paths()
    assert paths(found) == ["/noon"]
    assert [(row["state"], row["reason"]) for row in found.discoveries.to_pylist()] == [("read", None)]


def test_an_atom_feed_names_its_older_pages_and_one_that_is_missing_is_said_to_be(look):
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='prev-archive' href='/old'/>"
        "<entry><link href='/noon'/><published>2026-11-15T12:00:00+02:00</published></entry></feed>"
    )
    with serving({"/feed": answer(atom, media="application/atom+xml")}) as site:
        found = look(site, ("rss", "/feed"))
        reason = f"{site.url('/old')}: HTTP 404"
    assert paths(found) == ["/noon"]
    assert [row["reason"] for row in found.discoveries.to_pylist()] == [reason]


def test_pages_of_a_feed_that_lead_to_each_other_or_to_another_site_end(look):
    pages = {
        "/feed": json_page("/a", "2026-11-15T12:00:00+02:00", "/again"),
        "/again": json_page("/b", "2026-11-15T11:00:00+02:00", "/feed"),
        "/other": json_page("/c", "2026-11-15T11:00:00+02:00", "http://169.254.169.254/feed"),
    }
    with serving(pages) as site:
        assert paths(look(site, ("rss", "/feed"), ("rss", "/other"))) == ["/a", "/b", "/c"]
        assert site.paths().count("/feed") == 1
