"""Fetch many pages at once, each origin one page after another."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Protocol

from shpalta.errors import NoAnswer
from shpalta.web.outcomes import Outcome
from shpalta.web.politeness import Breaker, Politeness
from shpalta.web.visit import Visit

_ATTEMPTS = {Outcome.TIMEOUT: 2, Outcome.TLS: 1, Outcome.BAD_ANSWER: 1, Outcome.ROBOTS_UNREACHABLE: 1}
_MOST_ATTEMPTS = 3
_MOST_LONG_WAITS = 2


@dataclass(frozen=True)
class Target:
    """A page to fetch: the URL, the archive that keeps it if one does, and the headers that make the request conditional."""

    url: str
    url_key: str
    archived_in: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    attempts: int = 0
    last: Failure | None = None


@dataclass(frozen=True)
class Failure:
    """Why a target brought no page."""

    outcome: Outcome
    detail: str | None
    http_status: int | None = None
    is_final: bool = False


Get = Callable[[Target], Awaitable[Visit]]


class Keeps(Protocol):
    """What a crawl brings its pages and failures to."""

    async def keep(self, target: Target, visit: Visit) -> Failure | None: ...

    async def note(self, target: Target, failure: Failure) -> None: ...


class Crawl:
    """Get targets from their sites and bring what comes of them to a keeper."""

    def __init__(self, politeness: Politeness, get: Get, keeper: Keeps, *, seconds: float) -> None:
        self._politeness = politeness
        self._get = get
        self._keeper = keeper
        self._deadline = time.monotonic() + seconds

    async def run(self, queues: Mapping[str, Iterator[Target]]) -> None:
        """Fetch every target of each origin once, and again where trying again may help."""
        try:
            async with asyncio.TaskGroup() as group:
                for origin, queue in queues.items():
                    group.create_task(self._crawl_origin(origin, queue))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures

    async def _crawl_origin(self, origin: str, queue: Iterator[Target]) -> None:
        breaker = self._politeness.breaker(origin)
        again: deque[Target] = deque()
        targets = _in_turn(queue, again)
        long_waits = 0
        for target in targets:
            wait = breaker.seconds_to_wait(time.monotonic())
            reason = self._why_stop(breaker, wait, long_waits)
            if reason:
                await self._give_up(chain([target], targets), reason)
                return
            await asyncio.sleep(wait)
            failure = await self._attempt(target)
            if failure is None:
                continue
            long_waits += failure.outcome is Outcome.DEFERRED and failure.is_final
            if failure.is_final or target.attempts + 1 >= _ATTEMPTS.get(failure.outcome, _MOST_ATTEMPTS):
                await self._keeper.note(target, failure)
            else:
                again.append(replace(target, attempts=target.attempts + 1, last=failure))

    def _why_stop(self, breaker: Breaker, wait: float, long_waits: int) -> str | None:
        if breaker.is_given_up:
            return "The site failed too often"
        if long_waits >= _MOST_LONG_WAITS:
            return "The site asks again and again to wait for long"
        return "The time given to the source is used up" if time.monotonic() + wait > self._deadline else None

    async def _attempt(self, target: Target) -> Failure | None:
        try:
            visit = await self._get(target)
        except NoAnswer as error:
            outcome = Outcome(error.outcome)
            is_final = not outcome.is_retryable or outcome is Outcome.DEFERRED
            return Failure(outcome, error.problem, is_final=is_final)
        failure = await self._keeper.keep(target, visit)
        return failure and replace(failure, is_final=not failure.outcome.is_retryable)

    async def _give_up(self, targets: Iterable[Target], reason: str) -> None:
        for target in targets:
            await self._keeper.note(target, target.last or Failure(Outcome.DEFERRED, reason))


def _in_turn(first: Iterator[Target], again: deque[Target]) -> Iterator[Target]:
    yield from first
    while again:
        yield again.popleft()
