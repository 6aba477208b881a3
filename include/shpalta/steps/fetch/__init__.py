"""Fetch the day's candidates of a source into raw: politely, each page once, whatever the site does.

Every candidate ends in one of the outcomes of `shpalta.web.outcomes.Outcome`, a closed list.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pyarrow as pa

from shpalta.lake import schemas
from shpalta.lake.store import Store
from shpalta.lake.tables import conform
from shpalta.request import RunRequest
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps.fetch.crawl import Crawl, Failure, Target
from shpalta.steps.fetch.judge import identified_type, judge
from shpalta.steps.fetch.replay import replay
from shpalta.web.client import Limits
from shpalta.web.ledger import Row, Scratch, delivered_rows
from shpalta.web.outcomes import Outcome
from shpalta.web.politeness import Politeness
from shpalta.web.rights import RESERVED, signals
from shpalta.web.visit import Visit, Visitor, answer_text, user_agent
from shpalta.web.warc import NOT_MODIFIED, SAME_PAYLOAD, Earlier, visit_records, warc_date, warc_info

__all__ = ["Outcome", "fetch"]


def fetch(
    candidates: pa.Table,
    known_pages: pa.Table,
    request: RunRequest,
    source: Source,
    *,
    settings: Settings,
    store: Store,
) -> pa.Table:
    """Fetch what raw lacks of one source's candidates and give all its rows of schemas.PAGES, known captures included.

    WARC files and sidecars are in the store when this returns. Raises FetchRunning where another process fetches the same
    source and day, and StoreError.
    """
    folder = settings.scratch / "fetch" / request.day.isoformat() / source.id
    with Scratch(folder, warc_info(user_agent(settings))) as scratch:
        rows = _Rows([*known_pages.to_pylist(), *delivered_rows(store, request.day, source.id), *scratch.rows])
        chosen, beyond = _within_limit(candidates.to_pylist(), request, source)
        wanted = [_target(row, rows) for row in chosen if request.is_refetch or rows.is_wanting(row["url_key"])]
        asyncio.run(_crawl(wanted, rows, scratch, source, settings))
        rows.add(scratch.deliver(store, request.day, source.id))
    rows.add(_failure_row(row, source, Failure(Outcome.OVER_LIMIT, None)) for row in beyond)
    return conform(schemas.PAGES, rows.final())


class _Rows:
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


async def _crawl(targets: list[Target], rows: _Rows, scratch: Scratch, source: Source, settings: Settings) -> None:
    limits = Limits(
        body_bytes=source.limits.page_bytes,
        decoded_bytes=2 * source.limits.page_bytes,
        seconds=source.limits.seconds_per_page,
    )

    def judged(target: Target, visit: Visit) -> Failure | None:
        text = answer_text(visit.answer, limits.decoded_bytes)
        outcome, detail = judge(visit.answer, text[:4096], is_conditional=bool(target.headers))
        if not outcome.is_kept:
            return Failure(outcome, detail, visit.answer.status)
        rights = signals(visit.answer, text, settings.user_agent_name) | ({RESERVED} if visit.is_reserved else set())
        if rights & settings.rights:
            return Failure(Outcome.OPTED_OUT, ", ".join(sorted(rights & settings.rights)), visit.answer.status)
        digest = sha256(visit.answer.body).hexdigest()
        earlier = _earlier(rows.captures(target.url_key), outcome, digest)
        row = _page_row(target, source, visit, Outcome.NOT_MODIFIED if earlier else outcome)
        row["rights"] = sorted(rights)
        row["payload_sha256"] = earlier.payload_sha256 if earlier else digest
        scratch.keep(row, visit_records(visit.answers, identified_type(text[:1024]), earlier))
        return None

    def note(target: Target, failure: Failure) -> None:
        scratch.note(_failure_row({"url": target.url, "url_key": target.url_key}, source, failure))

    politeness = Politeness(settings.scratch / "pauses")
    async with Visitor(source, settings, politeness, limits=limits, asks_for_reservations=True) as visitor:

        async def get(target: Target) -> Visit:
            if target.archived_in is None:
                return await visitor.visit(target.url, target.headers)
            return await replay(target.url, target.archived_in, visitor, settings, limits)

        await Crawl(politeness, get, judged, note, seconds=60.0 * source.limits.minutes).run(targets)


def _within_limit(candidates: list[Row], request: RunRequest, source: Source) -> tuple[list[Row], list[Row]]:
    """Split the candidates at the limit, the surest of the day first: dated ones, then by how close their lastmod is."""
    limits = [limit for limit in (request.limit_per_source, source.limits.pages) if limit is not None]
    latest = datetime.max.replace(tzinfo=UTC)
    ordered = sorted(candidates, key=lambda row: (row["date_hint"] is None, row["modified_hint"] or latest, row["url_key"]))
    most = min(limits, default=len(ordered))
    return ordered[:most], ordered[most:]


def _target(row: Row, rows: _Rows) -> Target:
    captures = rows.captures(row["url_key"])
    headers = {}
    if captures and captures[-1]["etag"]:
        headers["If-None-Match"] = captures[-1]["etag"]
    if captures and captures[-1]["last_modified"]:
        headers["If-Modified-Since"] = captures[-1]["last_modified"]
    return Target(row["url"], row["url_key"], row["archived_in"], headers)


def _earlier(captures: list[Row], outcome: Outcome, digest: str) -> Earlier | None:
    if not captures:
        return None
    last = captures[-1]
    date = last["fetched_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if outcome is Outcome.NOT_MODIFIED:
        return Earlier(last["final_url"], date, last["payload_sha256"], NOT_MODIFIED)
    return Earlier(last["final_url"], date, digest, SAME_PAYLOAD) if last["payload_sha256"] == digest else None


def _page_row(target: Target, source: Source, visit: Visit, outcome: Outcome) -> Row:
    answer = visit.answer
    return {
        "source_id": source.id,
        "url": target.url,
        "url_key": target.url_key,
        "fetch_outcome": outcome.value,
        "final_url": answer.url,
        "http_status": answer.status,
        "content_type": answer.header("content-type"),
        "etag": answer.header("etag"),
        "last_modified": answer.header("last-modified"),
        "response_headers": [{"name": name, "value": value} for name, value in answer.headers],
        "fetched_at": warc_date(answer),
    }


def _failure_row(row: Row, source: Source, failure: Failure) -> Row:
    return {
        "source_id": source.id,
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
