"""Discover a day's candidates: every strategy of a source is read, and says what it could not read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from shpalta.errors import BadUrl, DiscoveryError, NoAnswer
from shpalta.lake import schemas
from shpalta.lake.tables import conform, in_order
from shpalta.settings import Settings
from shpalta.sources.found import Day, Found, Read, Reading
from shpalta.sources.model import Feed, Source, Strategy
from shpalta.sources.rss import read_feed
from shpalta.sources.sitemap import MOST_BYTES, read_sitemap
from shpalta.steps import StepContext
from shpalta.web.client import Answer, Limits
from shpalta.web.outcomes import Outcome, of_status
from shpalta.web.politeness import Politeness
from shpalta.web.urls import is_same_site, parse, url_key
from shpalta.web.visit import Visitor

_ATTEMPTS = 3
_REFUSALS = frozenset({Outcome.ROBOTS, Outcome.BLOCKED, Outcome.UNSAFE_ADDRESS})
Row = dict[str, Any]


@dataclass(frozen=True)
class Discovered:
    """The day's candidates, those of earlier runs included, and one row a strategy on how reading it went."""

    candidates: pa.Table
    discoveries: pa.Table


def discover(source: Source, context: StepContext, known: pa.Table, settings: Settings, now: datetime) -> Discovered:
    """Find one source's candidates of the day. `known` (schemas.CANDIDATES) is what earlier runs found: it only grows.

    A strategy that fails costs its row in `discoveries`; nothing is raised for what a site does.
    """
    day = Day(context.day, source.zone, now)
    readings = asyncio.run(_read_all(source, day, settings))
    candidates = {row["url_key"]: row for row in known.to_pylist()}
    discoveries = []
    for strategy, (state, reading) in zip(source.strategies, readings, strict=True):
        rows = _candidate_rows(reading.found, strategy, source, now)
        for row in rows:
            candidates[row["url_key"]] = _merged(candidates.get(row["url_key"]), row)
        discoveries.append(
            {
                "source_id": source.id,
                "strategy": strategy.kind,
                "location": strategy.url,
                "state": state,
                "candidate_count": len({row["url_key"] for row in rows}),
                "reason": reading.reason,
            }
        )
    return Discovered(
        in_order(schemas.CANDIDATES, conform(schemas.CANDIDATES, candidates.values())),
        in_order(schemas.DISCOVERIES, conform(schemas.DISCOVERIES, discoveries)),
    )


async def _read_all(source: Source, day: Day, settings: Settings) -> list[tuple[str, Reading]]:
    limits = Limits(body_bytes=MOST_BYTES, decoded_bytes=MOST_BYTES, seconds=60.0)
    async with Visitor(source, settings, Politeness(settings.scratch / "pauses"), limits=limits) as visitor:

        async def read(url: str) -> Answer:
            return await _read(visitor, url)

        return [await _read_one(strategy, day, read) for strategy in source.strategies]


async def _read_one(strategy: Strategy, day: Day, read: Read) -> tuple[str, Reading]:
    try:
        reading = await (read_feed(strategy, day, read) if isinstance(strategy, Feed) else read_sitemap(strategy, day, read))
    except NoAnswer as error:
        return "refused" if error.outcome in _REFUSALS else "failed", Reading((), reason=error.problem)
    except DiscoveryError as error:
        return "failed", Reading((), reason=error.problem)
    reach = reading.reaches_back_to
    if reach and reach >= day.end and not reading.found:
        return "unreachable", Reading((), reason="It remembers only later days")
    if reach and reach > day.start and not reading.reason:
        return "read", Reading(reading.found, reach, "It remembers only a part of the day")
    return "read", reading


async def _read(visitor: Visitor, url: str) -> Answer:
    """Read a file of a strategy, again where trying again may help. Raises NoAnswer."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return await _read_once(visitor, url)
        except NoAnswer as error:
            if not Outcome(error.outcome).is_retryable or error.outcome == Outcome.ROBOTS_UNREACHABLE:
                raise
    return await _read_once(visitor, url)


async def _read_once(visitor: Visitor, url: str) -> Answer:
    answer = (await visitor.visit(url)).answer
    outcome = of_status(answer.status)
    if outcome is not Outcome.FETCHED:
        raise NoAnswer(f"HTTP {answer.status}", outcome)
    return answer


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
            hints = {name: getattr(each, name) for name in ("date_hint", "modified_hint", "title_hint", "section_hint")}
            seen = {"discovered_via": [strategy.kind], "first_seen_at": now}
            rows.append({"source_id": source.id, "url": url, "url_key": key} | hints | seen)
    return rows


def _merged(known: Row | None, row: Row) -> Row:
    """Join two sightings of one URL: what was known stays, what it lacked is added."""
    if known is None:
        return row
    joined = {name: row[name] if value is None else value for name, value in known.items()}
    return joined | {
        "discovered_via": sorted({*known["discovered_via"], *row["discovered_via"]}),
        "first_seen_at": min(known["first_seen_at"], row["first_seen_at"]),
    }
