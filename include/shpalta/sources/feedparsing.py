"""The child that parses a feed: content type and bytes on standard input, entries as JSON on standard output.

Some feeds stall every feed parser; a process can be killed, and its memory bounded.
"""

from __future__ import annotations

import calendar
import io
import resource
import sys
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser
import orjson

MOST_BYTES = 1024 * 1024 * 1024
MOST_ENTRIES = 50_000


def parse_entries(content: bytes, content_type: str) -> dict[str, Any]:
    """Parse with feedparser; bytes that are UTF-8 are read as such, whatever they are declared to be."""
    if _is_utf8(content):
        content_type = f"{content_type.partition(';')[0] or 'application/xml'}; charset=utf-8"
    parsed = feedparser.parse(
        io.BytesIO(content),
        response_headers={"content-type": content_type} if content_type else {},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return {
        "version": parsed.get("version", ""),
        "entries": [_entry(each) for each in parsed.entries[:MOST_ENTRIES]],
        "next": _linked(parsed.feed, "prev-archive") or _linked(parsed.feed, "next"),
    }


def _linked(feed: feedparser.FeedParserDict, relation: str) -> str | None:
    return next((link.get("href") for link in feed.get("links") or [] if link.get("rel") == relation), None)


def _entry(entry: feedparser.FeedParserDict) -> dict[str, Any]:
    tags = entry.get("tags") or []
    return {
        "link": entry.get("link") or (entry.get("id") if str(entry.get("id", "")).startswith("http") else None),
        "title": entry.get("title"),
        "published": entry.get("published"),
        "published_utc": _instant(entry.get("published_parsed")),
        "updated": entry.get("updated") or _instant(entry.get("updated_parsed")),
        "section": tags[0].get("term") if tags else None,
    }


def _instant(parsed: struct_time | None) -> str | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _is_utf8(content: bytes) -> bool:
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    header, _, content = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(orjson.dumps(parse_entries(content, orjson.loads(header)["content_type"])))


if __name__ == "__main__":
    main()
