from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shpalta.errors import (
    BucketMissing,
    CorruptObject,
    LakeError,
    ObjectMissing,
    SettingsError,
    StoreDenied,
    StoreError,
    StoreUnreachable,
)
from shpalta.lake.store import open_store
from shpalta.settings import Settings
from stores import client

KINDS = ("folder", "s3_server", "other_s3_server")
contents = st.binary(max_size=2_000)


@pytest.fixture(params=KINDS)
def store(request, tmp_path):
    if request.param == "folder":
        return open_store(Settings(store=f"file://{tmp_path}/lake"))
    return open_store(request.getfixturevalue(request.param).settings(tmp_path))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents, st.data())
def test_what_is_written_is_read_whole_and_by_range(store, content, choose):
    store.write("raw/date=2026-11-15/a.bin", content, "application/octet-stream")
    assert store.read("raw/date=2026-11-15/a.bin") == content
    offset = choose.draw(st.integers(0, len(content)))
    length = choose.draw(st.integers(0, len(content) - offset))
    assert store.read_range("raw/date=2026-11-15/a.bin", offset, length) == content[offset : offset + length]


def test_a_range_beyond_the_end_is_no_silent_short_read(store):
    store.write("a", b"12345", "text/plain")
    for offset, length in ((3, 3), (5, 1), (9, 1)):
        with pytest.raises(CorruptObject, match=f"a ends early: asked for {length} bytes from offset {offset}"):
            store.read_range("a", offset, length)


def test_a_missing_object_is_named_with_a_remedy(store):
    assert not store.exists("nothing/here")
    for ask in (store.read, store.written_at, lambda key: store.read_range(key, 0, 1)):
        with pytest.raises(ObjectMissing, match=r"nothing/here is not in .*Run the step that writes it first"):
            ask("nothing/here")


def test_a_write_replaces_and_a_delete_removes_also_what_is_not_there(store):
    store.write("a", b"old", "text/plain")
    store.write("a", b"new", "text/plain")
    assert store.read("a") == b"new"
    store.delete(["a", "never/was"])
    assert not store.exists("a")
    assert store.keys("") == []


def test_keys_are_listed_by_prefix_in_order_and_nothing_else_is(store):
    keys = ["t/date=2026-11-15/a.parquet", "t/date=2026-11-15/b.parquet", "t/date=2026-11-150/c", "t2/x", "t/date=2026-11-14/z"]
    for key in keys:
        store.write(key, b"x", "text/plain")
    assert store.keys("t/date=2026-11-15/") == keys[:2]
    assert store.keys("t/date=2026-11-15") == keys[:3]
    assert store.keys("t") == sorted(keys)
    assert store.keys("nothing/") == []


def test_many_keys_are_all_listed(s3_store):
    keys = [f"many/{number:04d}" for number in range(1_003)]
    for key in keys:
        s3_store.write(key, b"", "text/plain")
    assert s3_store.keys("many/") == keys


