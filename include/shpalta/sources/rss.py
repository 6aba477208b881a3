"""Feeds of all kinds: read page by page, as far back as they go, each page parsed in a child that can be killed."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shpalta.errors import BadUrl, DiscoveryError, NoAnswer
from shpalta.sources.child import parsed_in_child
from shpalta.sources.found import Asking, Found, Reading, read_time
from shpalta.sources.strategies import Feed
from shpalta.sources.unpack import unpacked
from shpalta.web.client import Answer
from shpalta.web.urls import is_same_site, parse

MOST_PAGES = 20
_MOST_WITHOUT_PINNED = 10
_LONGEST_TEXT = 1_000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class FeedPage:
    """The entries of a feed, or of one page of it, and where it goes on."""

    entries: list[Found]
    next_url: str | None = None


async def read_feed(strategy: Feed, asking: Asking) -> Reading:
    """Read the entries of the day, as far back as the feed goes. Raises DiscoveryError and NoAnswer for its first page."""
    day = asking.day
    reading = await read_entries(strategy, asking, back_to=day.start)
    return replace(reading, found=tuple(entry for entry in reading.found if day.may_hold(entry)))


async def read_entries(strategy: Feed, asking: Asking, *, back_to: datetime) -> Reading:
    """Read a feed's entries of all days, or learn that it is still the one that the validators stand for.

    A feed in pages (RFC 5005, JSON Feed) is read page by page until one reaches back to a moment. Raises DiscoveryError.
    """
    answer = await asking.read(strategy.url, asking.validators)
    if answer.status == 304:
        return Reading((), is_unchanged=True)
    pages = [await _page(answer, asking)]
    reason = None if pages[0].entries else "The feed is empty"
    seen = {strategy.url, answer.url}
    while (after := pages[-1].next_url) and after not in seen and len(pages) < MOST_PAGES and _is_later(pages[-1], back_to):
        seen.add(after)
        try:
            pages.append(await _page(await asking.read(after), asking))
        except (DiscoveryError, NoAnswer) as error:
            reason = f"{after}: {error.problem}"
            break
    entries = [entry for page in pages for entry in page.entries]
    return Reading(tuple(entries), _reach(entries), reason, answer.header("etag"), answer.header("last-modified"))


async def _page(answer: Answer, asking: Asking) -> FeedPage:
    content_type = answer.header("content-type") or ""
    page = await asyncio.to_thread(parse_feed, unpacked(answer), answer.url, content_type, asking.day.zone)
    is_ours = page.next_url and is_same_site(page.next_url, answer.url)
    return page if is_ours else replace(page, next_url=None)


def _is_later(page: FeedPage, moment: datetime) -> bool:
    reach = _reach(page.entries)
    return reach is not None and reach > moment


def parse_feed(content: bytes, url: str, content_type: str, zone: str) -> FeedPage:
    """Parse a feed of any kind into its entries. Raises DiscoveryError for what is none, and for what stalls the parser."""
    parsed = parsed_in_child("feedparsing", "feed", content, {"url": url, "content_type": content_type})
    if not parsed["version"] and not parsed["entries"]:
        raise DiscoveryError("Not a feed")
    return page_of(parsed, url, zone)


def page_of(parsed: dict[str, Any], url: str, zone: str) -> FeedPage:
    """Make finds of what a parser gave: entries without a web address are none, times without an offset are in `zone`."""
    entries = [found for entry in parsed["entries"] if (found := _found(entry, url, zone))]
    return FeedPage(entries, _absolute(parsed["next"], url))


def _absolute(url: object, base: str) -> str | None:
    try:
        return parse(url, base).href if isinstance(url, str) and url else None
    except BadUrl:
        return None


def _found(entry: dict[str, Any], base: str, zone: str) -> Found | None:
    url = _absolute(entry.get("link"), base)
    if not url:
        return None
    return Found(
        url=url,
        date_hint=read_time(_text(entry.get("published")), zone) or read_time(_text(entry.get("published_utc")), zone),
        modified_hint=read_time(_text(entry.get("updated")), zone),
        title_hint=_text(entry.get("title")),
        section_hint=_text(entry.get("section")),
    )


def _text(value: object) -> str | None:
    text = " ".join(_CONTROLS.sub(" ", value).split()) if isinstance(value, str) else ""
    return text[:_LONGEST_TEXT] or None


def _reach(entries: list[Found]) -> datetime | None:
    """Say how far back the feed remembers; in a feed of some length one old entry is pinned, not remembered."""
    dates = sorted(each.date_hint for each in entries if each.date_hint)
    if not dates:
        return None
    return dates[1] if len(dates) >= _MOST_WITHOUT_PINNED else dates[0]
