"""sources add: an entry with what was found and read, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from loopback_site import answer, serving
from shpalta.errors import SourcesError
from shpalta.settings import Settings
from shpalta.sources.add import add, propose
from shpalta.sources.load import load_sources

NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)
FEED = "<rss version='2.0'><channel><title>t</title><item><link>/a</link></item></channel></rss>"
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'


def home(*links: str) -> bytes:
    head = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    return answer(f'<html lang="uk-UA"><head><meta property="og:site_name" content="Вечірній Лиман">{head}</head></html>')


@pytest.fixture
def look(tmp_path):
    return lambda site: propose(site.home, Settings(scratch=tmp_path, delay_seconds=0), NOW, is_local=True)


def test_the_entry_names_what_the_site_names_and_what_can_be_read(look, tmp_path):
    with serving({}) as site:
        site.pages |= {
            "/": home("/rss.xml", "/broken.xml"),
            "/rss.xml": answer(FEED, media="application/rss+xml"),
            "/broken.xml": answer("<html>"),
            "/robots.txt": answer(f"Sitemap: {site.url('/map.xml')}", media="text/plain"),
            "/map.xml": answer(SITEMAP, media="application/xml"),
        }
        source = look(site)
    assert (source.name, source.language) == ("Вечірній Лиман", "uk")
    assert [each.url for each in source.strategies] == [site.url("/rss.xml"), site.url("/map.xml")]
    for name in ("new.yaml", "listed.yaml"):
        path = tmp_path / name
        if name == "listed.yaml":
            path.write_text(
                "sources:\n- id: other\n  name: O\n  home: http://o.ua/\n  strategies: [{kind: rss, url: 'http://o.ua/rss'}]\n"
            )
        add(source, path)
        assert load_sources(str(path))[source.id] == source
        with pytest.raises(SourcesError, match="already"):
            add(source, path)


def test_the_usual_places_are_tried_where_the_site_names_none(look):
    with serving({"/": home(), "/feed/": answer(FEED), "/sitemap.xml": answer(SITEMAP)}) as site:
        assert [each.url for each in look(site).strategies] == [site.url("/feed/"), site.url("/sitemap.xml")]


def test_a_site_without_any_is_refused_with_a_remedy(look):
    with serving({"/": home()}) as site, pytest.raises(SourcesError, match="archive strategy"):
        look(site)
