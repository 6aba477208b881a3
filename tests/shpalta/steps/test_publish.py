from __future__ import annotations

import json
import os
import threading
import time
from datetime import date, timedelta
from hashlib import sha256
from types import SimpleNamespace

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from day_rows import version
from shpalta.errors import CorruptObject, PublishConflict, SettingsError, StoreUnreachable
from shpalta.lake import tables
from shpalta.lake.catalog import day_files, ensure_table, load_table, open_catalog, read_day
from shpalta.lake.schemas import ARTICLES, COVERAGE, OUTCOMES, PUBLISHED, REJECTS, Table
from shpalta.lake.store import open_store
from shpalta.settings import Settings
from shpalta.steps import publish as step
from shpalta.steps.publish import publish

DAY = date(2026, 11, 15)
NEXT_DAY = DAY + timedelta(days=1)


def folder_settings(folder, **changes):
    places = {"store": f"file://{folder}/lake", "catalog": f"sqlite:///{folder}/catalog.db"}
    return Settings(**{**places, "replaced_files_grace_seconds": 0, **changes})


class Lake:
    """A lake to publish to."""

    def __init__(self, settings):
        self.settings = settings
        self.store = open_store(settings)
        self.catalog = open_catalog(settings)

    def publish(self, mark, count, day=DAY):
        return publish(version(day, mark, count), day, self.catalog, self.store, self.settings)

    def files(self):
        return {key: self.store.read(key) for key in self.store.keys("") if key.endswith(".parquet")}

    def marks(self, day=DAY):
        return read_day(self.catalog, ARTICLES, day)["headline"].to_pylist()

    def snapshots(self):
        return {table.name: load_table(self.catalog, table).metadata.current_snapshot_id for table in PUBLISHED}


@pytest.fixture
def lake(tmp_path):
    return Lake(folder_settings(tmp_path))


@pytest.fixture(params=["s3_server", "other_s3_server"])
def s3_lake(request, tmp_path):
    return Lake(request.getfixturevalue(request.param).settings(tmp_path))


def test_a_published_day_is_read_back_through_iceberg_and_as_plain_files(s3_lake):
    assert s3_lake.publish("one", 3)["committed"] == 3
    assert s3_lake.marks() == ["Headline of one"] * 3
    names = [key.split("/")[:2] for key in s3_lake.files()]
    assert names == [[table, f"date={DAY}"] for table in ("articles", "coverage", "outcomes")]


def test_publishing_the_same_rows_again_changes_nothing_at_all(s3_lake):
    s3_lake.publish("one", 3)
    files, snapshots, objects = s3_lake.files(), s3_lake.snapshots(), s3_lake.store.keys("")
    assert s3_lake.publish("one", 3) == {"committed": 0, "removed": 0}
    assert (s3_lake.files(), s3_lake.snapshots(), s3_lake.store.keys("")) == (files, snapshots, objects)


def test_a_new_version_takes_the_place_of_the_old_one_in_one_snapshot_a_table(s3_lake):
    s3_lake.publish("one", 3)
    before = load_table(s3_lake.catalog, ARTICLES)
    s3_lake.publish("two", 5)
    after = load_table(s3_lake.catalog, ARTICLES)
    assert len(after.metadata.snapshots) == len(before.metadata.snapshots) + 1
    assert s3_lake.marks() == ["Headline of two"] * 5
    assert len(s3_lake.files()) == 3


def test_a_day_may_lose_all_its_rows_and_get_them_back(lake):
    lake.publish("one", 3)
    lake.publish("none", 0)
    assert lake.marks() == []
    assert [key for key in lake.files() if not key.startswith("coverage/")] == []
    assert lake.publish("none", 0)["committed"] == 0
    lake.publish("one", 3)
    assert len(lake.marks()) == 3


def test_a_day_is_replaced_without_touching_another(lake):
    lake.publish("other", 2, NEXT_DAY)
    others = {key: content for key, content in lake.files().items() if str(NEXT_DAY) in key}
    lake.publish("one", 3)
    lake.publish("two", 4)
    assert {key: content for key, content in lake.files().items() if str(NEXT_DAY) in key} == others
    assert lake.marks(NEXT_DAY) == ["Headline of other"] * 2


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([DAY, NEXT_DAY]), st.integers(0, 3)), min_size=1, max_size=5))
def test_days_published_in_any_order_and_again_end_in_the_lake_of_the_last_versions_alone(tmp_path_factory, turns):
    lake, alone = (Lake(folder_settings(tmp_path_factory.mktemp("lake"))) for _ in range(2))
    for day, size in turns:
        lake.publish(f"v{size}", size, day)
    for day, size in dict(turns).items():
        alone.publish(f"v{size}", size, day)
    assert lake.files() == alone.files()


