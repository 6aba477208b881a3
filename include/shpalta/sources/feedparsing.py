"""The child that parses a feed: content type and bytes on standard input, entries as JSON on standard output.

Some feeds stall every feed parser; a process can be killed, and its memory bounded.
"""

from __future__ import annotations

import calendar
import html
import io
import re
import resource
import sys
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser
import orjson

MOST_BYTES = 54 * 1024 * 1024  # of memory: 64 MiB with what an interpreter needs
MOST_ENTRIES = 50_000
_MARKUP = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?-->|</?[a-z!?][^<>]*>", re.IGNORECASE | re.DOTALL)


def parse_entries(content: bytes, url: str, content_type: str) -> dict[str, Any]:
    """Parse with feedparser; bytes that are UTF-8 are read as such, whatever they are declared to be."""
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    if _is_utf8(content):
        headers["content-type"] = f"{content_type.partition(';')[0] or 'application/xml'}; charset=utf-8"
    parsed = feedparser.parse(io.BytesIO(content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    return {
        "version": parsed.get("version", ""),
        "entries": [_entry(each, parsed.get("version", "")) for each in parsed.entries[:MOST_ENTRIES]],
        "next": _linked(parsed.feed, "prev-archive") or _linked(parsed.feed, "next"),
    }


def _linked(feed: feedparser.FeedParserDict, relation: str) -> str | None:
    return next((link.get("href") for link in feed.get("links") or [] if link.get("rel") == relation), None)


def _entry(entry: feedparser.FeedParserDict, version: str) -> dict[str, Any]:
    tags = entry.get("tags") or []
    return {
        "link": entry.get("link") or (entry.get("id") if str(entry.get("id", "")).startswith("http") else None),
        "title": _plain(entry.get("title"), version, (entry.get("title_detail") or {}).get("type")),
        "published": entry.get("published"),
        "published_utc": _instant(entry.get("published_parsed")),
        "updated": entry.get("updated") or _instant(entry.get("updated_parsed")),
        "section": tags[0].get("term") if tags else None,
    }


def _plain(title: str | None, version: str, kind: str | None) -> str | None:
    """Give a title without markup; only Atom can say that what looks like markup is meant as it stands."""
    is_meant = version.startswith("atom") and kind == "text/plain"
    return html.unescape(_MARKUP.sub("", title)) if title and not is_meant else title


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
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    header, _, content = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(orjson.dumps(parse_entries(content, **orjson.loads(header))))


if __name__ == "__main__":
    main()
