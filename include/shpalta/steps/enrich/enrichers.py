"""Every enricher, in the order in which they run: one small module and one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from shpalta.text.dates.in_text import DATES_METHOD
from shpalta.text.embeddings import NONE, TOPIC_HEAD, check_embedder
from shpalta.text.entities.rules import RULES_METHOD
from shpalta.text.entities.taggers import RULES, taggers
from shpalta.text.keywords import KEYWORDS_METHOD
from shpalta.text.language import LANGUAGE_METHOD
from shpalta.text.morphology import MORPHOLOGY_METHOD
from shpalta.text.places.gazetteer import GAZETTEER_METHOD
from shpalta.text.topics import TOPICS_METHOD

ENRICHER_VERSION = "4"


@dataclass(frozen=True)
class Enricher:
    """A name for the settings, the columns it fills, the function that fills them, and what it finds them by."""

    name: str
    columns: tuple[str, ...]
    find: Callable[[Reading, EnrichOptions], dict[str, object]]
    method: str


ENRICHERS = (
    Enricher(
        "language",
        ("in_language", "language_script", "language_confidence", "paragraph_languages"),
        find_language,
        LANGUAGE_METHOD,
    ),
    Enricher("entities", ("entities",), find_entities, RULES_METHOD),
    Enricher(
        "places",
        ("countries", "implied_countries", "primary_country", "places"),
        find_countries_and_places,
        GAZETTEER_METHOD,
    ),
    Enricher("dates", ("dates_mentioned",), find_dates_mentioned, DATES_METHOD),
    Enricher("topics", ("topics",), find_article_topics, TOPICS_METHOD),
    Enricher("embedding", ("embedding", "embedding_model"), find_embedding, NONE),
    Enricher("gist", ("keywords", "summary"), find_gist, KEYWORDS_METHOD),
    Enricher("quality", ("quality",), measure_quality, "counts"),
    Enricher("watch", ("watch_hits",), find_watched, MORPHOLOGY_METHOD),
    Enricher(
        "size", ("word_count", "sentence_count", "character_count", "enriched_character_count", "reading_time"), count, "counts"
    ),
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


def methods(enrichers: Iterable[Enricher], options: EnrichOptions) -> list[dict[str, str]]:
    """Name what each enricher finds its columns by, with the plug-ins that the options put in its place."""
    by_name = {each.name: each.method for each in enrichers}
    if options.tagger != RULES:
        by_name |= {"entities": options.tagger} if "entities" in by_name else {}
    if options.embedder != NONE:
        chosen_models = {"embedding": options.embedder, "topics": f"{options.embedder}+{TOPIC_HEAD}"}
        by_name |= {name: model for name, model in chosen_models.items() if name in by_name}
    return [{"enricher": name, "method": method} for name, method in by_name.items()]
