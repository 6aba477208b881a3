"""The newsroom's week as it is crawled in the tests of parsing: which pages, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

from newsroom.answers import answer
from newsroom.expectations import expected_day
from newsroom.week import Week, open_week

LAST_DAY = date(2026, 11, 22)
CRAWLED_AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@cache
def week(edition: int = 1) -> Week:
    return open_week(LAST_DAY, edition=edition)


@cache
def served_pages() -> list[tuple[bytes, str]]:
    """Give the pages of two days with their URLs."""
    expected = [each for day in (0, 3) for each in expected_day(LAST_DAY - timedelta(days=day), LAST_DAY)]
    return [(answer(week(), each.site, each.path).body, each.url) for each in expected]
