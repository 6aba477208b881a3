"""Rows of schemas.PAGES: every capture of a page, or for a candidate without one its latest failure."""

from __future__ import annotations

from shpalta.steps.fetch.crawl import Failure
from shpalta.web.ledger import Row
from shpalta.web.outcomes import Outcome
from shpalta.web.visit import Visit
from shpalta.web.warc import NOT_MODIFIED, SAME_PAYLOAD, Earlier, warc_date


def earlier_of(last: Row | None, outcome: Outcome, digest: str) -> Earlier | None:
    """Give the kept response that the page still is, by its site's word or by its bytes; `last` is its last capture."""
    if last is None or (outcome is not Outcome.NOT_MODIFIED and last["payload_sha256"] != digest):
        return None
    kept = kept_response(last)
    profile = NOT_MODIFIED if outcome is Outcome.NOT_MODIFIED else SAME_PAYLOAD
    return Earlier(kept["url"], kept["warc_date"], last["payload_sha256"], profile)


def kept_response(row: Row) -> Row:
    """Say where the body of a capture is kept: in its own record, or in the one that it refers to."""
    own = {"url": row["final_url"], "warc_date": row["fetched_at"]}
    own |= {name: row[name] for name in ("content_type", "warc_key", "warc_offset", "warc_length")}
    return row.get("refers_to") or own


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
