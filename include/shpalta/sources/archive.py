"""A site's own list of a day's articles: its links, page after page, less what every page of the site links to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from typing import Any

from shpalta.errors import BadUrl, NoAnswer
from shpalta.sources.child import parsed_in_child
from shpalta.sources.found import Asking, Found, Reading, date_in_url
from shpalta.sources.strategies import Archive, for_day
from shpalta.web.client import Answer
from shpalta.web.outcomes import Outcome
from shpalta.web.urls import is_same_site, parse
from shpalta.web.visit import answer_text

_SHORTEST_TITLE = 15
_LOOKS_LIKE_AN_ARTICLE = re.compile(r"\d{5,}|(?:[^/]+[-_]){3,}[^/]*/?$|/\d+[^/]*\.html?$")


async def read_archive(strategy: Archive, asking: Asking) -> Reading:
    """Read the day's archive pages until one brings nothing new. Raises DiscoveryError and NoAnswer for the first page."""
    day = asking.day
    found: dict[str, Found] = {}
    address: str | None = for_day(strategy.url, day.day, strategy.first_page)
    seen: set[str] = set()
    reason = None
    for number in range(strategy.first_page, strategy.first_page + strategy.most_pages):
        if address is None or address in seen:
            break
        seen.add(address)
        try:
            answer = await asking.read(address)
        except NoAnswer as error:
            if not seen - {address}:
                raise
            reason = None if error.outcome == Outcome.GONE else f"{address}: {error.problem}"
            break
        listed = await asyncio.to_thread(_parsed, answer)
        page = {each.url: each for each in articles(listed["links"], answer.url, strategy) if day.allows(each.url)}
        if not page.keys() - found.keys():
            break
        found |= {url: each for url, each in page.items() if url not in found}
        numbered = for_day(strategy.url, day.day, number + 1) if "{page}" in strategy.url else None
        address = numbered or _next(listed["next"], answer.url)
    else:
        reason = f"More than {strategy.most_pages} archive pages"
    return Reading(tuple(found.values()), reason=reason)


def articles(links: Iterable[tuple[str, str]], base: str, strategy: Archive) -> list[Found]:
    """Choose of a page's links, as (address, words), those that may be articles of its site; their words are titles."""
    pattern = re.compile(strategy.articles) if strategy.articles else None
    found: dict[str, Found] = {}
    for href, words in links:
        url = _absolute(href, base)
        if url is None or not is_same_site(url, base) or url == base:
            continue
        if pattern.search(url) if pattern else date_in_url(url) or _LOOKS_LIKE_AN_ARTICLE.search(parse(url).path):
            known = found.get(url)
            if known is None or not known.title_hint:
                found[url] = Found(url, title_hint=words if len(words) >= _SHORTEST_TITLE else None)
    return list(found.values())


def _parsed(answer: Answer) -> dict[str, Any]:
    asked = {"content_type": answer.header("content-type") or ""}
    return parsed_in_child("archiveparsing", "archive page", answer_text(answer), asked)


def _next(href: str | None, base: str) -> str | None:
    url = _absolute(href, base) if href else None
    return url if url and is_same_site(url, base) else None


def _absolute(href: str, base: str) -> str | None:
    try:
        return parse(href.strip(), base).href
    except BadUrl:
        return None
