"""Enrich articles that come as lines, for work without a lake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from shpalta.errors import InputError
from shpalta.steps.enrich.enrichers import chosen
from shpalta.steps.enrich.options import DEFAULT, EnrichOptions
from shpalta.steps.enrich.reading import read_article
from shpalta.steps.enrich.step import find, uncollected

_TEXT_FIELDS = ("headline", "article_body", "in_language", "date_published")


def enrich_lines(
    lines: Iterable[Mapping[str, object]], options: EnrichOptions = DEFAULT, zone: str = "Europe/Kyiv"
) -> Iterator[dict[str, object]]:
    """Turn article lines into the same lines with the enrichment fields, one by one.

    A line has `headline`, `article_body`, and where known `date_published` (ISO 8601) and `in_language`; every
    other field is passed on. Raises InputError naming the line whose fields cannot be read.
    """
    enrichers = chosen(options)
    for number, article in enumerate(lines, start=1):
        _check(article, number)
        published = _published(article.get("date_published"), number)
        with uncollected():
            found = find(read_article({**article, "date_published": published}, zone, options.tagger), enrichers, options)
        yield {**article, **found}


def _check(article: Mapping[str, object], number: int) -> None:
    for field in _TEXT_FIELDS:
        if not isinstance(article.get(field), str | None):
            raise InputError(f"Line {number}: {field} is {article[field]!r}", remedy="Give it as a string, or leave it out")
    if article.get("article_body") is None:
        raise InputError(f"Line {number} has no article_body", remedy="Give every line its article_body")


def _published(text: object, number: int) -> datetime | date | None:
    if not isinstance(text, str) or not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"Line {number}: date_published is {text!r}", remedy="Give it as ISO 8601, like 2024-11-29 or 2024-11-29T10:00:00Z"
        ) from error
