"""The same SQL on Spark, in local mode: where a day does not fit into one machine, the links must not be others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pyarrow as pa
import pytest
from parsed_rows import LONG, capture, parsed

from shpalta.lake import schemas
from shpalta.steps.deduplicate.articles import articles_of
from shpalta.steps.deduplicate.candidates import match, spark_engine
from shpalta.steps.deduplicate.edges import link

DAY = date(2026, 11, 15)
LINES = LONG.splitlines()


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is absent: pip install 'shpalta[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Java is absent: Spark needs Java 17")
    settings = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "2"}
    opened = sql.SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    yield opened
    opened.stop()


def fingerprints(day: date, seed: int) -> pa.Table:
    """Fingerprint a day of texts that share lines, whole texts, and editions that name each other."""
    rows = []
    for number in range(60):
        own = f"Подія номер {seed * 60 + number} сталася біля мосту, де {number % 7} людей чекали на човен до міста."
        body = LONG if number % 5 == 0 else "\n".join([LINES[number % 3], own, *LINES[1:][: number % 3]])
        url = f"https://site{number % 4}.example/{seed}/{number // 2}{'/amp' if number % 11 == 0 else ''}?id={number % 9}"
        alternates = [{"kind": "hreflang", "language": "en", "url": f"https://site.example/{(number + 1) % 60}"}]
        rows.append(capture(url, body, source_id=f"site{number % 4}", alternates=alternates))
    return articles_of(parsed(*rows), day).fingerprints


def test_duckdb_and_spark_find_the_same_pairs_and_so_the_same_links(session: Any):
    window = pa.concat_tables([fingerprints(DAY - timedelta(days=back), back) for back in (1, 2)])
    of_the_day = fingerprints(DAY, 0)
    for bucket, buckets in ((0, 1), (2, 3)):
        ours = match(of_the_day, window, None, bucket, buckets)
        assert ours.num_rows > 0
        assert match(of_the_day, window, partial(spark_engine, session), bucket, buckets) == ours
    nothing = schemas.FINGERPRINTS.empty()
    found = [
        link(of_the_day, window, nothing, match(of_the_day, window, engine))
        for engine in (None, partial(spark_engine, session))
    ]
    assert found[0] == found[1]
    assert found[0].num_rows > 0


def test_spark_is_asked_for_nothing_where_there_is_nothing(session: Any):
    nothing = schemas.FINGERPRINTS.empty()
    assert match(nothing, nothing, partial(spark_engine, session)).num_rows == 0
