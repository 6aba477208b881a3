"""Raw is readable by others: what was fetched is replayed by pywb and read by datatrove and FastWARC, no page lost.

pywb and datatrove are no dependencies: `pip install pywb datatrove[io]` brings these tests to life.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from fetch_rig import Rig
from loopback_site import page, serving

PATHS = [f"/{number}" for number in range(20)]
PATIENCE = 60


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> tuple[Path, str]:
    """Fetch some pages, five of them a second time, and give the folder of their WARC files and where the site was."""
    folder = tmp_path_factory.mktemp("archive")
    with serving({path: page(f"Сторінка {path}") for path in PATHS}) as site:
        rig = Rig(folder, site)
        rig.fetch(*PATHS)
        time.sleep(1.1)  # pywb tells captures apart by the second
        rig.fetch(*PATHS[:5], is_refetch=True)
    for key in rig.store.keys("raw/"):
        if key.endswith(".warc.gz"):
            (folder / Path(key).name).write_bytes(rig.store.read(key))
    return folder, site.home


def says_which_it_is(url: str, text: str) -> bool:
    return f"Сторінка /{url.rpartition('/')[2]}<" in text


def test_fastwarc_reads_every_page(archive):
    folder, home = archive
    urls = set()
    for path in folder.glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response, verify_digests=True):
                url = str(record.headers["WARC-Target-URI"])
                if says_which_it_is(url, record.reader.read().decode()):
                    urls.add(url)
    assert urls == {home + path for path in PATHS}


def test_datatrove_reads_every_page(archive):
    readers = pytest.importorskip("datatrove.pipeline.readers", reason="datatrove is not installed: pip install datatrove[io]")
    folder, home = archive
    documents = list(readers.WarcReader(str(folder), glob_pattern="*.warc.gz").run())
    found = {each.metadata["url"] for each in documents if says_which_it_is(each.metadata["url"], each.text)}
    assert found == {home + path for path in PATHS}


def test_pywb_replays_every_capture(archive, tmp_path):
    manager, server = shutil.which("wb-manager"), shutil.which("wayback")
    if not (manager and server):
        pytest.skip("pywb is not installed: pip install pywb")
    folder, home = archive
    subprocess.run([manager, "init", "news"], cwd=tmp_path, check=True, capture_output=True)
    subprocess.run([manager, "add", "news", *folder.glob("*.warc.gz")], cwd=tmp_path, check=True, capture_output=True)
    lines = (tmp_path / "collections" / "news" / "indexes" / "index.cdxj").read_text().splitlines()
    captures = sorted((line.split('"url": "')[1].split('"')[0], line.split(" ")[1]) for line in lines)
    assert len(captures) == len(PATHS) + 5
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([server, "-p", str(port), "-b", "127.0.0.1"], cwd=tmp_path, stderr=subprocess.DEVNULL) as wayback:
        try:
            replayed = [(url, stamp) for url, stamp in captures if says_which_it_is(url, replay(port, stamp, url))]
        finally:
            wayback.terminate()
    assert replayed == captures
    assert {url for url, _ in replayed} == {home + path for path in PATHS}


def replay(port: int, stamp: str, url: str) -> str:
    for _ in range(PATIENCE):
        try:
            with urlopen(f"http://127.0.0.1:{port}/news/{stamp}id_/{url}") as answered:
                return answered.read().decode()
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(1)
    raise TimeoutError("pywb did not start")
