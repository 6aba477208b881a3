"""The watch: what feeds hold between two runs of a day, on the days that their entries belong to.

A feed forgets within hours. Read hourly, it has missed nothing as long as each reading goes back beyond the one before it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa

from shpalta.errors import DiscoveryError, NoAnswer
from shpalta.lake import schemas
from shpalta.lake.tables import conform, in_order
from shpalta.settings import Settings
from shpalta.sources.found import Asking, Day, Found, Reading, date_in_url
from shpalta.sources.model import Source
from shpalta.sources.rss import read_entries
from shpalta.sources.strategies import Feed
from shpalta.steps.discover.reading import failed_state, open_visitor, reader, validators
from shpalta.steps.discover.rows import Row, candidate_rows, merged

DAYS_BACK = 31
DAYS_AHEAD = 1


@dataclass(frozen=True)
class Look:
    """What a look at a source's feeds gave: rows of schemas.SIGHTINGS by day, and all its rows of schemas.FEEDS."""

    sightings: dict[date, pa.Table]
    feeds: pa.Table


def watch(source: Source, feeds: pa.Table, settings: Settings, now: datetime) -> Look:
    """Read a source's feeds; `feeds` (schemas.FEEDS) is what the last look left. A feed that fails costs its own row only."""
    before = {row["location"]: row for row in feeds.to_pylist()}
    sighted: defaultdict[date, list[Row]] = defaultdict(list)
    rows = []
    for strategy, row, entries in asyncio.run(_read_feeds(source, before, settings, now)):
        rows.append(row)
        last = before.get(strategy.url) or {}
        for entry in entries:
            for day in days_of(entry, source.zone, now, last.get("read_at")):
                new = candidate_rows([entry], strategy, source, now)
                is_news = _is_dated(entry) or not {each["url_key"] for each in new} & set(last.get("undated_keys") or ())
                sighted[day] += new if is_news else []
    return Look(
        {day: joined(schemas.SIGHTINGS.empty(), found) for day, found in sorted(sighted.items()) if found},
        in_order(schemas.FEEDS, conform(schemas.FEEDS, rows)),
    )


def joined(known: pa.Table, sighted: Iterable[Row]) -> pa.Table:
    """Add sightings to those that are known of the day: one row a URL, and what was known stays."""
    rows = {row["url_key"]: row for row in known.to_pylist()}
    for each in sighted:
        rows[each["url_key"]] = merged(rows.get(each["url_key"]), each)
    return in_order(schemas.SIGHTINGS, conform(schemas.SIGHTINGS, rows.values()))


def days_of(entry: Found, zone: str, now: datetime, last_read_at: datetime | None) -> list[date]:
    """Name the days that an entry may belong to: its date's; without one, those that have begun since the last look."""
    today = now.astimezone(ZoneInfo(zone)).date()
    dated = _date_of(entry, zone)
    if dated:
        return [dated] if -DAYS_AHEAD <= (today - dated).days <= DAYS_BACK else []
    looked_on = last_read_at.astimezone(ZoneInfo(zone)).date() if last_read_at else None
    return [today] if looked_on == today else [today - timedelta(days=1), today]


def _date_of(entry: Found, zone: str) -> date | None:
    named = None if entry.date_hint else date_in_url(entry.url)
    moment = entry.date_hint or entry.modified_hint
    return named or (moment.astimezone(ZoneInfo(zone)).date() if moment else None)


def _is_dated(entry: Found) -> bool:
    return bool(entry.date_hint or entry.modified_hint or date_in_url(entry.url))


async def _read_feeds(
    source: Source, before: dict[str, Row], settings: Settings, now: datetime
) -> list[tuple[Feed, Row, tuple[Found, ...]]]:
    today = Day(now.astimezone(ZoneInfo(source.zone)).date(), source.zone, now)
    looks: list[tuple[Feed, Row, tuple[Found, ...]]] = []
    async with open_visitor(source, settings) as visitor:
        for strategy in source.strategies:
            if isinstance(strategy, Feed):
                last = before.get(strategy.url)
                asking = Asking(source, today, settings, reader(visitor), validators(last))
                try:
                    reading = await read_entries(strategy, asking, back_to=(last and last["read_at"]) or today.start)
                except (NoAnswer, DiscoveryError) as error:
                    kept = last or {"source_id": source.id, "location": strategy.url, "undated_keys": []}
                    looks.append((strategy, kept | {"state": failed_state(error), "reason": error.problem}, ()))
                else:
                    looks.append((strategy, _row(source, strategy, last, reading, now), reading.found))
    return looks


def _row(source: Source, strategy: Feed, last: Row | None, reading: Reading, now: datetime) -> Row:
    if reading.is_unchanged and last:
        return last | {"state": "unchanged", "reason": None, "read_at": now}
    reach = reading.reaches_back_to
    is_unbroken = last and last["unbroken_since"] and reach and reach <= last["read_at"]
    undated = [row["url_key"] for row in candidate_rows([e for e in reading.found if not _is_dated(e)], strategy, source, now)]
    return {
        "source_id": source.id,
        "location": strategy.url,
        "state": "read",
        "reason": reading.reason,
        "read_at": now,
        "unbroken_since": last["unbroken_since"] if last and is_unbroken else reach,
        "etag": reading.etag,
        "last_modified": reading.last_modified,
        "undated_keys": sorted(set(undated)),
    }
