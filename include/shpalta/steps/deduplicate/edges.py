"""Links from a day's articles to articles that came before them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.lake import schemas
from shpalta.text.fingerprint import FINGERPRINT_VERSION

SHORT_TEXT_WORDS = 25

_READ = ["article_id", "date", "date_published", "text_hash", "word_count"]
_NEVER = datetime.max.replace(tzinfo=UTC)
Order = tuple[date, datetime, str]


def order_of(day: date, date_published: datetime | None, article_id: str) -> Order:
    """Say which of two articles came first: by day, then by when it came out (unknown is last), then by id."""
    return day, date_published or _NEVER, article_id


def link(fingerprints: pa.Table, window: pa.Table, same_articles: pa.Table) -> pa.Table:
    """Link each FINGERPRINTS row of a day to what came before it: its own earlier days, and the first with its text."""
    rows = fingerprints.select(_READ).to_pylist()
    known = window.filter(pc.equal(window["fingerprint_version"], FINGERPRINT_VERSION)).select(_READ).to_pylist()
    days = {row["date"] for row in rows}
    same_text = (edge for edge in _same_text([*rows, *known]) if edge["date"] in days)
    edges = {_pair(edge): edge for edge in same_text}
    edges |= {_pair(edge): edge for edge in _same_article(rows, same_articles.select(_READ).to_pylist())}
    table = pa.Table.from_pylist(list(edges.values()), schema=schemas.EDGES.schema)
    return table.sort_by([(key, "ascending") for key in schemas.EDGES.sort_by])


def _pair(edge: Mapping[str, Any]) -> tuple[str, str, date]:
    return edge["article_id"], edge["other_article_id"], edge["other_date"]


def _same_article(rows: Iterable[Mapping[str, Any]], earlier: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    first: dict[str, Mapping[str, Any]] = {}
    for row in sorted(earlier, key=_order, reverse=True):
        first[row["article_id"]] = row
    return (_edge(row, first[row["article_id"]], "same_article") for row in rows if row["article_id"] in first)


def _same_text(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    carriers: dict[tuple[str, date | None], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["text_hash"]:
            # A line such as "An air-raid alert in Kyiv" is written anew each time: it is the same report within its day only.
            day = row["date"] if row["word_count"] < SHORT_TEXT_WORDS else None
            carriers[row["text_hash"], day].append(row)
    for group in carriers.values():
        first, *others = sorted(group, key=_order)
        yield from (_edge(other, first, "same_text") for other in others)


def _order(row: Mapping[str, Any]) -> Order:
    return order_of(row["date"], row["date_published"], row["article_id"])


def _edge(later: Mapping[str, Any], earlier: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {
        **{name: later[name] for name in ("article_id", "date", "date_published")},
        **{f"other_{name}": earlier[name] for name in ("article_id", "date", "date_published")},
        "kind": kind,
        "similarity": 1.0,
        "passed": [kind],
    }
