"""The clocks of a live blog: entries that begin with nothing but a time of day, and the days that they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shpalta.text.dates.moments import Reading

CLOCK = re.compile(
    r"\W{0,3}(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d.:]\d)\s?(?:(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s?[A-Z]{2,4}\b(?!\s[A-Z]))?\s?[-–—:|.,•·]?\s*",
    re.IGNORECASE,
)

_DAY = 24 * 60


class Clocked(NamedTuple):
    """An entry's lines below the time of day that it begins with."""

    clock: time
    lines: list[str]


def read_clock(text: str) -> time | None:
    """Read the time of day that a text begins with."""
    match = CLOCK.match(text)
    if match is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    return time(hour, int(match["minute"]))


def clocked_entries(texts: Sequence[str], lines: Sequence[str]) -> list[Clocked]:
    """Cut the article's lines at the blocks that begin with a time of day; `texts` are all blocks of the page."""
    own = set(lines)
    entries: list[Clocked] = []
    for text in texts:
        clock = read_clock(text)
        rest = text[CLOCK.match(text).end() :] if clock else text  # type: ignore[union-attr]
        if clock and (not rest or text in own):
            entries.append(Clocked(clock, [rest] if rest else []))
        elif entries and text in own:
            entries[-1].lines.append(text)
    return [entry for entry in entries if entry.lines]


def days_of(clocks: Sequence[time | None], came_out: datetime | None, reading: Reading) -> list[datetime | None]:
    """Give the moments of an entry after another, the newest first or last; the oldest came out on the page's day."""
    start = came_out or reading.shown_at
    if start is None:
        return [None] * len(clocks)
    zone = ZoneInfo(reading.zone)
    day = start.astimezone(zone).date()
    minutes = [60 * clock.hour + clock.minute for clock in clocks if clock is not None]
    # Read the right way the entries fill the least time: a day ends at most where one begins.
    onward, backward = (sum(sign * (after - before) % _DAY for before, after in pairwise(minutes)) for sign in (1, -1))
    is_newest_first = backward <= onward
    found: list[datetime | None] = []
    before: time | None = None
    for clock in reversed(clocks) if is_newest_first else clocks:
        if clock is not None and before is not None and clock < before:
            day += timedelta(days=1)
        before = clock or before
        found.append(datetime.combine(day, clock, zone) if clock else None)
    return found[::-1] if is_newest_first else found
