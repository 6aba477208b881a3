"""The step: `parsed` rows of representatives in, `enriched` rows out."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import pyarrow as pa

from shpalta.lake.schemas import ENRICHED, REJECTED
from shpalta.steps import StepContext, StepResult
from shpalta.steps.enrich.enrichers import ENRICHER_VERSION, Enricher, chosen, methods
from shpalta.steps.enrich.options import DEFAULT, EnrichOptions
from shpalta.steps.enrich.reading import Reading, read_article

_ROWS_AT_ONCE = 256
_READ_COLUMNS = ("headline", "article_body", "in_language", "date_published", "source_id")


def enrich(articles: pa.Table, context: StepContext, options: EnrichOptions = DEFAULT) -> StepResult:
    """Add the enrichment columns to `parsed` rows; a failing enricher leaves its own columns null and says why.

    Raises SettingsError when the options name an enricher that does not exist.
    """
    enrichers = chosen(options)
    with uncollected():
        batches = [_enrich_batch(batch, context, enrichers, options) for batch in articles.to_batches(_ROWS_AT_ONCE)]
    kept = pa.concat_tables(batches) if batches else ENRICHED.empty()
    failed = sum(bool(errors) for errors in kept.column("enrichment_errors").to_pylist())
    return StepResult(kept, REJECTED.empty(), {"enriched": kept.num_rows, "with_enrichment_errors": failed})


def find(reading: Reading, enrichers: Iterable[Enricher], options: EnrichOptions) -> dict[str, object]:
    """Run the enrichers over one article: all their columns, the version, and what failed."""
    found: dict[str, object] = {}
    errors: list[dict[str, str]] = []
    for enricher in enrichers:
        try:
            found |= enricher.find(reading, options)
        except Exception as error:  # one enricher's defect costs its own columns, not the article
            found |= dict.fromkeys(enricher.columns)
            errors.append({"enricher": enricher.name, "error": f"{type(error).__name__}: {error}"})
    return found | {
        "enricher_version": ENRICHER_VERSION,
        "enrichment_methods": methods(enrichers, options),
        "enrichment_errors": errors,
    }


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector of cycles wait until the readings are gone: they make none, and it would look through every token."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _enrich_batch(
    batch: pa.RecordBatch, context: StepContext, enrichers: tuple[Enricher, ...], options: EnrichOptions
) -> pa.Table:
    rows = [
        find(read_article(article, context.zone_of(str(article["source_id"])), options.tagger), enrichers, options)
        for article in _articles(batch)
    ]
    columns = []
    for field in ENRICHED.schema:
        if rows and field.name in rows[0]:
            columns.append(pa.array([row[field.name] for row in rows], type=field.type))
        elif field.name in batch.schema.names:
            columns.append(batch.column(field.name))
        else:
            columns.append(pa.nulls(batch.num_rows, type=field.type))
    return pa.Table.from_arrays(columns, schema=ENRICHED.schema)


def _articles(batch: pa.RecordBatch) -> Iterator[Mapping[str, object]]:
    return iter(batch.select(list(_READ_COLUMNS)).to_pylist())
