"""Rows of schemas.PAGES: every capture of a page, or for a candidate without one its latest failure."""

from __future__ import annotations

from shpalta.steps.fetch.crawl import Failure
from shpalta.web.ledger import Row
from shpalta.web.outcomes import Outcome
from shpalta.web.visit import Visit
from shpalta.web.warc import NOT_MODIFIED, SAME_PAYLOAD, Earlier, warc_date


def earlier_of(last: Row | None, outcome: Outcome, digest: str) -> Earlier | None:
    if last is None:
        return None
    if outcome is Outcome.NOT_MODIFIED:
        return Earlier(last["final_url"], last["fetched_at"], last["payload_sha256"], NOT_MODIFIED)
    return Earlier(last["final_url"], last["fetched_at"], digest, SAME_PAYLOAD) if last["payload_sha256"] == digest else None


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
