"""The HTTP server: two sites on two ports of loopback, conditional requests, and a switch to the next edition."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import date

from aiohttp import ETag, web

from newsroom.answers import Answer, answer
from newsroom.model import SITES, Article
from newsroom.week import open_week

EDITION_PATH = "/_newsroom/edition"
Ports = tuple[int, int]


class Newsroom:
    """A running newsroom: what it serves now, and where."""

    def __init__(self, last_day: date, base_urls: Mapping[str, str], edition: int, extra: Sequence[Article]) -> None:
        self.base_urls = dict(base_urls)
        self._last_day = last_day
        self._extra = tuple(extra)
        self.move_to(edition)

    def move_to(self, edition: int) -> None:
        """Put another edition out. Raises ValueError for one that was never written."""
        self.week = open_week(self._last_day, edition=edition, base_urls=self.base_urls, extra=self._extra)

    def application(self, site: str) -> web.Application:
        """Build the application of one site."""

        async def get(request: web.Request) -> web.Response:
            return _conditional(request, answer(self.week, site, request.rel_url.raw_path), self)

        app = web.Application()
        app.router.add_get(EDITION_PATH, self._show_edition)
        app.router.add_post(EDITION_PATH, self._change_edition)
        app.router.add_get("/{path:.*}", get)
        return app

    async def _show_edition(self, request: web.Request) -> web.Response:
        return web.Response(text=f"{self.week.edition}\n")

    async def _change_edition(self, request: web.Request) -> web.Response:
        if not is_this_machine(request.remote):
            raise web.HTTPForbidden(text="Only this machine may change the edition\n")
        asked = (await request.text()).strip()
        try:
            self.move_to(int(asked))
        except ValueError as error:
            raise web.HTTPBadRequest(text=f"{error}\n") from error
        return await self._show_edition(request)


def is_this_machine(address: str | None) -> bool:
    """Tell whether a request's peer is on loopback; an unknown peer is not."""
    return address is not None and ipaddress.ip_address(address).is_loopback


def _conditional(request: web.Request, found: Answer, newsroom: Newsroom) -> web.Response:
    if found.location:
        return web.Response(status=found.status, headers={"Location": found.location})
    response = web.Response(status=found.status, body=found.body, headers={"Content-Type": found.content_type})
    if found.status != 200:
        return response
    response.etag = found.etag
    response.last_modified = newsroom.week.printed_at
    if _is_unchanged(request, response):
        unchanged = web.Response(status=304)
        unchanged.etag, unchanged.last_modified = response.etag, response.last_modified
        return unchanged
    return response


def _is_unchanged(request: web.Request, response: web.Response) -> bool:
    known = request.if_none_match
    if known is not None:
        return any(each.value == "*" or each == response.etag or _weak(each) == response.etag for each in known)
    since = request.if_modified_since
    return since is not None and response.last_modified is not None and response.last_modified <= since


def _weak(tag: ETag) -> ETag:
    return ETag(value=tag.value)


async def start(
    stack: AsyncExitStack,
    last_day: date,
    *,
    host: str = "127.0.0.1",
    ports: Ports = (0, 0),
    edition: int = 1,
    extra: Sequence[Article] = (),
) -> Newsroom:
    """Serve both sites until the stack closes; port 0 takes a free one. Raises OSError for a port that is taken."""
    listeners = {site: stack.enter_context(socket.create_server((host, port))) for site, port in zip(SITES, ports, strict=True)}
    base_urls = {site: f"http://{host}:{listener.getsockname()[1]}" for site, listener in listeners.items()}
    newsroom = Newsroom(last_day, base_urls, edition, extra)
    for site, listener in listeners.items():
        runner = web.AppRunner(newsroom.application(site), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, listener).start()
    return newsroom


@contextmanager
def serve(
    last_day: date,
    *,
    host: str = "127.0.0.1",
    ports: Ports = (0, 0),
    edition: int = 1,
    extra: Sequence[Article] = (),
) -> Iterator[Newsroom]:
    """Serve both sites from a thread while the block runs: `with serve(day) as newsroom: newsroom.base_urls["lyman"]`."""
    loop = asyncio.new_event_loop()
    stack = AsyncExitStack()
    thread = threading.Thread(target=loop.run_forever, name="newsroom", daemon=True)
    thread.start()
    try:
        started = start(stack, last_day, host=host, ports=ports, edition=edition, extra=extra)
        yield asyncio.run_coroutine_threadsafe(started, loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
