"""Feeds: RSS, Atom and RDF by feedparser in a child that can be killed; JSON Feed by hand."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import datetime
from typing import Any

import orjson

from shpalta.errors import BadUrl, DiscoveryError
from shpalta.sources.found import Asking, Found, Reading, read_time
from shpalta.sources.sitemap import unpacked
from shpalta.sources.strategies import Feed
from shpalta.web.urls import parse

CHILD_SECONDS = 20.0
_MOST_WITHOUT_PINNED = 10


async def read_feed(strategy: Feed, asking: Asking) -> Reading:
    """Read a feed, or learn that it is still the one that `validators` (request headers) stand for. Raises DiscoveryError."""
    day = asking.day
    answer = await asking.read(strategy.url, asking.validators)
    if answer.status == 304:
        return Reading((), is_unchanged=True)
    entries = await asyncio.to_thread(parse_feed, unpacked(answer), answer.url, answer.header("content-type") or "", day.zone)
    if not entries:
        return Reading((), reason="The feed is empty")
    return Reading(
        tuple(entry for entry in entries if day.may_hold(entry)),
        _reach(entries),
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
    )


def parse_feed(content: bytes, url: str, content_type: str, zone: str) -> list[Found]:
    """Parse a feed of any kind into its entries. Raises DiscoveryError for what is none, and for what stalls the parser."""
    entries = _json_entries(content) if content.lstrip()[:1] == b"{" else _xml_entries(content, content_type)
    return [found for entry in entries if (found := _found(entry, url, zone))]


def _xml_entries(content: bytes, content_type: str) -> list[dict[str, Any]]:
    if b"<!ENTITY" in content:
        raise DiscoveryError("The feed declares entities, which no feed needs")
    request = orjson.dumps({"content_type": content_type}) + b"\n" + content
    try:
        child = subprocess.run(
            [sys.executable, "-m", "shpalta.sources.feedparsing"],
            input=request,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DiscoveryError(f"The feed could not be parsed within {CHILD_SECONDS:g} s") from error
    if child.returncode != 0:
        raise DiscoveryError("The feed broke its parser")
    parsed = orjson.loads(child.stdout)
    if not parsed["version"] and not parsed["entries"]:
        raise DiscoveryError("Not a feed")
    entries: list[dict[str, Any]] = parsed["entries"]
    return entries


def _json_entries(content: bytes) -> list[dict[str, Any]]:
    try:
        feed = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise DiscoveryError(f"Neither XML nor JSON: {error}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise DiscoveryError("JSON, but no JSON Feed: it has no list of items")
    return [
        {
            "link": item.get("url") or item.get("id"),
            "title": item.get("title"),
            "published": item.get("date_published"),
            "updated": item.get("date_modified"),
            "section": next(iter(item.get("tags") or []), None),
        }
        for item in items
        if isinstance(item, dict)
    ]


def _found(entry: dict[str, Any], base: str, zone: str) -> Found | None:
    try:
        url = parse(str(entry.get("link") or ""), base).href if entry.get("link") else None
    except BadUrl:
        return None
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
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text or None


def _reach(entries: list[Found]) -> datetime | None:
    """Say how far back the feed remembers; in a feed of some length one old entry is pinned, not remembered."""
    dates = sorted(each.date_hint for each in entries if each.date_hint)
    if not dates:
        return None
    return dates[1] if len(dates) >= _MOST_WITHOUT_PINNED else dates[0]
