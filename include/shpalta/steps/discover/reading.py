"""How the strategies of a source are read: those that reach the day, one after another, each failure in its own row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shpalta.errors import DiscoveryError, NoAnswer
from shpalta.settings import Settings
from shpalta.sources.found import Asking, Day, Found, Read, Reading
from shpalta.sources.model import Source
from shpalta.sources.read import read_strategy
from shpalta.sources.strategies import Strategy
from shpalta.sources.unpack import LARGEST_SITEMAP
from shpalta.steps.discover.rows import Row
from shpalta.web.client import Answer, Limits
from shpalta.web.outcomes import Outcome, of_status
from shpalta.web.politeness import Politeness
from shpalta.web.visit import Visitor

UNCHANGED = "unchanged"
_ATTEMPTS = 3
_REFUSALS = frozenset({Outcome.ROBOTS, Outcome.BLOCKED, Outcome.UNSAFE_ADDRESS})


async def read_all(
    source: Source, day: Day, settings: Settings, before: Mapping[tuple[str, str], Row], feeds: Mapping[str, Row]
) -> list[tuple[Strategy, Row, tuple[Found, ...]]]:
    """Read each strategy and give its row of schemas.DISCOVERIES, still without a count, and what it found.

    `before` has the rows of an earlier run by strategy and location: their validators make requests conditional. `feeds` has
    the watch's rows of schemas.FEEDS by location.
    """
    async with open_visitor(source, settings) as visitor:
        read = reader(visitor)
        rows = []
        for strategy in source.strategies:
            asking = Asking(source, day, settings, read, validators(before.get((strategy.kind, strategy.url))))
            state, reading = await _read_one(strategy, asking, feeds.get(strategy.url))
            rows.append((strategy, _row(source, strategy, state, reading), reading.found))
        return rows


def open_visitor(source: Source, settings: Settings) -> Visitor:
    """Make the visitor that reads feeds, sitemaps and indexes: files that are larger than pages."""
    limits = Limits(body_bytes=LARGEST_SITEMAP, decoded_bytes=LARGEST_SITEMAP, seconds=60.0)
    return Visitor(source, settings, Politeness(settings.scratch / "pauses"), limits=limits)


def reader(visitor: Visitor) -> Read:
    """Make the function through which strategies read: polite, and trying again where that may help."""

    async def read(url: str, headers: Mapping[str, str] | None = None) -> Answer:
        return await _read(visitor, url, headers or {})

    return read


async def _read_one(strategy: Strategy, asking: Asking, feed: Row | None) -> tuple[str, Reading]:
    beyond = strategy.beyond_reach(asking.day.age_days)
    if beyond:
        is_watched = is_covered(feed, asking.day)
        return "read" if is_watched else "unreachable", Reading((), reason=None if is_watched else beyond)
    try:
        return _judged(await read_strategy(strategy, asking), asking.day, feed)
    except (NoAnswer, DiscoveryError) as error:
        return failed_state(error), Reading((), reason=error.problem)


def failed_state(error: NoAnswer | DiscoveryError) -> str:
    """Name the state of a strategy that could not be read."""
    return "refused" if isinstance(error, NoAnswer) and error.outcome in _REFUSALS else "failed"


def is_covered(feed: Row | None, day: Day) -> bool:
    """Tell whether the watch followed a feed through the whole day without a gap."""
    since = feed and feed["unbroken_since"]
    return bool(feed and since and since <= day.start and feed["read_at"] >= day.end)


def _is_partly_covered(feed: Row | None, day: Day) -> bool:
    since = feed and feed["unbroken_since"]
    return bool(feed and since and since < day.end and feed["read_at"] > day.start)


def reach_of(reading: Reading, feed: Row | None, day: Day) -> datetime | None:
    """Say how far back a reading remembers, together with the watch that it joins on to without a gap."""
    reach = reading.reaches_back_to
    if is_covered(feed, day):
        return min(reach or day.start, day.start)
    since: datetime | None = feed["unbroken_since"] if feed else None
    return min(reach, since) if feed and since and reach and reach <= feed["read_at"] else reach


def _judged(reading: Reading, day: Day, feed: Row | None) -> tuple[str, Reading]:
    """Say how much of the day was seen, by how far back what was read remembers."""
    reach = reach_of(reading, feed, day)
    if reading.is_unchanged:
        return UNCHANGED, reading
    if reach and reach >= day.end and not reading.found and not _is_partly_covered(feed, day):
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


def validators(row: Row | None) -> dict[str, str]:
    """Give the headers that make a request conditional, out of a row of schemas.DISCOVERIES or FEEDS."""
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
