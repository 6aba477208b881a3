"""From captures to articles: which capture stands for a URL, which URL stands for an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from shpalta.lake import schemas
from shpalta.text.fingerprint import FINGERPRINT_VERSION, text_hash, words_of

_READ = ["article_id", "source_id", "url", "url_key", "fetched_at", "payload_sha256", "canonical_url", "date_published"]


@dataclass(frozen=True)
class Articles:
    """A day's articles: the capture that stands for each (source_id, url_key), and a fingerprint for each article."""

    latest: tuple[Mapping[str, Any], ...]
    fingerprints: pa.Table


def articles_of(parsed: pa.Table, day: date) -> Articles:
    """Take the latest capture of each (source_id, url_key) and fingerprint the URL that stands for each article."""
    latest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in sorted(parsed.select([*_READ, "article_body"]).to_pylist(), key=capture_order):
        latest[row["source_id"], row["url_key"]] = row
    rows = tuple(latest[key] for key in sorted(latest))
    standing: dict[str, Mapping[str, Any]] = {}
    for row in sorted(rows, key=_alias_order, reverse=True):
        standing[row["article_id"]] = row
    fingerprints = [_fingerprint(row, day) for _, row in sorted(standing.items())]
    return Articles(rows, pa.Table.from_pylist(fingerprints, schema=schemas.FINGERPRINTS.schema))


def capture_order(row: Mapping[str, Any]) -> tuple[datetime, str, str, str]:
    """Sort captures of one URL by when they were received; what was received decides between equal times."""
    return row["fetched_at"], row["payload_sha256"], row["article_id"], row["url"]


def _alias_order(row: Mapping[str, Any]) -> tuple[bool, str, str]:
    """Put first the URL that the page itself calls its own, then any fixed order."""
    return row["url"] != row["canonical_url"], row["url_key"], row["source_id"]


def _fingerprint(row: Mapping[str, Any], day: date) -> dict[str, Any]:
    words = words_of(row["article_body"])
    kept = ("article_id", "source_id", "url", "url_key", "fetched_at", "date_published")
    return {
        **{name: row[name] for name in kept},
        "date": day,
        "text_hash": text_hash(words),
        "word_count": len(words),
        "fingerprint_version": FINGERPRINT_VERSION,
    }


def standing_urls(fingerprints: pa.Table) -> set[tuple[str, str]]:
    """List the (source_id, url_key) that stand for their articles."""
    return {(row["source_id"], row["url_key"]) for row in fingerprints.select(["source_id", "url_key"]).to_pylist()}
