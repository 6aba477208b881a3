"""How many pages a second a core the fetch step brings in, robots.txt, decoding and WARC writing included; and its memory.

    python bench/fetch.py [--pages 5000] [--origins 49] [--words 6000]

nginx answers on that many loopback addresses, or where it is not installed a server of our own, so that politeness keeps
no worker idle. Memory is what the process holds more than before, at the peak, looked at every tenth of a second; a few
pages are fetched first, so that no library is loaded while it is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import multiprocessing
import os
import random
import resource
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import psutil
import pyarrow as pa

from shpalta.lake.folder import FolderStore
from shpalta.lake.schemas import CANDIDATES, PAGES
from shpalta.lake.tables import conform, write_groups
from shpalta.request import RunRequest
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps.fetch import PageIndex, fetch
from shpalta.web.urls import url_key

DAY = date(2026, 11, 15)
PORT = 18_473
KINDS = 10
NO_RULES = b"User-agent: *\nDisallow: /closed/\n"
NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log /dev/null;
events {{ worker_connections 1024; }}
http {{
    access_log off; keepalive_requests 1000000; client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        {listens}
        root {folder};
        location = /robots.txt {{ default_type text/plain; }}
        location ~ "([0-9])$" {{
            default_type "text/html; charset=utf-8"; add_header Content-Encoding gzip; try_files /page-$1 =404;
        }}
    }}
}}
"""


class Pages(asyncio.Protocol):
    """Answer every request with a compressed page, as a news site does."""

    answers: tuple[bytes, ...] = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, request: bytes) -> None:
        for each in request.split(b"\r\n\r\n")[:-1]:
            path = each.split(b" ", 2)[1]
            is_robots = path == b"/robots.txt"
            self.transport.write(http(NO_RULES) if is_robots else self.answers[path[-1] % KINDS])


def http(body: bytes, *headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", ""]).encode() + body


def page(seed: int, words: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311  words, not secrets
    text = ["".join(chance.choices("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", k=chance.randint(2, 11))) for _ in range(words)]
    body = f"<!doctype html><html lang='uk'><head><title>Новина</title></head><body><p>{' '.join(text)}</p></body></html>"
    return gzip.compress(body.encode())


def serve(origins: int, words: int) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        servers = [await loop.create_server(Pages, address, PORT) for address in addresses(origins)]
        await asyncio.gather(*(server.serve_forever() for server in servers))

    coded = ("Content-Encoding: gzip", "Content-Type: text/html; charset=utf-8")
    Pages.answers = tuple(http(page(seed, words), *coded) for seed in range(KINDS))
    asyncio.run(run())


def addresses(origins: int) -> list[str]:
    return [f"127.0.1.{number + 1}" for number in range(origins)]


@contextmanager
def serving(origins: int, words: int, folder: Path) -> Iterator[str]:
    """Serve until the block ends, and tell by what."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        own = multiprocessing.get_context("spawn").Process(target=serve, args=(origins, words), daemon=True)
        own.start()
        wait_for_server(origins)
        yield "our own server"
        own.terminate()
        return
    for kind in range(KINDS):
        (folder / f"page-{kind}").write_bytes(page(kind, words))
    (folder / "robots.txt").write_bytes(NO_RULES)
    folder.chmod(0o755)
    listens = " ".join(f"listen {address}:{PORT};" for address in addresses(origins))
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, listens=listens))
    with subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-e", "/dev/null"]) as server:  # noqa: S603
        try:
            wait_for_server(origins)
            yield "nginx"
        finally:
            server.terminate()


def wait_for_server(origins: int) -> None:
    while True:
        try:
            socket.create_connection((f"127.0.1.{origins}", PORT)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return


def candidates(pages: int, origins: int) -> pa.Table:
    urls = [
        f"http://127.0.1.{number % origins + 1}:{PORT}/news/{number // origins}-{number % KINDS}" for number in range(pages)
    ]
    return conform(
        CANDIDATES,
        pa.table(
            {
                "source_id": pa.repeat("bench", pages),
                "url": urls,
                "url_key": [url_key(url) for url in urls],
                "discovered_via": pa.repeat(pa.scalar(["list"]), pages),
                "first_seen_at": pa.repeat(datetime(2026, 11, 16, tzinfo=UTC), pages),
            }
        ),
    )


class Peak(threading.Thread):
    """Look at this process's memory until told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process()
        self._over = threading.Event()
        self._before = self._most = self._process.memory_info().rss

    def run(self) -> None:
        while not self._over.wait(0.1):
            self._most = max(self._most, self._process.memory_info().rss)

    def mebibytes(self) -> float:
        self._over.set()
        self.join()
        return (self._most - self._before) / 2**20


def fetched_pages(wanted: pa.Table, folder: Path) -> int:
    """Fetch the candidates into a lake in the folder, and count the pages."""
    settings = Settings(scratch=folder / "scratch", delay_seconds=0, honoured_rights="none")
    strategy = {"kind": "list", "url": f"http://127.0.1.1:{PORT}/list"}
    source = Source.model_validate(
        {"id": "bench", "name": "Bench", "home": f"http://127.0.1.1:{PORT}/", "is_local": True, "strategies": [strategy]}
    )
    store = FolderStore(folder / "lake")
    with PageIndex() as index:
        fetch(wanted, index, RunRequest(day=DAY), source, settings=settings, store=store)
        write_groups(store, PAGES, "pages.parquet", index.tables())
        return index.counts()[0]


def measure(pages: int, origins: int, folder: Path, server: str) -> None:
    fetched_pages(candidates(10, origins), folder / "first")
    wanted, peak = candidates(pages, origins), Peak()
    peak.start()
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    fetched = fetched_pages(wanted, folder / "then")
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"fetch: {fetched} of {pages} pages from {server} in {wall:.1f} s, {fetched / wall:.0f}/s, "
        f"{fetched / processor:.0f} a second a core, {peak.mebibytes():.0f} MiB more at the peak"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--origins", type=int, default=49)
    parser.add_argument("--words", type=int, default=6_000, help="words in a page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serving(asked.origins, asked.words, Path(name)) as server:
        measure(asked.pages, asked.origins, Path(name), server)


if __name__ == "__main__":
    main()
