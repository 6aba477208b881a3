"""Discover a day's candidates: every strategy of a source that reaches the day is read, and says what it could not read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from shpalta.lake import schemas
from shpalta.lake.tables import conform, in_order
from shpalta.settings import Settings
from shpalta.sources.found import Day
from shpalta.sources.model import Source
from shpalta.steps import StepContext
from shpalta.steps.discover.reading import UNCHANGED, read_all
from shpalta.steps.discover.rows import Row, candidate_rows, merged


@dataclass(frozen=True)
class Discovered:
    """The day's candidates, those of earlier runs included, and one row a strategy on how reading it went."""

    candidates: pa.Table
    discoveries: pa.Table


@dataclass(frozen=True)
class Watched:
    """What the hourly watch knows: the day's sightings, and how far back each feed's readings follow without a gap."""

    sightings: pa.Table
    feeds: pa.Table


NO_DISCOVERIES = schemas.DISCOVERIES.empty()
NOT_WATCHED = Watched(schemas.SIGHTINGS.empty(), schemas.FEEDS.empty())


def discover(
    source: Source,
    context: StepContext,
    known: pa.Table,
    settings: Settings,
    now: datetime,
    *,
    earlier: pa.Table = NO_DISCOVERIES,
    watched: Watched = NOT_WATCHED,
) -> Discovered:
    """Find one source's candidates of the day. `known` (schemas.CANDIDATES) is what earlier runs found: it only grows.

    `earlier` (schemas.DISCOVERIES) is how reading went then: a strategy that reached the day once has reached it, and its
    validators make the next request conditional. What the hourly watch saw of the day is taken in, and what a feed has
    forgotten since is not missing. A strategy that fails costs its row; nothing is raised for what a site does.
    """
    day = Day(context.day, source.zone, now)
    before = {(row["strategy"], row["location"]): row for row in earlier.to_pylist()}
    feeds = {row["location"]: row for row in watched.feeds.to_pylist()}
    candidates = {row["url_key"]: row for row in known.to_pylist()}
    for each in watched.sightings.to_pylist():
        candidates[each["url_key"]] = merged(candidates.get(each["url_key"]), each)
    discoveries = {}
    for strategy, row, found in asyncio.run(read_all(source, day, settings, before, feeds)):
        sightings = candidate_rows(found, strategy, source, now)
        for each in sightings:
            candidates[each["url_key"]] = merged(candidates.get(each["url_key"]), each)
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
