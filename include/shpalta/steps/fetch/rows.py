"""Rows of schemas.PAGES: every capture of a page, or for a candidate without one its latest failure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shpalta.steps.fetch.crawl import Failure
from shpalta.web.ledger import Row
from shpalta.web.outcomes import Outcome
from shpalta.web.visit import Visit
from shpalta.web.warc import NOT_MODIFIED, SAME_PAYLOAD, Earlier, warc_date


class Rows:
    """The rows of a source's pages: every capture, or for a candidate without one its latest failure."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._captures: dict[str, dict[datetime, Row]] = {}
        self._failures: dict[str, Row] = {}
        self.add(rows)

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for each in rows:
            row = _with_times(each)
            if row["fetched_at"] is None:
                self._failures[row["url_key"]] = row
            else:
                self._captures.setdefault(row["url_key"], {})[row["fetched_at"]] = row

    def captures(self, url_key: str) -> list[Row]:
        found = self._captures.get(url_key, {})
        return [row for _, row in sorted(found.items()) if row["fetch_outcome"] == Outcome.FETCHED]

    def is_wanting(self, url_key: str) -> bool:
        """Tell whether there is no page yet and trying may bring one."""
        if self.captures(url_key):
            return False
        failure = self._failures.get(url_key)
        return failure is None or Outcome(failure["fetch_outcome"]).is_retryable

    def final(self) -> list[Row]:
        captures = [row for found in self._captures.values() for row in found.values()]
        return [*captures, *(row for key, row in self._failures.items() if key not in self._captures)]


def earlier_of(captures: list[Row], outcome: Outcome, digest: str) -> Earlier | None:
    if not captures:
        return None
    last = captures[-1]
    date = last["fetched_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if outcome is Outcome.NOT_MODIFIED:
        return Earlier(last["final_url"], date, last["payload_sha256"], NOT_MODIFIED)
    return Earlier(last["final_url"], date, digest, SAME_PAYLOAD) if last["payload_sha256"] == digest else None


def page_row(row: Row, visit: Visit, outcome: Outcome) -> Row:
    answer = visit.answer
    return {
        "source_id": row["source_id"],
        "url": row["url"],
        "url_key": row["url_key"],
        "fetch_outcome": outcome.value,
        "final_url": answer.url,
        "http_status": answer.status,
        "content_type": answer.header("content-type"),
        "etag": answer.header("etag"),
        "last_modified": answer.header("last-modified"),
        "response_headers": [{"name": name, "value": value} for name, value in answer.headers],
        "fetched_at": warc_date(answer),
    }


def failure_row(row: Row, failure: Failure) -> Row:
    return {
        "source_id": row["source_id"],
        "url": row["url"],
        "url_key": row["url_key"],
        "fetch_outcome": failure.outcome.value,
        "fetch_error": failure.detail or failure.outcome.sentence,
        "http_status": failure.http_status,
        "fetched_at": None,
    }


def _with_times(row: Mapping[str, Any]) -> Row:
    fetched_at = row["fetched_at"]
    return dict(row) | {"fetched_at": datetime.fromisoformat(fetched_at) if isinstance(fetched_at, str) else fetched_at}
