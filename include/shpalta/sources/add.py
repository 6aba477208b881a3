"""Make the entry of a new source: what the site itself says of its feeds and sitemaps, each tried before it is written."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import yaml
from selectolax.lexbor import LexborHTMLParser

from shpalta.errors import BadUrl, DiscoveryError, NoAnswer, SourcesError
from shpalta.settings import Settings
from shpalta.sources.found import Asking, Day
from shpalta.sources.load import load_sources
from shpalta.sources.model import Source
from shpalta.sources.read import read_strategy
from shpalta.sources.strategies import Feed, Sitemap, Strategy
from shpalta.steps.discover.reading import open_visitor, reader
from shpalta.web.charset import decode
from shpalta.web.urls import parse, registered_domain
from shpalta.web.visit import answer_text

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_USUAL_FEEDS = ("/rss", "/feed/", "/rss.xml", "/feed.xml", "/rss/all.xml", "/atom.xml")
_USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_index.xml", "/sitemap.xml")
_MOST_OF_A_KIND = 3


def propose(url: str, settings: Settings, now: datetime, *, is_local: bool = False) -> Source:
    """Look at a site and make its entry. Raises SourcesError where no feed and no sitemap of it can be read."""
    try:
        home = parse(url if "//" in url else f"https://{url}/")
    except BadUrl as error:
        raise SourcesError(error.problem, remedy="Give the address of the site's front page") from error
    return asyncio.run(_look(f"{home.origin}{home.path}", settings, now, is_local=is_local))


def entry_text(source: Source) -> str:
    """Write a source as an entry of the sources file."""
    fields = source.model_dump(mode="json", exclude_defaults=True)
    entry = {"id": source.id, "name": source.name, "home": source.home, **fields}
    entry["strategies"] = [{"kind": each.kind, "url": each.url} for each in source.strategies]
    return yaml.safe_dump([entry], allow_unicode=True, sort_keys=False)


def add(source: Source, path: Path) -> None:
    """Write the entry at the end of a sources file, which is made if there is none. Raises SourcesError for an id it has."""
    text = path.read_text(encoding="utf-8") if path.exists() else "sources:\n"
    if path.exists() and source.id in load_sources(str(path)):
        raise SourcesError(
            f"{path} has a source {source.id!r} already", remedy="Change that entry, or give this one another id"
        )
    indent = "" if re.search(r"^- ", text, re.MULTILINE) else "  "
    entry = "".join(f"{indent}{line}\n" for line in entry_text(source).splitlines())
    path.write_text(f"{text.rstrip()}\n{entry}", encoding="utf-8")


async def _look(home: str, settings: Settings, now: datetime, *, is_local: bool) -> Source:
    domain = registered_domain(home)
    draft = Source(
        id=re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-"),
        name=domain,
        home=home,
        is_local=is_local,
        strategies=(Feed(kind="rss", url=home),),
    )
    async with open_visitor(draft, settings) as visitor:
        read = reader(visitor)
        try:
            answer = await read(home)
            robots = await visitor.robots(parse(home))
        except NoAnswer as error:
            raise SourcesError(
                f"{home}: {error.problem}", remedy="Is this the site's front page, and may it be read?"
            ) from error
        page = LexborHTMLParser(decode(answer_text(answer), answer.header("content-type")))
        today = Day(now.date(), draft.zone, now)
        asking = Asking(draft, today, settings, read)
        feeds = [each async for each in _that_read(_feeds(page, answer.url), asking)]
        sitemaps = [each async for each in _that_read(_sitemaps(robots.sitemaps, answer.url), asking)]
    if not feeds + sitemaps:
        raise SourcesError(f"{home} names no feed and no sitemap that can be read", remedy="Write an archive strategy by hand")
    found = {"home": answer.url, "name": _name(page) or domain, "language": _language(page), "strategies": (*feeds, *sitemaps)}
    return draft.model_copy(update=found)


async def _that_read(strategies: Iterator[Strategy], asking: Asking) -> AsyncIterator[Strategy]:
    count = 0
    for strategy in strategies:
        if count == _MOST_OF_A_KIND:
            return
        try:
            await read_strategy(strategy, asking)
        except (DiscoveryError, NoAnswer):
            continue
        count += 1
        yield strategy


def _feeds(page: LexborHTMLParser, base: str) -> Iterator[Strategy]:
    named = [node.attributes for node in page.css('link[rel~="alternate"][href]')]
    hrefs = [each["href"] or "" for each in named if (each.get("type") or "").lower() in _FEED_TYPES]
    for url in _absolute([*hrefs, *([] if hrefs else _USUAL_FEEDS)], base):
        yield Feed(kind="rss", url=url)


def _sitemaps(named: tuple[str, ...], base: str) -> Iterator[Strategy]:
    for url in _absolute([*named, *([] if named else _USUAL_SITEMAPS)], base):
        yield Sitemap(kind="sitemap", url=url)


def _absolute(urls: list[str], base: str) -> Iterator[str]:
    seen: set[str] = set()
    for url in urls:
        try:
            href = parse(url, base).href
        except BadUrl:
            continue
        if href not in seen:
            seen.add(href)
            yield href


def _name(page: LexborHTMLParser) -> str:
    named = page.css_first('meta[property="og:site_name"]')
    name = (named.attributes.get("content") or "") if named else ""
    title = page.css_first("title")
    return " ".join((name or (title.text() if title else "")).split())[:80]


def _language(page: LexborHTMLParser) -> str:
    root = page.css_first("html")
    language = (root.attributes.get("lang") or "") if root else ""
    return language.partition("-")[0].lower() if re.match(r"[A-Za-z]{2,3}\b", language) else "uk"
