"""A small site on loopback whose every byte a test decides, with a log of when it was asked for what."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import signature

Reply = bytes | Callable[..., None]


@dataclass
class Asked:
    """One request as the server saw it."""

    at: float
    path: str
    headers: dict[str, str]


@dataclass
class Site:
    """Pages by path: bytes are sent as they stand, a function gets the connection and the path and does as it likes."""

    pages: dict[str, Reply]
    log: list[Asked] = field(default_factory=list)
    address: str = "127.0.0.1"
    port: int = 0
    scheme: str = "http"

    @property
    def home(self) -> str:
        return f"{self.scheme}://{self.address}:{self.port}"

    def url(self, path: str) -> str:
        return self.home + path

    def asked(self, path: str) -> list[Asked]:
        return [each for each in self.log if each.path == path]

    def paths(self) -> list[str]:
        return [each.path for each in self.log]


def answer(
    body: bytes | str = b"",
    *headers: str,
    status: str = "200 OK",
    media: str = "text/html; charset=utf-8",
    length: int | None = None,
) -> bytes:
    """Write a whole HTTP/1.1 answer."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content) if length is None else length}", *headers]
    if media:
        lines.append(f"Content-Type: {media}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + content


def page(title: str = "Новина", body: str = "Текст новини. " * 20) -> bytes:
    return answer(f"<!doctype html><html><head><title>{title}</title></head><body><p>{body}</p></body></html>")


def ranged(content: bytes) -> Reply:
    """Serve parts of a file, as Range asks for."""

    def serve(connection: socket.socket, path: str, headers: dict[str, str]) -> None:
        first, last = map(int, headers["range"].removeprefix("bytes=").split("-"))
        part = content[first : last + 1]
        span = f"Content-Range: bytes {first}-{first + len(part) - 1}/{len(content)}"
        connection.sendall(answer(part, span, status="206 Partial Content", media="application/octet-stream"))

    return serve


def not_found() -> bytes:
    return answer("no such page", status="404 Not Found")


@contextmanager
def serving(pages: dict[str, Reply], address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve the pages until the block ends; a path that is not among them is 404."""
    site = Site(pages, address=address)
    with socket.create_server((address, 0), backlog=256) as listener:
        site.port = listener.getsockname()[1]
        is_open = threading.Event()
        is_open.set()
        listener.settimeout(0.2)
        accepting = threading.Thread(target=_accept, args=(listener, site, is_open, tls), daemon=True)
        accepting.start()
        try:
            yield site
        finally:
            is_open.clear()
            accepting.join()


def _accept(listener: socket.socket, site: Site, is_open: threading.Event, tls: ssl.SSLContext | None) -> None:
    while is_open.is_set():
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            continue
        threading.Thread(target=_converse, args=(connection, site, tls), daemon=True).start()


def _converse(connection: socket.socket, site: Site, tls: ssl.SSLContext | None) -> None:
    try:
        connection.settimeout(60)
        connection = tls.wrap_socket(connection, server_side=True) if tls else connection
        with connection, connection.makefile("rb") as requests:
            while request := _read_request(requests):
                site.log.append(request)
                reply = site.pages.get(request.path, not_found())
                if callable(reply):
                    given = (connection, request.path, request.headers)
                    reply(*given[: len(signature(reply).parameters)])
                    return
                connection.sendall(reply)
    except OSError:
        return


def _read_request(requests) -> Asked | None:
    first = requests.readline()
    if not first:
        return None
    headers = {}
    while (line := requests.readline().strip()) != b"":
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    return Asked(time.monotonic(), first.split()[1].decode("latin-1"), headers)
