"""Discover a day's candidates: every strategy of a source that reaches the day is read, and says what it could not read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from shpalta.errors import BadUrl
from shpalta.lake import schemas
from shpalta.lake.tables import conform, in_order
from shpalta.settings import Settings
from shpalta.sources.found import Day, Found
from shpalta.sources.model import Source
from shpalta.sources.strategies import Strategy
from shpalta.steps import StepContext
from shpalta.steps.discover.reading import UNCHANGED, Row, read_all
from shpalta.web.urls import is_same_site, parse, url_key

_HINTS = ("date_hint", "modified_hint", "title_hint", "section_hint", "archived_in")


@dataclass(frozen=True)
class Discovered:
    """The day's candidates, those of earlier runs included, and one row a strategy on how reading it went."""

    candidates: pa.Table
    discoveries: pa.Table


def discover(
    source: Source,
    context: StepContext,
    known: pa.Table,
    settings: Settings,
    now: datetime,
    *,
    earlier: pa.Table | None = None,
) -> Discovered:
    """Find one source's candidates of the day. `known` (schemas.CANDIDATES) is what earlier runs found: it only grows.

    `earlier` (schemas.DISCOVERIES) is how reading went then: a strategy that reached the day once has reached it, and its
    validators make the next request conditional. A strategy that fails costs its row; nothing is raised for what a site does.
    """
    day = Day(context.day, source.zone, now)
    before = {(row["strategy"], row["location"]): row for row in (earlier.to_pylist() if earlier is not None else [])}
    rows = asyncio.run(read_all(source, day, settings, before))
    candidates = {row["url_key"]: row for row in known.to_pylist()}
    discoveries = {}
    for strategy, row, found in rows:
        sightings = _candidate_rows(found, strategy, source, now)
        for each in sightings:
            candidates[each["url_key"]] = _merged(candidates.get(each["url_key"]), each)
        place = strategy.kind, strategy.url
        row["candidate_count"] = len({each["url_key"] for each in sightings})
        discoveries[place] = _better(before.get(place), row)
    return Discovered(
        in_order(schemas.CANDIDATES, conform(schemas.CANDIDATES, candidates.values())),
        in_order(schemas.DISCOVERIES, conform(schemas.DISCOVERIES, discoveries.values())),
    )


def _better(before: Row | None, now: Row) -> Row:
    """Choose the row of the reading that saw more of the day; of equals, the later one."""
    if before is None:
        return now
    return before if now["state"] == UNCHANGED or _rank(before) > _rank(now) else now


def _rank(row: Row) -> int:
    ranks = {"unreachable": 1, "refused": 0, "failed": 0}
    return ranks.get(row["state"], 2 if row["reason"] else 3)


def _candidate_rows(found: Iterable[Found], strategy: Strategy, source: Source, now: datetime) -> list[Row]:
    home = url_key(source.home)
    rows = []
    for each in found:
        try:
            key = url_key(each.url)
            url = parse(each.url).href
        except BadUrl:
            continue
        if key != home and is_same_site(url, source.home):
            hints = {name: getattr(each, name) for name in _HINTS}
            seen = {"discovered_via": [strategy.kind], "first_seen_at": now}
            rows.append({"source_id": source.id, "url": url, "url_key": key} | hints | seen)
    return rows


def _merged(known: Row | None, row: Row) -> Row:
    """Join two sightings of one URL: what was known stays, what it lacked is added."""
    if known is None:
        return row
    joined = {name: row[name] if value is None else value for name, value in known.items()}
    if known["archived_in"] is None or row["archived_in"] is None:
        joined["archived_in"] = None
    return joined | {
        "discovered_via": sorted({*known["discovered_via"], *row["discovered_via"]}),
        "first_seen_at": min(known["first_seen_at"], row["first_seen_at"]),
    }
