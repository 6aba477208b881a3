"""Sitemaps: from an index down to the files that may hold the day."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from datetime import date, datetime

from shpalta.errors import DiscoveryError, NoAnswer
from shpalta.sources.found import Asking, Day, Found, Reading
from shpalta.sources.sitemapfile import parse_sitemap
from shpalta.sources.strategies import Sitemap, for_day
from shpalta.sources.unpack import unpacked_pieces
from shpalta.web.urls import parse

DEEPEST = 3
MOST_CHILDREN = 5_000
MOST_FOUND = 100_000
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0[1-9]|1[0-2])[-_/]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")
_WEEK = re.compile(r"(?<!\d)20\d\d[-_/]?(?:1[3-9]|[2-4]\d|5[0-3])(?!\d)")


async def read_sitemap(strategy: Sitemap, asking: Asking) -> Reading:
    """Read a sitemap and the children that may hold the day. Raises DiscoveryError where nothing could be read."""
    day = asking.day
    first = for_day(strategy.url, day.day)
    waiting = deque([(first, 0)])
    seen = {first}
    found: list[Found] = []
    oldest: list[datetime] = []
    problems: list[str] = []
    while waiting and len(found) < MOST_FOUND:
        url, depth = waiting.popleft()

        def is_wanted(page: Found, depth: int = depth) -> bool:
            return day.may_hold(page) and bool(page.date_hint or page.modified_hint or depth == 0)

        try:
            answer = await asking.read(url)
            file = await asyncio.to_thread(parse_sitemap, unpacked_pieces(answer), url, day.zone, is_wanted)
        except (DiscoveryError, NoAnswer) as error:
            if depth == 0:
                raise
            problems.append(f"{url}: {error.problem}")
            continue
        if file.problem:
            problems.append(f"{url}: {file.problem}")
        found += file.pages
        oldest += [file.oldest] if file.oldest else []
        has_weeks = any(_WEEK.search(child.url) for child in file.children)
        for child in file.children:
            is_new = child.url not in seen and depth < DEEPEST and len(seen) <= MOST_CHILDREN
            if is_new and _may_reach(child, day, has_weeks=has_weeks):
                seen.add(child.url)
                waiting.append((child.url, depth + 1))
    return Reading(tuple(found), min(oldest, default=None), _reason(problems, len(seen), is_cut=bool(waiting)))


def _reason(problems: list[str], file_count: int, *, is_cut: bool) -> str | None:
    if is_cut:
        return f"It names more than {MOST_FOUND} pages of the day, the rest was not read"
    return f"{len(problems)} of {file_count} sitemaps failed: {problems[0]}" if problems else None


def _may_reach(child: Found, day: Day, *, has_weeks: bool) -> bool:
    """Tell whether a child may hold the day: not if it was last changed before it, nor if it is named after another time.

    Where siblings are named after weeks, its `2026/07` is a week too, and tells nothing here.
    """
    if child.modified_hint and child.modified_hint < day.start:
        return False
    name = parse(child.url).path
    days = {_day(*match) for match in _DAY.findall(name)} - {None}
    months = set() if has_weeks else {(int(year), int(month)) for year, month in _MONTH.findall(name)}
    return day.day in days if days else not months or (day.day.year, day.day.month) in months


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
