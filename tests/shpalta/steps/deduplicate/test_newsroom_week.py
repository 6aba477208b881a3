"""The sample newsroom's week, whose content says beside each article what must become of it."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
from parsed_rows import capture, parsed

from newsroom.expectations import Expectation, expected_day
from shpalta.steps import StepContext
from shpalta.steps.deduplicate import Window, deduplicate
from shpalta.web.urls import url_key

LAST_DAY = date(2026, 11, 22)
WEEK = [LAST_DAY - timedelta(days=back) for back in range(6, -1, -1)]


def row_of(expected: Expectation) -> dict[str, object]:
    is_alias = expected.duplicate_kind == "same_article"
    return capture(
        expected.url,
        expected.article_body,
        source_id=expected.site,
        canonical_url=expected.duplicate_of if is_alias else expected.url,
        headline=expected.headline,
        date_published=expected.date_published,
        in_language=expected.in_language,
    )


def test_each_duplicate_of_the_week_is_found_and_nothing_else_is():
    fingerprints, edges = Window.empty().fingerprints, Window.empty().edges
    found, wanted, urls = {}, {}, {}
    for day in WEEK:
        expectations = [each for each in expected_day(day, LAST_DAY) if each.outcome in ("published", "duplicate")]
        window = Window(fingerprints, edges, Window.empty().same_articles, parsed())
        result = deduplicate(parsed(*map(row_of, expectations)), StepContext(day, "Europe/Kyiv", {}), window)
        fingerprints = pa.concat_tables([fingerprints, result.fingerprints])
        edges = pa.concat_tables([edges, result.edges])
        urls |= {row["article_id"]: row["url_key"] for row in result.fingerprints.to_pylist()}
        found |= {
            row["url_key"]: (row["duplicate_kind"], urls[row["duplicate_of"]])
            for row in result.clusters.to_pylist()
            if row["duplicate_of"]
        }
        wanted |= {
            url_key(each.url): (each.duplicate_kind, url_key(each.duplicate_of)) for each in expectations if each.duplicate_of
        }
    assert found == wanted
    assert {kind for kind, _ in wanted.values()} == {"same_article", "same_text", "near_text"}
