"""A web archive's CDX index: which of a site's pages it captured on a day, and where it replays them."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import orjson

from shpalta.errors import BadUrl, DiscoveryError
from shpalta.sources.found import Asking, Day, Found, Reading
from shpalta.sources.model import Source
from shpalta.sources.strategies import Cdx
from shpalta.sources.unpack import unpacked
from shpalta.web.urls import is_same_site, parse

MOST_PAGES = 200
ROWS_A_PAGE = 5_000
_FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest")


async def read_cdx(strategy: Cdx, asking: Asking) -> Reading:
    """Ask for the captures of the day and of some days after; the pages' own dates decide later. Raises DiscoveryError."""
    day = asking.day
    scope = strategy.scope or parse(asking.source.home).host.removeprefix("www.")
    query = {
        "url": scope if "/" in scope else f"{scope}/*",
        "from": f"{day.day:%Y%m%d}",
        "to": f"{day.day + timedelta(days=strategy.days_after):%Y%m%d}",
        "output": "json",
        "fl": ",".join(_FIELDS),
        "filter": ["statuscode:200", "mimetype:text/html"],
        "collapse": "urlkey",
        "limit": str(ROWS_A_PAGE),
        "showResumeKey": "true",
    }
    found: list[Found] = []
    resume: str | None = ""
    for _ in range(MOST_PAGES):
        asked = query | ({"resumeKey": resume} if resume else {})
        answer = await asking.read(f"{strategy.url}?{urlencode(asked, doseq=True)}")
        rows, resume = parse_cdx(unpacked(answer))
        found += [each for row in rows if (each := _found(row, asking.source, strategy, day))]
        if not resume:
            return Reading(tuple(found))
    return Reading(tuple(found), reason=f"The index has more than {MOST_PAGES * ROWS_A_PAGE} captures")


def parse_cdx(content: bytes) -> tuple[list[dict[str, str]], str | None]:
    """Give the rows of a CDX answer and the key to go on with: a header row, rows, and at the end an empty row and the key."""
    try:
        table = orjson.loads(content or b"[]")
    except orjson.JSONDecodeError as error:
        raise DiscoveryError(f"The index answered no JSON: {error}") from error
    if not isinstance(table, list) or not all(isinstance(row, list) for row in table):
        raise DiscoveryError("The index answered no list of rows")
    resume = None
    if len(table) >= 2 and table[-2] == [] and len(table[-1]) == 1:
        resume = str(table[-1][0])
        table = table[:-2]
    header = [str(name) for name in table[0]] if table else []
    return [dict(zip(header, map(str, row), strict=False)) for row in table[1:] if len(row) == len(header)], resume


def _found(row: dict[str, str], source: Source, strategy: Cdx, day: Day) -> Found | None:
    try:
        url = parse(row.get("original", "")).href
    except BadUrl:
        return None
    timestamp = row.get("timestamp", "")
    if not (timestamp.isdecimal() and len(timestamp) == 14) or not is_same_site(url, source.home):
        return None
    return Found(url, archived_in=f"{strategy.replay}{timestamp}id_/{url}") if day.allows(url) else None
