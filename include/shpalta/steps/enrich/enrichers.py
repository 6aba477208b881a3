"""Every enricher, in the order in which they run: one small module and one function each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shpalta.errors import SettingsError
from shpalta.steps.enrich.dates import find_dates_mentioned
from shpalta.steps.enrich.embedding import find_embedding
from shpalta.steps.enrich.entities import find_entities
from shpalta.steps.enrich.gist import find_gist
from shpalta.steps.enrich.language import find_language
from shpalta.steps.enrich.options import ALL, EnrichOptions
from shpalta.steps.enrich.places import find_countries_and_places
from shpalta.steps.enrich.quality import measure_quality
from shpalta.steps.enrich.reading import Reading
from shpalta.steps.enrich.size import count
from shpalta.steps.enrich.topics import find_article_topics
from shpalta.steps.enrich.watch import find_watched
from shpalta.text.embeddings import check_embedder
from shpalta.text.entities.taggers import taggers

ENRICHER_VERSION = "1"


@dataclass(frozen=True)
class Enricher:
    """A name for the settings, the columns it fills and the function that fills them."""

    name: str
    columns: tuple[str, ...]
    find: Callable[[Reading, EnrichOptions], dict[str, object]]


ENRICHERS = (
    Enricher(
        "language",
        ("in_language", "language_script", "language_confidence", "paragraph_languages"),
        find_language,
    ),
    Enricher("entities", ("entities",), find_entities),
    Enricher(
        "places",
        ("countries", "implied_countries", "primary_country", "places"),
        find_countries_and_places,
    ),
    Enricher("dates", ("dates_mentioned",), find_dates_mentioned),
    Enricher("topics", ("topics",), find_article_topics),
    Enricher("embedding", ("embedding", "embedding_model"), find_embedding),
    Enricher("gist", ("keywords", "summary"), find_gist),
    Enricher("quality", ("quality",), measure_quality),
    Enricher("watch", ("watch_hits",), find_watched),
    Enricher("size", ("word_count", "sentence_count", "character_count", "reading_time"), count),
)


def chosen(options: EnrichOptions) -> tuple[Enricher, ...]:
    """Pick the enrichers that the options name. Raises SettingsError for a name that is none, or a tagger that is not there."""
    taggers(options.tagger)
    check_embedder(options.embedder)
    names = {enricher.name for enricher in ENRICHERS}
    for name in options.enrichers:
        if name not in names and name != ALL:
            raise SettingsError(
                f"There is no enricher named {name!r}", remedy=f"Choose from {', '.join(sorted(names))}, or 'all'"
            )
    return tuple(each for each in ENRICHERS if ALL in options.enrichers or each.name in options.enrichers)
