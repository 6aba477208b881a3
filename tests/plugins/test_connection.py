"""A task's settings: the environment's, overridden by the connection shpalta_s3 where somebody made one."""

from __future__ import annotations

import json

import pytest
from airflow.sdk import Connection

from shpalta.errors import SettingsError
from shpalta_airflow.connection import CONNECTION, settings_of, variables_of

ENVIRONMENT = {
    "SHPALTA_STORE": "s3://lake/news",
    "SHPALTA_S3_ENDPOINT": "http://127.0.0.1:8333",
    "SHPALTA_S3_ACCESS_KEY": "from-environment",
    "SHPALTA_S3_SECRET_KEY": "its-secret",
    "SHPALTA_SHARDS": "4",
}


def connect(monkeypatch: pytest.MonkeyPatch, **fields: object) -> None:
    """Define the connection as an operator does who has no UI at hand."""
    monkeypatch.setenv(f"AIRFLOW_CONN_{CONNECTION.upper()}", json.dumps(fields))


def test_without_a_connection_the_environment_decides() -> None:
    assert settings_of(ENVIRONMENT).store == "s3://lake/news"


def test_the_connection_overrides_endpoint_keys_region_and_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = {"endpoint_url": "https://s3.example", "region_name": "eu-north-1", "bucket": "team", "prefix": "/a/b/"}
    connect(monkeypatch, conn_type="aws", login="key", password="secret", extra=extra)
    settings = settings_of(ENVIRONMENT)
    assert settings.model_dump(include={"store", "s3_endpoint", "s3_region", "s3_access_key", "s3_secret_key", "shards"}) == {
        "store": "s3://team/a/b",
        "s3_endpoint": "https://s3.example",
        "s3_region": "eu-north-1",
        "s3_access_key": "key",
        "s3_secret_key": "secret",
        "shards": 4,
    }


def test_what_the_connection_leaves_empty_stays_as_the_environment_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, conn_type="aws", login="key", password="secret")
    settings = settings_of(ENVIRONMENT)
    assert (settings.store, settings.s3_endpoint) == ("s3://lake/news", "http://127.0.0.1:8333")
    assert (settings.s3_access_key, settings.s3_secret_key) == ("key", "secret")


def test_a_bucket_without_a_prefix_is_the_whole_bucket() -> None:
    assert variables_of(Connection(conn_id=CONNECTION, conn_type="aws", extra='{"bucket": "team"}')) == {
        "SHPALTA_STORE": "s3://team/"
    }


def test_a_connection_of_another_type_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match=r"The connection shpalta_s3 is of type 'http'\. Give it the type aws"):
        variables_of(Connection(conn_id=CONNECTION, conn_type="http"))


def test_a_prefix_without_a_bucket_is_refused() -> None:
    with pytest.raises(SettingsError, match="has the prefix 'news' but no bucket"):
        variables_of(Connection(conn_id=CONNECTION, conn_type="aws", extra='{"prefix": "news"}'))
