"""The watching DAG as Airflow sees it: one task, every hour, one at a time."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import orjson
import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization

from airflow_home import REPOSITORY
from loopback_site import answer, serving

SOURCES = """\
sources:
  - {{id: site, name: Site, home: "{home}/", is_local: true, strategies: [{{kind: rss, url: "{home}/feed"}}]}}
"""


@pytest.fixture(scope="module")
def news_watch():
    bag = DagBag(dag_folder=REPOSITORY / "dags", bundle_path=REPOSITORY / "dags", bundle_name="dags")
    assert bag.import_errors == {}
    return bag.dags["news_watch"]


def test_it_looks_every_hour_and_makes_up_for_none(news_watch) -> None:
    rebuilt = DagSerialization.from_dict(DagSerialization.to_dict(news_watch))
    assert rebuilt.timetable.summary == "0 * * * *"
    assert not rebuilt.catchup


def test_one_look_at_a_time_so_that_each_key_has_one_writer(news_watch) -> None:
    assert news_watch.max_active_runs == 1
    [task] = news_watch.tasks
    assert (task.task_id, task.multiple_outputs, task.is_mapped) == ("watch", False, False)
    assert task.retries > 0
    assert task.has_retry_policy
    assert task.has_on_failure_callback


def test_its_task_keeps_what_the_feeds_hold_and_says_how_much(news_watch, tmp_path, monkeypatch, caplog) -> None:
    feed = {"items": [{"url": "/a", "date_published": datetime.now(UTC).isoformat()}]}
    with serving({"/feed": answer(orjson.dumps(feed))}) as site:
        (tmp_path / "sources.yaml").write_text(SOURCES.format(home=site.home))
        monkeypatch.setenv("SHPALTA_STORE", (tmp_path / "lake").as_uri())
        monkeypatch.setenv("SHPALTA_SCRATCH", str(tmp_path / "scratch"))
        monkeypatch.setenv("SHPALTA_SOURCES", str(tmp_path / "sources.yaml"))
        with caplog.at_level(logging.INFO):
            counts = news_watch.get_task("watch").python_callable()
    assert counts == {"sources": 1, "feeds": 1, "failed": 0, "new": 1}
    assert "watch: sources 1, feeds 1, failed 0, new 1" in caplog.text
    assert (tmp_path / "lake" / "feeds" / "site.parquet").exists()
