"""Fetch the day's candidates of a source into raw: politely, each page once, whatever the site does.

Every candidate ends in one of the outcomes of `shpalta.web.outcomes.Outcome`, a closed list.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pyarrow as pa

from shpalta.lake import schemas
from shpalta.lake.store import Store
from shpalta.lake.tables import conform
from shpalta.request import RunRequest
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps.fetch.crawl import Crawl, Failure, Target
from shpalta.steps.fetch.keeper import Keeper
from shpalta.steps.fetch.replay import replay
from shpalta.steps.fetch.rows import Rows, failure_row
from shpalta.web.client import Limits
from shpalta.web.ledger import Row, Scratch, delivered_rows
from shpalta.web.outcomes import Outcome
from shpalta.web.politeness import Politeness
from shpalta.web.visit import Visit, Visitor, user_agent
from shpalta.web.warc import warc_info

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
        rows = Rows([*known_pages.to_pylist(), *delivered_rows(store, request.day, source.id), *scratch.rows])
        chosen, beyond = _within_limit(candidates.to_pylist(), request, source)
        wanted = [_target(row, rows) for row in chosen if request.is_refetch or rows.is_wanting(row["url_key"])]
        asyncio.run(_crawl(wanted, Keeper(source.id, rows, scratch, settings), source, settings))
        rows.add(scratch.deliver(store, request.day, source.id))
    rows.add(failure_row(row, Failure(Outcome.OVER_LIMIT, None)) for row in beyond)
    return conform(schemas.PAGES, rows.final())


async def _crawl(targets: list[Target], keeper: Keeper, source: Source, settings: Settings) -> None:
    limits = Limits(
        body_bytes=source.limits.page_bytes,
        decoded_bytes=2 * source.limits.page_bytes,
        seconds=source.limits.seconds_per_page,
    )
    politeness = Politeness(settings.scratch / "pauses")
    async with Visitor(source, settings, politeness, limits=limits, asks_for_reservations=True) as visitor:

        async def get(target: Target) -> Visit:
            if target.archived_in is None:
                return await visitor.visit(target.url, target.headers)
            return await replay(target.url, target.archived_in, visitor, settings, limits)

        await Crawl(politeness, get, keeper, seconds=60.0 * source.limits.minutes).run(targets)


def _within_limit(candidates: list[Row], request: RunRequest, source: Source) -> tuple[list[Row], list[Row]]:
    """Split the candidates at the limit, the surest of the day first: dated ones, then by how close their lastmod is."""
    limits = [limit for limit in (request.limit_per_source, source.limits.pages) if limit is not None]
    latest = datetime.max.replace(tzinfo=UTC)
    ordered = sorted(candidates, key=lambda row: (row["date_hint"] is None, row["modified_hint"] or latest, row["url_key"]))
    most = min(limits, default=len(ordered))
    return ordered[:most], ordered[most:]


def _target(row: Row, rows: Rows) -> Target:
    captures = rows.captures(row["url_key"])
    headers = {}
    if captures and captures[-1]["etag"]:
        headers["If-None-Match"] = captures[-1]["etag"]
    if captures and captures[-1]["last_modified"]:
        headers["If-Modified-Since"] = captures[-1]["last_modified"]
    return Target(row["url"], row["url_key"], row["archived_in"], headers)