def test_coverage_names_the_files_and_the_snapshots_that_belong_together(lake):
    lake.publish("one", 3)
    [row] = read_day(lake.catalog, COVERAGE, DAY).to_pylist()
    files = {key: content for key, content in lake.files().items() if not key.startswith("coverage/")}
    assert row["table_digests"] == [
        {"table": key.split("/")[0], "sha256": sha256(content).hexdigest()} for key, content in files.items()
    ]
    assert all(f"-{digest['sha256'][:16]}.parquet" in key for key, digest in zip(files, row["table_digests"], strict=True))
    notes = load_table(lake.catalog, COVERAGE).current_snapshot().summary.additional_properties
    snapshots = {name: snapshot for name, snapshot in lake.snapshots().items() if name != "coverage"}
    assert json.loads(notes[step.SNAPSHOTS_NOTE]) == snapshots


def test_coverage_tells_a_reader_that_a_writer_died_between_two_tables(lake):
    def is_together():
        [row] = read_day(lake.catalog, COVERAGE, DAY).to_pylist()
        named = {(digest["table"], digest["sha256"][:16]) for digest in row["table_digests"]}
        current = [(table, path) for table in (ARTICLES, OUTCOMES) for path in day_files(load_table(lake.catalog, table), DAY)]
        return named == {(table.name, path.removesuffix(".parquet")[-16:]) for table, path in current}

    lake.publish("one", 3)
    assert is_together()
    without_coverage = {name: rows for name, rows in version(DAY, "two", 4).items() if name != "coverage"}
    with pytest.raises(KeyError, match="coverage"):
        publish(without_coverage, DAY, lake.catalog, lake.store, lake.settings)
    assert not is_together()
    lake.publish("two", 4)
    assert is_together()


def test_a_big_table_becomes_several_files_in_one_snapshot(lake, monkeypatch):
    monkeypatch.setattr(tables, "ROWS_IN_FILE", 2)
    lake.publish("one", 5)
    parts = [key.rsplit("/", 1)[1][:9] for key in lake.files() if key.startswith("articles/")]
    assert parts == ["part-0000", "part-0001", "part-0002"]
    assert len(lake.marks()) == 5
    assert len(load_table(lake.catalog, ARTICLES).metadata.snapshots) == 1
    assert lake.publish("one", 5)["committed"] == 0


def test_replaced_files_stay_for_readers_that_have_begun_until_the_grace_is_over(tmp_path, monkeypatch):
    lake = Lake(folder_settings(tmp_path, replaced_files_grace_seconds=7))
    lake.publish("one", 3)
    old = set(lake.files())
    seen = []
    clock = SimpleNamespace(
        sleep=lambda seconds: seen.append((seconds, set(lake.files()), lake.marks())), monotonic=time.monotonic
    )
    monkeypatch.setattr(step, "time", clock)
    assert lake.publish("two", 3)["removed"] == len(old)
    [(seconds, files, marks)] = seen
    assert seconds == 7
    assert old < files
    assert marks == ["Headline of two"] * 3
    assert not old & set(lake.files())


def test_what_a_killed_writer_left_is_removed_once_it_cannot_be_about_to_commit(lake, tmp_path):
    lake.publish("one", 3)
    orphan = f"articles/date={DAY}/part-0000-0123456789abcdef.parquet"
    lake.store.write(orphan, b"half a day", "text/plain")
    assert lake.publish("one", 3)["removed"] == 0
    assert lake.store.exists(orphan)
    long_ago = time.time() - 2 * 3600
    os.utime(tmp_path / "lake" / orphan, (long_ago, long_ago))
    assert lake.publish("one", 3)["removed"] == 1
    assert not lake.store.exists(orphan)


def test_what_a_killed_cleaner_left_is_removed_by_the_next_run(lake):
    lake.publish("one", 3)
    old = lake.files()
    lake.publish("two", 4)
    for key, content in old.items():
        lake.store.write(key, content, tables.PARQUET)
    assert lake.publish("two", 4) == {"committed": 0, "removed": len(old)}
    assert lake.marks() == ["Headline of two"] * 4


def test_a_file_that_vanished_under_a_published_day_is_written_again(lake):
    lake.publish("one", 3)
    files = lake.files()
    lake.store.delete(files)
    assert lake.publish("one", 3) == {"committed": 0, "removed": 0}
    assert lake.files() == files


