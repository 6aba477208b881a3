"""When a site may be asked again: one request at a time an origin, few a domain and an address, pauses, a breaker.

Pauses and caps hold for all processes of a machine, and outlive each of them.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

from shpalta.web.urls import registered_domain

LONGEST_PAUSE = 60.0
LONGEST_WAIT = 120.0
MOST_OF_A_DOMAIN = 4
MOST_OF_AN_ADDRESS = 8
_SLOT_SECONDS = 0.05
_LATENCY_SHARE = 2.0
_MEMORY = 0.3
_SECONDS = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?s?", re.IGNORECASE)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass
class Breaker:
    """Stop asking an origin that fails: closed, open for a while, half-open for one probe; then closed, or open for longer."""

    failures_to_open: int = 5
    cooldown: float = 15.0
    probes: int = 3
    failures: int = 0
    opened: int = 0
    open_until: float = 0.0

    @property
    def is_given_up(self) -> bool:
        return self.opened > self.probes

    def seconds_to_wait(self, now: float) -> float:
        """Say how long to wait before the next request: the time left while open, else nothing."""
        return max(0.0, self.open_until - now)

    def note_success(self) -> None:
        self.failures, self.opened, self.open_until = 0, 0, 0.0

    def note_failure(self, now: float) -> None:
        """Count a failure; the one that is one too many, and each failed probe, opens the breaker."""
        self.failures += 1
        if self.opened or self.failures >= self.failures_to_open:
            self.open_until = now + self.cooldown * 2**self.opened
            self.opened += 1


class PauseBook:
    """Keep the earliest time of each origin's next request in a folder that all processes of a machine share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def seconds_to_wait(self, origin: str, pause: float) -> float:
        """Take the turn and give 0, or give the seconds until it comes; a turn taken holds the others off for `pause`."""
        with self._page(origin) as page:
            wait = min(_number(page), time.time() + LONGEST_WAIT) - time.time()
            if wait > 0:
                return wait
            _write(page, time.time() + pause)
            return 0.0

    def hold_off(self, origin: str, seconds: float) -> None:
        """Let nobody ask the origin for so many seconds from now; never shortens what was set before."""
        with self._page(origin) as page:
            _write(page, max(_number(page), time.time() + seconds))

    def _page(self, origin: str) -> _LockedFile:
        return _LockedFile(self._folder / sha256(origin.encode()).hexdigest()[:32])


class Slots:
    """Let only so many requests run at once that share a name; a process that dies gives its slots back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @asynccontextmanager
    async def one_of(self, count: int, name: str) -> AsyncIterator[None]:
        """Wait until fewer than `count` requests of that name run, and be one of them."""
        while (slot := self._free(count, name)) is None:  # noqa: ASYNC110  given back by other processes too
            await asyncio.sleep(_SLOT_SECONDS)
        try:
            yield
        finally:
            os.close(slot)

    def _free(self, count: int, name: str) -> int | None:
        for number in range(count):
            path = self._folder / f"{sha256(name.encode()).hexdigest()[:32]}-{number}"
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(descriptor)
            else:
                return descriptor
        return None


@dataclass
class _Manner:
    crawl_delay: float = 0.0
    latency: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    breaker: Breaker = field(default_factory=Breaker)


class Politeness:
    """Give out turns: `async with turn(origin, least)` waits until the origin may be asked and holds everybody else off."""

    def __init__(self, folder: Path) -> None:
        self._book = PauseBook(folder)
        self._slots = Slots(folder / "slots")
        self._manners: defaultdict[str, _Manner] = defaultdict(_Manner)

    def breaker(self, origin: str) -> Breaker:
        return self._manners[origin].breaker

    def note_crawl_delay(self, origin: str, seconds: float | None) -> None:
        """Remember what robots.txt asks for; the pause that runs is lengthened to it."""
        if seconds:
            self._manners[origin].crawl_delay = min(seconds, LONGEST_PAUSE)
            self._book.hold_off(origin, self._manners[origin].crawl_delay)

    def note_latency(self, origin: str, seconds: float) -> None:
        manner = self._manners[origin]
        manner.latency += (seconds - manner.latency) * (_MEMORY if manner.latency else 1.0)

    def back_off(self, origin: str, seconds: float) -> None:
        self._book.hold_off(origin, min(seconds, LONGEST_WAIT))

    @asynccontextmanager
    async def turn(self, origin: str, least: float, *, address: str | None = None) -> AsyncIterator[None]:
        """Wait for the origin's turn, and for room at its domain and address, where it is known.

        The pause runs from the end of the answer, so the server never sees a shorter one.
        """
        manner = self._manners[origin]
        async with manner.lock, AsyncExitStack() as slots:
            while wait := self._book.seconds_to_wait(origin, self._pause(manner, least)):  # noqa: ASYNC110  set by other processes too
                await asyncio.sleep(wait)
            await slots.enter_async_context(self._slots.one_of(MOST_OF_A_DOMAIN, registered_domain(origin)))
            if address:
                await slots.enter_async_context(self._slots.one_of(MOST_OF_AN_ADDRESS, address))
            try:
                yield
            finally:
                self._book.hold_off(origin, self._pause(manner, least))

    def _pause(self, manner: _Manner, least: float) -> float:
        return min(LONGEST_PAUSE, max(least, manner.crawl_delay, _LATENCY_SHARE * manner.latency))


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or a date, into seconds from now; None where there is none or it makes no sense."""
    if value is None:
        return None
    if seconds := _SECONDS.fullmatch(value.strip()):
        return float(seconds[1])
    try:
        moment = datetime.fromisoformat(value.strip()) if _ISO_DATE.match(value.strip()) else parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class _LockedFile:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> int:
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        return self._descriptor

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


def _number(descriptor: int) -> float:
    text = os.pread(descriptor, 64, 0)
    try:
        return float(text or b"0")
    except ValueError:
        return 0.0


def _write(descriptor: int, moment: float) -> None:
    os.pwrite(descriptor, b"%-32.6f" % moment, 0)
