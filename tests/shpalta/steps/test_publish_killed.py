"""Law 5 as readers live it: while days are replaced, and after a writer was killed at any moment."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from day_rows import version
from publisher import rows_in
from shpalta.lake.catalog import open_catalog, read_day
from shpalta.lake.schemas import ARTICLES, COVERAGE, OUTCOMES
from shpalta.lake.store import open_store
from shpalta.steps.publish import publish

DAY = date(2026, 11, 15)
OTHER_DAY = DAY - timedelta(days=1)
PUBLISHER = Path(__file__).parents[2] / "publisher.py"
KILLS = 4
PUBLICATIONS = 4


@contextmanager
def publishing(settings, first_version):
    """Run a writer in a process of its own; it has been killed by SIGKILL when the block ends."""
    command = [sys.executable, str(PUBLISHER), settings.model_dump_json(), DAY.isoformat(), str(first_version)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout.readline() == "ready\n"
        yield writer
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()


def version_seen(lake, day=DAY):
    """Give the version that every table shows, which may differ from table to table but not within one."""
    seen = {}
    for table in (ARTICLES, OUTCOMES):
        urls = read_day(lake, table, day)["url"].to_pylist()
        marks = {url.rsplit("/", 1)[1].split("-")[0] for url in urls}
        assert len(marks) <= 1, f"{table.name} mixes {marks}"
        seen[table.name] = (marks.pop() if marks else None, len(urls))
    [row] = read_day(lake, COVERAGE, day).to_pylist()
    return seen, row["candidate_count"]


def is_whole(mark, count):
    return count == (rows_in(int(mark.removeprefix("v"))) if mark else 0)


def test_readers_never_see_half_a_day_while_it_is_replaced(s3_server, tmp_path):
    settings = s3_server.settings(tmp_path, replaced_files_grace_seconds=2)
    lake = open_catalog(settings)
    publish(version(DAY, "v1", rows_in(1)), DAY, lake, open_store(settings), settings)
    is_done = threading.Event()
    reads, broken = [], []

    def read():
        try:
            own = open_catalog(settings)
            while not is_done.is_set():
                seen, _ = version_seen(own)
                reads.append(seen)
                broken.extend(each for each in seen.values() if not is_whole(*each))
        except Exception as error:
            broken.append(error)

    with publishing(settings, 2) as writer:
        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for _ in range(PUBLICATIONS):
            assert writer.stdout.readline()
        is_done.set()
        for reader in readers:
            reader.join()
    assert len(reads) > PUBLICATIONS
    assert broken == []


def test_a_writer_killed_at_any_moment_leaves_whole_days_and_the_next_run_heals_them(s3_server, tmp_path):
    settings = s3_server.settings(tmp_path)
    store, lake = open_store(settings), open_catalog(settings)
    publish(version(OTHER_DAY, "v3", rows_in(3)), OTHER_DAY, lake, store, settings)
    publish(version(DAY, "v1", rows_in(1)), DAY, lake, store, settings)
    for kill in range(KILLS):
        with publishing(settings, 2 + 100 * kill):
            time.sleep(random.uniform(0, 2))
        seen, _ = version_seen(lake)
        assert all(is_whole(*each) for each in seen.values()), seen
        assert version_seen(lake, OTHER_DAY) == ({"articles": ("v3", 3), "outcomes": ("v3", 3)}, 3)
        publish(version(DAY, "v1", rows_in(1)), DAY, lake, store, settings)
        assert version_seen(lake) == ({"articles": ("v1", 1), "outcomes": ("v1", 1)}, 1)
