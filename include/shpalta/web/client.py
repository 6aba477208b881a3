"""One request, one answer: streamed, bounded in bytes and seconds, guarded, without cookies, credentials or redirects."""

from __future__ import annotations

import asyncio
import io
import socket
import ssl
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

import aiohttp
from yarl import URL

from shpalta.errors import AddressRefused, NoAnswer
from shpalta.web.decode import ACCEPT_ENCODING, BodyDecoder
from shpalta.web.guard import guarded_socket, is_refused
from shpalta.web.outcomes import Outcome

Headers = tuple[tuple[str, str], ...]
REDIRECTS = frozenset({301, 302, 303, 307, 308})
START_BYTES = 64 * 1024
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Limits:
    """Bound one answer: bytes as sent, bytes once decompressed, seconds from the first byte sent to the last received."""

    body_bytes: int = 8 * 1024 * 1024
    decoded_bytes: int = 16 * 1024 * 1024
    seconds: float = 30.0


@dataclass(frozen=True)
class Answer:
    """One HTTP exchange; `body` is as received, transfer coding undone, content coding checked and kept;
    `start` is the beginning of what it decodes to.

    With `source_url`, an archive held it: `received_at` is when that archive received it, and no request of ours is known.
    """

    url: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    request_headers: Headers
    received_at: datetime
    latency: float
    address: str | None
    source_url: str | None = None
    start: bytes = b""

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def is_redirect(self) -> bool:
        return self.status in REDIRECTS


class Client:
    """Ask for pages. `is_local` says whether loopback and private addresses may be asked."""

    def __init__(
        self,
        user_agent: str,
        *,
        is_local: bool = False,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._is_local = is_local
        self._addresses: dict[str, str] = {}
        connector = aiohttp.TCPConnector(
            socket_factory=guarded_socket(is_local=is_local),
            limit=0,
            ttl_dns_cache=300,
            keepalive_timeout=75,
            ssl=tls or True,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers={
                "User-Agent": user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Encoding": ACCEPT_ENCODING,
            },
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=self._limits.seconds, connect=min(15.0, self._limits.seconds)),
            max_line_size=65_536,
            max_field_size=65_536,
            max_headers=1_024,
        )
        # aiohttp would ask a second time by itself when a kept connection turns out dead: that request would have no turn.
        self._session._retry_connection = False

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def address_of(self, host: str) -> str | None:
        """Give the address that a host's name leads to, for sites that share one; None where it leads nowhere of ours."""
        if not self._is_local and is_refused(host):
            return None
        if host not in self._addresses:
            try:
                found = await asyncio.get_running_loop().getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
                self._addresses[host] = min(str(info[4][0]) for info in found)
            except (OSError, UnicodeError):
                return None
        return self._addresses[host]

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for one URL. Raises NoAnswer with the outcome; statuses and redirects are the caller's to judge."""
        if not self._is_local and is_refused(url):
            raise NoAnswer(f"{URL(url, encoded=True).host} is not a host that a page may lead to", Outcome.UNSAFE_ADDRESS)
        started = time.monotonic()
        try:
            async with self._session.get(URL(url, encoded=True), headers=headers, allow_redirects=False) as response:
                received_at, latency = datetime.now(UTC), time.monotonic() - started
                body, start = await self._body(response)
                return Answer(
                    url=url,
                    status=response.status,
                    reason=response.reason or "",
                    headers=_as_text(response.raw_headers),
                    body=body,
                    start=start,
                    request_headers=tuple((str(key), value) for key, value in response.request_info.headers.items()),
                    received_at=received_at,
                    latency=latency,
                    address=_peer(response),
                )
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise _named(error, self._limits) from error

    async def _body(self, response: aiohttp.ClientResponse) -> tuple[bytes, bytes]:
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > self._limits.body_bytes:
            raise NoAnswer(f"{announced} bytes announced, {self._limits.body_bytes} allowed", Outcome.TOO_BIG)
        decoder = BodyDecoder(response.headers.get("Content-Encoding", ""), self._limits.decoded_bytes)
        received = io.BytesIO()  # gives its bytes without a copy
        start = b""
        size = 0
        async for chunk in _chunks(response):
            size += len(chunk)
            if size > self._limits.body_bytes:
                raise NoAnswer(f"More than {self._limits.body_bytes} bytes sent", Outcome.TOO_BIG)
            for piece in decoder.feed(chunk):
                start += piece[: START_BYTES - len(start)]
                await asyncio.sleep(0)
            received.write(chunk)
        decoder.finish()
        return received.getvalue(), start


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            yield chunk
    except TimeoutError:
        raise
    except (OSError, aiohttp.ClientPayloadError) as error:
        raise NoAnswer("The connection ended before the body did", Outcome.TRUNCATED) from error


def _as_text(headers: tuple[tuple[bytes, bytes], ...]) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("utf-8", "replace")) for name, value in headers)


def _peer(response: aiohttp.ClientResponse) -> str | None:
    connection = response.connection
    peer = connection.transport.get_extra_info("peername") if connection and connection.transport else None
    return str(peer[0]) if peer else None


_NAMES: tuple[tuple[type[BaseException], Outcome, str], ...] = (
    (TimeoutError, Outcome.TIMEOUT, "No whole answer within {seconds:g} s"),
    (aiohttp.ClientConnectorDNSError, Outcome.UNREACHABLE, "The host's name does not resolve"),
    (aiohttp.InvalidURL, Outcome.BAD_URL, "Not a URL that can be asked for"),
    (OSError, Outcome.UNREACHABLE, "No connection: {reason}"),
    (aiohttp.ServerDisconnectedError, Outcome.UNREACHABLE, "The site closed the connection without an answer"),
)


def _named(error: BaseException, limits: Limits) -> NoAnswer:
    """Name what went wrong; the words hold no time, port or attempt, so that the same failure reads the same."""
    causes = list(_chain(error))
    refused = next((cause for cause in causes if isinstance(cause, AddressRefused)), None)
    if refused:
        return NoAnswer(refused.problem, Outcome.UNSAFE_ADDRESS)
    if any(isinstance(cause, ssl.SSLError | ssl.CertificateError | aiohttp.ClientSSLError) for cause in causes):
        return NoAnswer(f"TLS: {_reason_of(causes)}", Outcome.TLS)
    for kind, outcome, words in _NAMES:
        if isinstance(error, kind):
            return NoAnswer(words.format(seconds=limits.seconds, reason=_reason_of(causes)), outcome)
    return NoAnswer(f"The answer breaks HTTP: {type(error).__name__}", Outcome.BAD_ANSWER)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        inner = getattr(error, "os_error", None) or error.__cause__ or error.__context__
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                yield from _chain(each)
        error = inner


def _reason_of(causes: list[BaseException]) -> str:
    for cause in causes:
        reason = getattr(cause, "verify_message", None) or getattr(cause, "reason", None) or getattr(cause, "strerror", None)
        if isinstance(reason, str) and reason:
            return reason
    return type(causes[0]).__name__