def test_the_time_of_writing_is_told_in_utc(store):
    store.write("a", b"x", "text/plain")
    assert abs(store.written_at("a") - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize("key", ["", "/a", "a//b", "a/../b", "../a", "a/./b", "a/", "шпальта", "a b", "a\\b", "a%2Fb"])
def test_a_key_that_some_store_would_alter_is_refused(store, key):
    with pytest.raises(LakeError, match="is no key"):
        store.write(key, b"x", "text/plain")


def test_a_check_leaves_nothing_behind(store):
    store.check()
    assert store.keys("") == []


def test_readers_of_a_key_that_is_rewritten_never_see_a_mixture(store):
    versions = [bytes([letter]) * 200_000 for letter in b"abcd"]
    store.write("a", versions[0], "text/plain")
    is_done = threading.Event()
    torn = []

    def read():
        while not is_done.is_set():
            content = store.read("a")
            if content not in versions:
                torn.append(len(content))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(20):
        store.write("a", versions[turn % 4], "text/plain")
    is_done.set()
    for reader in readers:
        reader.join()
    assert torn == []


def test_the_prefix_keeps_two_lakes_in_one_bucket_apart(s3_server, tmp_path):
    here = s3_server.settings(tmp_path)
    there = here.model_copy(update={"store": here.store.removesuffix("/lake") + "/other/lake"})
    open_store(here).write("a", b"here", "text/plain")
    open_store(there).write("b", b"there", "text/plain")
    assert open_store(here).keys("") == ["a"]
    assert open_store(there).keys("") == ["b"]
    assert open_store(there).url.endswith("/other/lake")


def test_the_content_type_is_the_one_that_was_given(s3_server, tmp_path):
    settings = s3_server.settings(tmp_path)
    open_store(settings).write("a.parquet", b"no parquet at all", "application/vnd.apache.parquet")
    bucket = settings.store.removeprefix("s3://").removesuffix("/lake")
    head = client(s3_server.endpoint).head_object(Bucket=bucket, Key="lake/a.parquet")
    assert head["ContentType"] == "application/vnd.apache.parquet"
    assert "ContentEncoding" not in head


@pytest.mark.parametrize("wrong", [{"s3_secret_key": "wrong"}, {"s3_access_key": "nobody"}])
def test_wrong_credentials_are_told_before_a_day_begins(s3_server, tmp_path, wrong):
    store = open_store(s3_server.settings(tmp_path, **wrong))
    for ask in (store.check, lambda: store.read("a"), lambda: store.write("a", b"", "text/plain"), lambda: store.keys("")):
        with pytest.raises(StoreDenied, match=r"SHPALTA_S3_ENDPOINT=.*403.*Check SHPALTA_S3_ACCESS_KEY") as caught:
            ask()
        assert "wrong" not in str(caught.value)


@pytest.mark.parametrize("server", KINDS[1:])
def test_a_missing_bucket_is_told_before_a_day_begins(request, server, tmp_path):
    settings = request.getfixturevalue(server).settings(tmp_path, store="s3://no-such-bucket")
    for ask in (open_store(settings).check, lambda: open_store(settings).write("a", b"", "text/plain")):
        with pytest.raises(BucketMissing, match=r"'no-such-bucket' is not at SHPALTA_S3_ENDPOINT=.*Create it"):
            ask()


def test_an_endpoint_where_nothing_answers_is_named_and_may_be_tried_again(s3_server, tmp_path):
    store = open_store(s3_server.settings(tmp_path, s3_endpoint="http://127.0.0.1:1"))
    with pytest.raises(StoreUnreachable, match=r"SHPALTA_S3_ENDPOINT=http://127\.0\.0\.1:1 does not serve us") as caught:
        store.check()
    assert caught.value.is_retryable


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"s3_endpoint": "rubbish"}, "SHPALTA_S3_ENDPOINT='rubbish'"),
        ({"s3_access_key": None}, "SHPALTA_S3_ACCESS_KEY"),
        ({"store": "s3://No_Bucket"}, "SHPALTA_STORE='s3://No_Bucket'"),
        ({"store": "s3://bucket/a b"}, "SHPALTA_STORE='s3://bucket/a b'"),
        ({"store": "s3://"}, "SHPALTA_STORE"),
    ],
)
def test_settings_that_make_no_store_are_named(s3_server, tmp_path, wrong, named):
    with pytest.raises(SettingsError, match=named):
        open_store(s3_server.settings(tmp_path, **wrong))


def test_a_folder_that_cannot_be_one_is_named(tmp_path):
    (tmp_path / "lake").write_text("a file")
    with pytest.raises(StoreError, match=r"SHPALTA_STORE=file://.*/lake cannot serve"):
        open_store(Settings(store=f"file://{tmp_path}/lake")).check()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_we_may_not_write_is_denied(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreDenied):
        open_store(Settings(store=f"file://{tmp_path}/lake")).check()