def run_all(tasks):
    failed = []

    def told(task):
        try:
            task()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=told, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_days_published_at_the_same_time_all_arrive(request, s3_server, tmp_path, database):
    changes = {} if database == "sqlite" else {"catalog": request.getfixturevalue("postgres_url")}
    lake = Lake(s3_server.settings(tmp_path, **changes))
    days = [DAY + timedelta(days=number) for number in range(5)]
    tasks = [lambda day=day: Lake(lake.settings).publish(f"of {day}", 3, day) for day in days]
    assert run_all(tasks) == []
    assert [set(lake.marks(day)) for day in days] == [{f"Headline of of {day}"} for day in days]


def test_one_day_published_twice_at_the_same_time_is_one_of_the_two(lake):
    failed = run_all([lambda mark=mark: Lake(lake.settings).publish(mark, 3) for mark in ("one", "two")])
    assert all(isinstance(error, PublishConflict) for error in failed)
    assert len(lake.marks()) == 3
    assert len(set(lake.marks())) == 1


def test_others_who_never_stop_committing_are_a_conflict_that_may_be_tried_again(lake, monkeypatch):
    other, turns = Lake(lake.settings), iter(range(1_000))

    def loaded_just_before_another_commit(catalog, table, store_url):
        stale = ensure_table(catalog, table, store_url)
        ensure_table(other.catalog, table, store_url).append(version(NEXT_DAY, f"turn {next(turns)}", 1)[table.name])
        return stale

    monkeypatch.setattr(step, "CONFLICT_SECONDS", 1.0)
    monkeypatch.setattr(step, "ensure_table", loaded_just_before_another_commit)
    with pytest.raises(PublishConflict, match=r"articles of 2026-11-15 met other commits") as caught:
        lake.publish("one", 3)
    assert caught.value.is_retryable
    assert lake.marks() == []


def test_a_table_gets_the_columns_that_its_schema_has_grown_by(lake):
    grown = next(field.name for field in reversed(list(ARTICLES.schema)) if field.nullable)
    before = pa.schema([field for field in ARTICLES.schema if field.name != grown])
    ensure_table(lake.catalog, Table("articles", "published", ARTICLES.sentence, before, ARTICLES.sort_by), lake.store.url)
    assert grown not in load_table(lake.catalog, ARTICLES).schema().column_names
    lake.publish("one", 3)
    assert grown in load_table(lake.catalog, ARTICLES).schema().column_names
    assert read_day(lake.catalog, ARTICLES, DAY).schema.names == ARTICLES.schema.names


def test_iceberg_knows_sentences_partition_and_what_is_never_null(lake):
    table = ensure_table(lake.catalog, OUTCOMES, lake.store.url)
    assert table.properties["comment"] == OUTCOMES.sentence
    assert [(field.name, str(field.transform)) for field in table.spec().fields] == [("date", "identity")]
    url = table.schema().find_field("url")
    assert (url.required, url.doc) == (True, "The URL as it was discovered; what is fetched.")


def test_a_day_that_was_never_published_has_no_rows(lake):
    assert read_day(lake.catalog, REJECTS, DAY).num_rows == 0
    lake.publish("one", 1)
    assert read_day(lake.catalog, ARTICLES, NEXT_DAY).schema.names == ARTICLES.schema.names


def test_a_catalog_of_another_store_is_refused(lake, tmp_path):
    lake.publish("one", 1)
    elsewhere = Lake(folder_settings(tmp_path, store=f"file://{tmp_path}/elsewhere"))
    with pytest.raises(SettingsError, match=r"SHPALTA_CATALOG keeps articles at .*/lake/iceberg/articles, not at .*/elsewhere"):
        elsewhere.publish("one", 1)


def test_a_catalog_whose_store_was_emptied_is_named(lake):
    lake.publish("one", 1)
    lake.store.delete(lake.store.keys(""))
    with pytest.raises(CorruptObject, match="names a file that the store does not hold"):
        lake.publish("one", 1)


@pytest.mark.parametrize(
    ("url", "error", "named"),
    [
        ("nonsense", SettingsError, "SHPALTA_CATALOG is no URL"),
        ("oracle+nothing://x", SettingsError, "SHPALTA_CATALOG is no URL"),
        (
            "postgresql+psycopg2://me:secret@127.0.0.1:1/x",
            StoreUnreachable,
            r"SHPALTA_CATALOG=postgresql\+psycopg2://me:\*\*\*@",
        ),
        ("sqlite:////proc/nowhere/catalog.db", SettingsError, "SHPALTA_CATALOG"),
    ],
)
def test_a_catalog_that_cannot_be_opened_is_named_without_its_password(tmp_path, url, error, named):
    with pytest.raises(error, match=named) as caught:
        open_catalog(folder_settings(tmp_path, catalog=url))
    assert "secret" not in str(caught.value)
