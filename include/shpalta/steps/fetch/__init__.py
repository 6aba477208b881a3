"""Fetch the day's candidates of a source into raw: politely, each page once, whatever the site does.

Every candidate ends in one of the outcomes of `shpalta.web.outcomes.Outcome`, a closed list.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pyarrow as pa

from shpalta.lake.store import Store
from shpalta.request import RunRequest
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps.fetch.crawl import Crawl, Target
from shpalta.steps.fetch.index import PageIndex
from shpalta.steps.fetch.keeper import Keeper
from shpalta.steps.fetch.queues import over_limit_rows, queues, within_limit
from shpalta.steps.fetch.replay import replay
from shpalta.web.client import Limits
from shpalta.web.ledger import Scratch, delivered_rows
from shpalta.web.outcomes import Outcome
from shpalta.web.politeness import Politeness
from shpalta.web.visit import Visit, Visitor, user_agent
from shpalta.web.warc import warc_info

__all__ = ["Outcome", "PageIndex", "fetch"]


def fetch(
    candidates: pa.Table,
    index: PageIndex,
    request: RunRequest,
    source: Source,
    *,
    settings: Settings,
    store: Store,
) -> None:
    """Fetch what raw lacks of one source's candidates; `index` comes with what is known and then holds what came of it.

    WARC files and sidecars are in the store when this returns. Raises FetchRunning where another process fetches the same
    source and day, and StoreError.
    """
    folder = settings.scratch / "fetch" / request.day.isoformat() / source.id
    with Scratch(folder, warc_info(user_agent(settings, source))) as scratch:
        index.add(delivered_rows(store, request.day, source.id))
        index.add(scratch.rows())
        chosen, beyond = within_limit(candidates, request, source)
        wanted = queues(candidates, chosen, index, is_refetch=request.is_refetch)
        asyncio.run(_crawl(wanted, Keeper(source.id, index, scratch, settings), source, settings))
        scratch.deliver(store, request.day, source.id, index.add)
    index.add(over_limit_rows(candidates, beyond))


async def _crawl(wanted: dict[str, Iterator[Target]], keeper: Keeper, source: Source, settings: Settings) -> None:
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

        await Crawl(politeness, get, keeper, seconds=60.0 * source.limits.minutes).run(wanted)
