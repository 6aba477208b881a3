"""Deduplicate lines of JSON outside the lake, by the same links and clusters: what `shpalta dedupe` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Annotated, Any

import pyarrow as pa
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shpalta.errors import RequestError
from shpalta.lake import schemas
from shpalta.steps.deduplicate.articles import fingerprint_table
from shpalta.steps.deduplicate.candidates import match
from shpalta.steps.deduplicate.clusters import Place, places_of
from shpalta.steps.deduplicate.edges import link
from shpalta.text.fingerprint import fingerprints_of

_REMEDY = 'Write {"id", "date", "url", "title", "text"}: the date as YYYY-MM-DD or an ISO time; url and title may be empty'
_DAY_LENGTH = len("2026-11-15")


def _instant(value: object) -> object:
    return f"{value}T00:00:00Z" if isinstance(value, str) and len(value) == _DAY_LENGTH else value


def _or_empty(value: object) -> object:
    return "" if value is None else value


class Line(BaseModel):
    """One line as it must be; other fields are let through unread."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[str, Field(min_length=1)]
    date: Annotated[datetime, BeforeValidator(_instant)]
    url: Annotated[str, BeforeValidator(_or_empty)] = ""
    title: Annotated[str, BeforeValidator(_or_empty)] = ""
    text: str

    @property
    def came_out(self) -> datetime:
        return self.date.astimezone(UTC) if self.date.tzinfo else self.date.replace(tzinfo=UTC)

    def row(self) -> dict[str, Any]:
        """Give the line as an article of its own, whatever its URL."""
        unknown: dict[str, Any] = {"source_id": "", "url_key": "", "in_language": None, "hreflangs": []}
        came_out = {"fetched_at": self.came_out, "date_published": self.came_out, "date": self.came_out.date()}
        return {**unknown, **came_out, "article_id": self.id, "url": self.url}


def dedupe_lines(lines: Iterable[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    """Give each line its cluster and, for a duplicate, its partner, kind and similarity; in the order of the lines.

    All lines are one history without a look-back limit. Raises RequestError naming the line that cannot be read.
    """
    read = _read(lines)
    nothing = schemas.FINGERPRINTS.empty()
    articles = pa.Table.from_pylist([line.row() for line in read], nothing.schema)
    texts = pa.chunked_array([[line.text for line in read]], pa.string())
    fingerprints = fingerprint_table(articles, chain.from_iterable(map(fingerprints_of, texts.chunks)))
    edges = link(fingerprints, nothing, nothing, match(fingerprints, nothing))
    places = {order[-1]: place for order, place in places_of(edges.to_pylist()).items()}
    for line in read:
        place = places.get(line.id, Place(line.id))
        yield {
            "id": line.id,
            "cluster_id": place.cluster_id,
            "duplicate_of": place.duplicate_of,
            "kind": place.duplicate_kind,
            "similarity": place.similarity,
        }


def _read(lines: Iterable[Mapping[str, object]]) -> list[Line]:
    seen: dict[str, int] = {}
    read = []
    for number, fields in enumerate(lines, start=1):
        try:
            line = Line.model_validate(fields)
        except ValidationError as error:
            problems = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
            raise RequestError(f"Line {number} cannot be read: {problems}", remedy=_REMEDY) from error
        first = seen.setdefault(line.id, number)
        if first != number:
            raise RequestError(f"Lines {first} and {number} have the same id {line.id!r}", remedy="Give each line its own id")
        read.append(line)
    return read
