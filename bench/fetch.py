"""How many pages a second a core the fetch step brings in, robots.txt, decoding and WARC writing included; and its memory.

    python bench/fetch.py [--pages 5000] [--origins 49]

A server of its own process answers on that many loopback addresses, so that politeness keeps no worker idle.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import multiprocessing
import random
import resource
import socket
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from shpalta.lake import schemas
from shpalta.lake.folder import FolderStore
from shpalta.lake.tables import conform
from shpalta.request import RunRequest
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps.fetch import fetch
from shpalta.web.urls import url_key

DAY = date(2026, 11, 15)
PORT = 18_473


class Pages(asyncio.Protocol):
    """Answer every request with a compressed page of some 30 KiB, as a news site does."""

    answers: tuple[bytes, ...] = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, request: bytes) -> None:
        for each in request.split(b"\r\n\r\n")[:-1]:
            is_robots = each.startswith(b"GET /robots.txt")
            self.transport.write(NO_RULES if is_robots else self.answers[len(each) % len(self.answers)])


def http(body: bytes, *headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", ""]).encode() + body


NO_RULES = http(b"User-agent: *\nDisallow: /closed/\n", "Content-Type: text/plain")


def page(seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311  words, not secrets
    words = ["".join(chance.choices("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", k=chance.randint(2, 11))) for _ in range(6_000)]
    body = f"<!doctype html><html lang='uk'><head><title>Новина</title></head><body><p>{' '.join(words)}</p></body></html>"
    return http(gzip.compress(body.encode()), "Content-Encoding: gzip", "Content-Type: text/html; charset=utf-8")


def serve(origins: int) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        servers = [await loop.create_server(Pages, f"127.0.1.{number + 1}", PORT) for number in range(origins)]
        await asyncio.gather(*(server.serve_forever() for server in servers))

    Pages.answers = tuple(page(seed) for seed in range(20))
    asyncio.run(run())


def wait_for_server(origins: int) -> None:
    while True:
        try:
            socket.create_connection((f"127.0.1.{origins}", PORT)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return


def candidates(pages: int, origins: int) -> object:
    urls = [f"http://127.0.1.{number % origins + 1}:{PORT}/news/{'x' * (number % 20)}/{number}" for number in range(pages)]
    seen = {"source_id": "bench", "discovered_via": ["list"], "first_seen_at": datetime(2026, 11, 16, tzinfo=UTC)}
    return conform(schemas.CANDIDATES, [{"url": url, "url_key": url_key(url)} | seen for url in urls])


def measure(pages: int, origins: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(scratch=folder / "scratch", delay_seconds=0, honoured_rights="none")
        strategy = {"kind": "list", "url": f"http://127.0.1.1:{PORT}/list"}
        source = Source.model_validate(
            {"id": "bench", "name": "Bench", "home": f"http://127.0.1.1:{PORT}/", "is_local": True, "strategies": [strategy]}
        )
        wanted = candidates(pages, origins)
        before = resource.getrusage(resource.RUSAGE_SELF)
        started = time.monotonic()
        found = fetch(wanted, schemas.PAGES.empty(), RunRequest(day=DAY), source, settings=settings, store=FolderStore(folder))
        wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    fetched = found["fetch_outcome"].to_pylist().count("fetched")
    grown = (after.ru_maxrss - before.ru_maxrss) / (1024 if sys.platform == "linux" else 2**20)
    print(
        f"fetch: {fetched} of {pages} pages in {wall:.1f} s, {fetched / wall:.0f}/s, {fetched / processor:.0f} a second a core"
    )
    print(f"fetch: {grown:.0f} MiB more at the peak")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--origins", type=int, default=49)
    asked = parser.parse_args()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(asked.origins,), daemon=True)
    server.start()
    wait_for_server(asked.origins)
    try:
        measure(asked.pages, asked.origins)
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
