"""The entries of a feed, out of the child that parses it: RSS, Atom and RDF by feedparser, JSON Feed by hand."""

from __future__ import annotations

import calendar
import html
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser
import orjson

from shpalta.errors import DiscoveryError
from shpalta.sources.child import answer_parent
from shpalta.web.charset import decode, detect

MOST_ENTRIES = 50_000
_DECLARED = re.compile(r"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_MARKS = (BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)
_MARKUP = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?-->|</?[a-z!?][^<>]*>", re.IGNORECASE | re.DOTALL)


def parse_entries(content: bytes, url: str, content_type: str) -> dict[str, Any]:
    """Parse a feed; bytes that are UTF-8, or no text in the charset they declare, are read as what they are.

    Raises DiscoveryError for JSON that is no JSON Feed; XML that is no feed has no version and no entries.
    """
    if content[:1_000].translate(None, b"\0\xef\xbb\xbf\xff\xfe").lstrip()[:1] == b"{":
        return _json_feed(content)
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    if text := _read_anew(content, content_type):
        content = text.encode()
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
    date = "published" if "published" in entry or not version.startswith("rss") else "updated"  # where dc:date goes
    return {
        "link": entry.get("feedburner_origlink")
        or entry.get("link")
        or (entry.get("id") if str(entry.get("id", "")).startswith("http") else None),
        "title": _plain(entry.get("title"), version, (entry.get("title_detail") or {}).get("type")),
        "published": entry.get(date),
        "published_utc": _instant(entry.get(f"{date}_parsed")),
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


def _read_anew(content: bytes, content_type: str) -> str | None:
    """Give the text of a feed whose declared charset is not to be believed: it is UTF-8, or declares that and is not."""
    if content.isascii() or b"\0" in content[:4]:
        return None
    declared = _DECLARED.search(content_type) or _DECLARED.search(content[:200].decode("latin-1"))
    if detect(content, content_type) == "utf-8" or not declared or declared[1].lower() in ("utf-8", "utf8", "us-ascii"):
        return decode(content)
    return None


def _json_feed(content: bytes) -> dict[str, Any]:
    try:
        feed = orjson.loads(decode(content) if content.startswith(_MARKS) else content)
    except orjson.JSONDecodeError as error:
        raise DiscoveryError(f"Neither XML nor JSON: {error}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise DiscoveryError("JSON, but no JSON Feed: it has no list of items")
    entries = [_json_entry(each) for each in items[:MOST_ENTRIES] if isinstance(each, dict)]
    return {"version": "json", "entries": entries, "next": feed.get("next_url")}


def _json_entry(entry: dict[str, Any]) -> dict[str, Any]:
    tags, name = entry.get("tags"), str(entry.get("id") or "")
    return {
        "link": entry.get("url") or entry.get("external_url") or (name if name.startswith("http") else None),
        "title": entry.get("title"),
        "published": entry.get("date_published"),
        "updated": entry.get("date_modified"),
        "section": next(iter(tags), None) if isinstance(tags, list) else None,
    }


if __name__ == "__main__":
    answer_parent(parse_entries)
