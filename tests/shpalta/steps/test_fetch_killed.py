"""SIGKILL at any moment: no finished page is lost, and at most one is asked for again."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest

from fetch_rig import DAY, Rig
from loopback_site import page, serving
from shpalta.errors import FetchRunning
from shpalta.web.ledger import Scratch
from shpalta.web.warc import check_file, read_payload, sidecar_key

KILLS = 20
PATHS = [f"/{number}" for number in range(200)]


@contextmanager
def fetches(folder: Path, port: int) -> Iterator[tuple[Callable[[], int], Callable[[], int]]]:
    """Give a function that starts a fetch in a fresh process and tells its id, and one that waits for its end."""
    script = Path(__file__).with_name("fetch_in_child.py")
    command = [sys.executable, str(script), "each line", str(folder), str(port), *PATHS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:

        def start() -> int:
            parent.stdin.write("\n")
            parent.stdin.flush()
            return int(parent.stdout.readline())

        yield start, lambda: int(parent.stdout.readline())
        parent.stdin.close()


def test_a_fetch_killed_twenty_times_loses_no_page_and_refetches_at_most_one_each_time(tmp_path):
    chance = random.Random(20261115)

    def slow_page(connection, path: str) -> None:
        time.sleep(0.01)
        connection.sendall(page(f"Сторінка {path}"))

    with serving(dict.fromkeys(PATHS, slow_page)) as site:
        with fetches(tmp_path, site.port) as (start, ended):
            for _ in range(KILLS):
                asked = len(site.log)
                child = start()
                while len(site.log) < asked + 2:
                    time.sleep(0.005)
                time.sleep(chance.uniform(0, 0.15))
                os.kill(child, signal.SIGKILL)
                assert ended() == child
        rig = Rig(tmp_path, site)
        rows = rig.fetch(*PATHS)
        repeats = sum(len(site.asked(path)) - 1 for path in PATHS)
    assert [path for path in PATHS if [row["fetch_outcome"] for row in rows[path]] != ["fetched"]] == []
    assert repeats <= KILLS
    for path in PATHS:
        row = rows[path][0]
        body = read_payload(rig.store, row["warc_key"], row["warc_offset"], row["warc_length"])
        assert f"Сторінка {path}<".encode() in body
    check_raw(rig, tmp_path)


def check_raw(rig: Rig, folder: Path) -> None:
    keys = [key for key in rig.store.keys("raw/") if key.endswith(".warc.gz")]
    for number, key in enumerate(keys):
        content = rig.store.read(key)
        check_file(content, orjson.loads(rig.store.read(sidecar_key(key))), key)
        assert gzip.decompress(content).startswith(b"WARC/1.1\r\n")
        (folder / f"{number}.warc.gz").write_bytes(content)
    command = [Path(sys.executable).with_name("warcio"), "check", *folder.glob("*.warc.gz")]
    checked = subprocess.run(command, capture_output=True, check=True)
    assert len(keys) > 1
    assert checked.stdout == b""


def test_a_ledger_that_ends_in_half_a_line_is_cut_to_its_whole_lines(tmp_path):
    with Scratch(tmp_path / "s", b"") as scratch:
        scratch.write([({"url_key": "a"}, None)])
    with (tmp_path / "s" / "ledger.jsonl").open("ab") as ledger:
        ledger.write(b'{"row":{"url_k')
    with Scratch(tmp_path / "s", b"") as scratch:
        scratch.write([({"url_key": "b"}, None)])
        assert [row["url_key"] for row in scratch.rows()] == ["a", "b"]


def test_two_fetches_of_one_source_and_day_do_not_run_side_by_side(tmp_path):
    with Scratch(tmp_path / "s", b""), pytest.raises(FetchRunning), Scratch(tmp_path / "s", b""):
        pass


def test_what_was_delivered_leaves_no_scratch_behind(tmp_path):
    with serving({"/a": page()}) as site:
        rig = Rig(tmp_path, site)
        rig.fetch("/a")
    assert not (tmp_path / "scratch" / "fetch" / DAY.isoformat() / "site").exists()
