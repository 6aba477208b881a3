"""Which candidates are fetched, in which order, and in whose queue each of them waits."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.errors import BadUrl
from shpalta.request import RunRequest
from shpalta.sources.model import Source
from shpalta.steps.fetch.crawl import Failure, Target
from shpalta.steps.fetch.index import PageIndex
from shpalta.steps.fetch.rows import failure_row
from shpalta.web.ledger import Row
from shpalta.web.outcomes import Outcome
from shpalta.web.urls import parse

_AT_ONCE = 1_024
_NOWHERE = ""
_LATEST = datetime(9999, 12, 31, tzinfo=UTC)


def within_limit(candidates: pa.Table, request: RunRequest, source: Source) -> tuple[pa.Array, pa.Array]:
    """Split the candidates at the limit, the surest of the day first: dated ones, then by how close their lastmod is.

    Gives the numbers of their rows: of those to fetch, and of those beyond the limit.
    """
    limits = [limit for limit in (request.limit_per_source, source.limits.pages) if limit is not None]
    modified = pc.fill_null(candidates["modified_hint"], pa.scalar(_LATEST, candidates["modified_hint"].type))
    keys = pa.table([pc.is_null(candidates["date_hint"]), modified, candidates["url_key"]], ["0", "1", "2"])
    order = pc.sort_indices(keys, [(name, "ascending", "at_end") for name in keys.column_names])
    most = min(limits, default=len(order))
    return order.slice(0, most), order.slice(most)


def over_limit_rows(candidates: pa.Table, order: pa.Array) -> Iterator[Row]:
    """Make the rows that say of each of these candidates that it was not asked for."""
    for _, row in _rows(candidates, order):
        yield failure_row(row, Failure(Outcome.OVER_LIMIT, None))


def queues(candidates: pa.Table, order: pa.Array, index: PageIndex, *, is_refetch: bool) -> dict[str, Iterator[Target]]:
    """Give the targets in a queue an origin, or an archive's store; each target is made when its turn comes."""
    places: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
    for place, row in _rows(candidates.select(["url", "url_key", "archived_in"]), order):
        if is_refetch or index.is_wanting(row["url_key"]):
            places[_queue_of(row)].append(place)
    return {name: (_target(candidates, place, index) for place in found) for name, found in places.items()}


def _target(candidates: pa.Table, place: int, index: PageIndex) -> Target:
    url, url_key, archived_in = (candidates[name][place].as_py() for name in ("url", "url_key", "archived_in"))
    last = index.last_page(url_key) or index.earlier_page(url_key) or {}
    conditions = {"If-None-Match": last.get("etag"), "If-Modified-Since": last.get("last_modified")}
    return Target(url, url_key, archived_in, {name: value for name, value in conditions.items() if value})


def _queue_of(row: Row) -> str:
    archive = row["archived_in"]
    if archive and not archive.startswith("http"):
        return str(archive.partition("#")[0])
    try:
        return parse(archive or row["url"]).origin
    except BadUrl:
        return _NOWHERE


def _rows(candidates: pa.Table, order: pa.Array) -> Iterator[tuple[int, Row]]:
    for start in range(0, len(order), _AT_ONCE):
        places = order.slice(start, _AT_ONCE)
        yield from zip(places.to_pylist(), candidates.take(places).to_pylist(), strict=True)
