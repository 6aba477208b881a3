"""Rows of schemas.CANDIDATES out of what strategies find, and how two sightings of one URL are joined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shpalta.errors import BadUrl
from shpalta.sources.found import Found
from shpalta.sources.model import Source
from shpalta.sources.strategies import Strategy
from shpalta.web.urls import is_same_site, parse, url_key

Row = dict[str, Any]
_HINTS = ("date_hint", "modified_hint", "title_hint", "section_hint", "archived_in")


def candidate_rows(found: Iterable[Found], strategy: Strategy, source: Source, now: datetime) -> list[Row]:
    """Make a row of each find that lies on the source's own site and is not its front page."""
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


def merged(known: Row | None, row: Row) -> Row:
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
