"""Article lines become the same lines with the enrichment fields."""

from __future__ import annotations

import orjson
import pytest

from shpalta.errors import InputError
from shpalta.steps.enrich import enrich_lines


def test_a_line_keeps_its_fields_and_gains_the_enrichment() -> None:
    line = {"id": 7, "headline": "Погода", "article_body": "Сьогодні йшов дощ.", "date_published": "2024-11-29"}
    [enriched] = enrich_lines([line])
    assert (enriched["id"], enriched["in_language"], enriched["word_count"]) == (7, "uk", 3)
    assert orjson.loads(orjson.dumps(enriched))["word_count"] == 3


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"headline": "A"}, "Line 2 has no article_body"),
        ({"article_body": 5}, "Line 2: article_body is 5"),
        ({"article_body": "A", "date_published": "yesterday"}, "Line 2: date_published is 'yesterday'"),
    ],
)
def test_a_bad_line_is_named(line: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(enrich_lines([{"article_body": "Good."}, line]))
