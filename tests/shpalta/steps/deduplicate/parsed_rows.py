"""PARSED rows for tests: only what a test is about is spelled out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import xxhash

from shpalta.lake import schemas
from shpalta.web.urls import article_id, url_key

LONG = (
    "Міська рада вчора ухвалила бюджет на наступний рік після восьми годин обговорення.\n"
    "Найбільше грошей, близько третини видатків, отримають школи та дитячі садки міста.\n"
    "Опозиція вимагала окремо проголосувати за ремонт мосту через річку, але не зібрала голосів."
)


def capture(url: str = "https://one.example/a", body: str = LONG, **columns: Any) -> dict[str, Any]:
    """Give one PARSED row; its article_id comes from its canonical URL."""
    fetched_at = columns.pop("fetched_at", datetime(2026, 11, 15, 20, tzinfo=UTC))
    canonical = columns.pop("canonical_url", url)
    return {
        "article_id": article_id(canonical),
        "source_id": "one",
        "url": url,
        "url_key": url_key(url),
        "canonical_url": canonical,
        "headline": "Рада ухвалила бюджет",
        "article_body": body,
        "authors": [],
        "publisher_keywords": [],
        "related": [],
        "alternates": [],
        "discovered_via": ["rss"],
        "date_published": datetime(2026, 11, 15, 9, tzinfo=UTC),
        "first_seen_at": datetime(2026, 11, 15, 10, tzinfo=UTC),
        "fetched_at": fetched_at,
        "warc_key": "raw/date=2026-11-15/one.warc.gz",
        "warc_offset": 0,
        "warc_length": 100,
        "payload_sha256": xxhash.xxh3_128_hexdigest(f"{url}{body}{fetched_at}".encode()),
        "parser_version": "1",
        **columns,
    }


def parsed(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schemas.PARSED.schema)
