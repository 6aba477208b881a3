"""How the strategies of a source are read: those that reach the day, one after another, each failure in its own row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shpalta.errors import DiscoveryError, NoAnswer
from shpalta.settings import Settings
from shpalta.sources.found import Asking, Day, Found, Read, Reading
from shpalta.sources.model import Source
from shpalta.sources.read import read_strategy
from shpalta.sources.sitemap import MOST_BYTES
from shpalta.sources.strategies import Strategy
from shpalta.web.client import Answer, Limits
from shpalta.web.outcomes import Outcome, of_status
from shpalta.web.politeness import Politeness
from shpalta.web.visit import Visitor

UNCHANGED = "unchanged"
_ATTEMPTS = 3
_REFUSALS = frozenset({Outcome.ROBOTS, Outcome.BLOCKED, Outcome.UNSAFE_ADDRESS})
Row = dict[str, Any]


async def read_all(
    source: Source, day: Day, settings: Settings, before: Mapping[tuple[str, str], Row]
) -> list[tuple[Strategy, Row, tuple[Found, ...]]]:
    """Read each strategy and give its row of schemas.DISCOVERIES, still without a count, and what it found.

    `before` has the rows of an earlier run by strategy and location: their validators make requests conditional.
    """
    limits = Limits(body_bytes=MOST_BYTES, decoded_bytes=MOST_BYTES, seconds=60.0)
    async with Visitor(source, settings, Politeness(settings.scratch / "pauses"), limits=limits) as visitor:
        read = reader(visitor)
        rows = []
        for strategy in source.strategies:
            validators = _validators(before.get((strategy.kind, strategy.url)))
            state, reading = await _read_one(strategy, Asking(source, day, settings, read, validators))
            rows.append((strategy, _row(source, strategy, state, reading), reading.found))
        return rows


def reader(visitor: Visitor) -> Read:
    """Make the function through which strategies read: polite, and trying again where that may help."""

    async def read(url: str, headers: Mapping[str, str] | None = None) -> Answer:
        return await _read(visitor, url, headers or {})

    return read


async def _read_one(strategy: Strategy, asking: Asking) -> tuple[str, Reading]:
    beyond = strategy.beyond_reach(asking.day.age_days)
    if beyond:
        return "unreachable", Reading((), reason=beyond)
    try:
        return _judged(await read_strategy(strategy, asking), asking.day)
    except NoAnswer as error:
        return "refused" if error.outcome in _REFUSALS else "failed", Reading((), reason=error.problem)
    except DiscoveryError as error:
        return "failed", Reading((), reason=error.problem)


def _judged(reading: Reading, day: Day) -> tuple[str, Reading]:
    """Say how much of the day was in what was read, by how far back it remembers."""
    reach = reading.reaches_back_to
    if reading.is_unchanged:
        return UNCHANGED, reading
    if reach and reach >= day.end and not reading.found:
        return "unreachable", replace(reading, reason="It remembers only later days")
    if reach and reach > day.start and not reading.reason:
        return "read", replace(reading, reason="It remembers only a part of the day")
    return "read", reading


def _row(source: Source, strategy: Strategy, state: str, reading: Reading) -> Row:
    return {
        "source_id": source.id,
        "strategy": strategy.kind,
        "location": strategy.url,
        "state": state,
        "reason": reading.reason,
        "etag": reading.etag,
        "last_modified": reading.last_modified,
    }


def _validators(row: Row | None) -> dict[str, str]:
    headers = {"If-None-Match": row["etag"], "If-Modified-Since": row["last_modified"]} if row else {}
    return {name: value for name, value in headers.items() if value}


async def _read(visitor: Visitor, url: str, headers: Mapping[str, str]) -> Answer:
    """Read a file of a strategy, again where trying again may help. Raises NoAnswer."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return await _read_once(visitor, url, headers)
        except NoAnswer as error:
            if not Outcome(error.outcome).is_retryable or error.outcome == Outcome.ROBOTS_UNREACHABLE:
                raise
    return await _read_once(visitor, url, headers)


async def _read_once(visitor: Visitor, url: str, headers: Mapping[str, str]) -> Answer:
    answer = (await visitor.visit(url, headers)).answer
    is_asked_for = (answer.status == 304 and headers) or (answer.status == 206 and "Range" in headers)
    outcome = of_status(answer.status)
    if outcome is not Outcome.FETCHED and not is_asked_for:
        raise NoAnswer(f"HTTP {answer.status}", outcome)
    return answer
