"""Readers that know nothing of Iceberg read the published files as they are."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from pyarrow.fs import S3FileSystem

from day_rows import version
from shpalta.lake.catalog import open_catalog
from shpalta.lake.store import open_store
from shpalta.settings import Settings
from shpalta.steps.publish import publish
from stores import ACCESS_KEY, SECRET_KEY

DAYS = {date(2026, 11, 14): 3, date(2026, 11, 15): 4}


def fill(settings):
    store, lake = open_store(settings), open_catalog(settings)
    for day, count in DAYS.items():
        publish(version(day, "old", 2), day, lake, store, settings)
        publish(version(day, "new", count), day, lake, store, settings)


@pytest.fixture
def on_s3(s3_server, tmp_path):
    settings = s3_server.settings(tmp_path)
    fill(settings)
    files = S3FileSystem(endpoint_override=s3_server.endpoint, access_key=ACCESS_KEY, secret_key=SECRET_KEY)
    return settings.store.removeprefix("s3://"), files


@pytest.fixture
def in_folder(tmp_path):
    fill(Settings(store=f"file://{tmp_path}/lake", catalog=f"sqlite:///{tmp_path}/c.db", replaced_files_grace_seconds=0))
    return tmp_path / "lake"


def test_pandas_reads_a_day_and_all_days(on_s3):
    lake, files = on_s3
    day = pd.read_parquet(f"{lake}/articles/date=2026-11-15", filesystem=files, partitioning=None)
    assert (len(day), set(day["date"])) == (4, {date(2026, 11, 15)})
    articles = pd.read_parquet(f"{lake}/articles", filesystem=files, partitioning=None)
    assert articles.groupby("date").size().to_dict() == DAYS


def test_duckdb_reads_an_arrow_dataset_of_all_days(on_s3):
    lake, files = on_s3
    articles = ds.dataset(f"{lake}/articles", filesystem=files)
    assert articles.count_rows() == 7
    assert dict(duckdb.sql("SELECT date, count(*) FROM articles GROUP BY date").fetchall()) == DAYS


def test_arrow_reads_only_the_day_that_is_asked_for_when_told_what_the_folders_mean(on_s3):
    lake, files = on_s3
    by_day = ds.partitioning(pa.schema([("date", pa.date32())]), flavor="hive")
    articles = ds.dataset(f"{lake}/articles", filesystem=files, partitioning=by_day)
    of_day = list(articles.get_fragments(ds.field("date") == date(2026, 11, 15)))
    assert ["date=2026-11-15" in fragment.path for fragment in of_day] == [True]
    assert articles.to_table().num_rows == 7


def test_duckdb_globs_the_folders_with_and_without_their_meaning(in_folder):
    for option in ("", ", hive_partitioning = true", ", hive_partitioning = false"):
        rows = duckdb.sql(f"SELECT date, count(*) FROM read_parquet('{in_folder}/articles/*/*.parquet'{option}) GROUP BY date")
        assert dict(rows.fetchall()) == DAYS


def test_every_published_table_can_be_globbed(in_folder):
    for table in ("articles", "outcomes", "coverage"):
        assert pd.read_parquet(in_folder / table, partitioning=None)["date"].nunique() == 2
    assert not (in_folder / "rejects").exists()
