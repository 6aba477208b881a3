"""Reparse: make days anew from kept raw with the parser that is here now, and publish what comes out otherwise.

Nothing is fetched: raw is read from the store, and no step after fetch knows the network.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow as pa

from shpalta.daily.whole_day import rebuild
from shpalta.daily.workspace import Counts, Workspace
from shpalta.lake.catalog import open_catalog, read_day
from shpalta.lake.columns import CONTENT
from shpalta.lake.schemas import ARTICLES, DUPLICATES, PAGES
from shpalta.request import RunRequest
from shpalta.steps.parse.step import PARSER_VERSION

Rows = dict[tuple[str, str], dict[str, object]]
_COLUMNS = ["source_id", "url_key", *(field.name for field in CONTENT if field.name != "field_sources")]


def days_with_raw(workspace: Workspace, first: date, last: date) -> list[date]:
    """List the days of a range that have pages in raw, in order."""
    prefix = f"{PAGES.name}/date="
    days = {date.fromisoformat(key.removeprefix(prefix)[:10]) for key in workspace.store.keys(prefix)}
    return sorted(day for day in days if first <= day <= last)


def reparse(workspace: Workspace, day: date) -> Counts:
    """Parse a day's raw again and publish it; where readers would see no difference, publishing commits nothing.

    Counts the articles, those that are new, gone and changed against what was published, and for each column in how many
    of them it changed.
    """
    before = _published(workspace, day)
    rebuild(workspace, RunRequest(day=day))
    after = _published(workspace, day)
    kept = sorted(before.keys() & after.keys())
    differing = [[name for name in _COLUMNS if before[key][name] != after[key][name]] for key in kept]
    columns = Counter(f"changed_{name}" for names in differing for name in names)
    return {
        "parser_version": PARSER_VERSION,
        "articles": len(after),
        "new": len(after.keys() - before.keys()),
        "gone": len(before.keys() - after.keys()),
        "changed": sum(map(bool, differing)),
        **dict(sorted(columns.items())),
    }


def _published(workspace: Workspace, day: date) -> Rows:
    """Read the content of the articles that readers have, duplicates too."""
    catalog = open_catalog(workspace.settings)
    parts: list[pa.Table] = [read_day(catalog, table, day).select(_COLUMNS) for table in (ARTICLES, DUPLICATES)]
    return {(row["source_id"], row["url_key"]): row for part in parts for row in part.to_pylist()}
