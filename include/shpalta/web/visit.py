"""A polite visit: robots.txt, the origin's turn, redirects hop by hop, each of them asked about anew."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

from shpalta import __version__
from shpalta.errors import BadUrl, NoAnswer
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.web.client import Answer, Client, Limits
from shpalta.web.decode import decode_body
from shpalta.web.outcomes import Outcome
from shpalta.web.politeness import LONGEST_WAIT, Politeness, retry_after
from shpalta.web.rights import RESERVED, is_reserved, reservations
from shpalta.web.robots import Robots, read_robots
from shpalta.web.urls import WebUrl, parse

MOST_REDIRECTS = 5
_ROBOTS_UNREACHABLE_SECONDS = 600.0
_NO_SITE = frozenset({Outcome.UNREACHABLE, Outcome.TLS})  # what keeps us from robots.txt keeps us from every page
_TROUBLE = frozenset({Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.TLS, Outcome.SERVER_ERROR})


@dataclass(frozen=True)
class Visit:
    """The exchanges from the URL asked for to the last answer; whether the site's tdmrep.json reserves mining the page."""

    answers: tuple[Answer, ...]
    is_reserved: bool = False

    @property
    def answer(self) -> Answer:
        return self.answers[-1]


@dataclass(frozen=True)
class _Rules:
    robots: Robots | None
    until: float = float("inf")
    reason: str = ""
    outcome: Outcome = Outcome.ROBOTS_UNREACHABLE


class Visitor:
    """Visit the pages of one source. Use as an async context manager; share one Politeness between visitors."""

    def __init__(
        self,
        source: Source,
        settings: Settings,
        politeness: Politeness,
        *,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
        asks_for_reservations: bool = False,
    ) -> None:
        self._token = settings.user_agent_name
        self._least = settings.delay_seconds if source.delay_seconds is None else source.delay_seconds
        self._asks_for_reservations = RESERVED in settings.rights and asks_for_reservations
        self._reserved: dict[str, tuple[tuple[str, bool], ...]] = {}
        self.politeness = politeness
        self._rules: dict[str, _Rules] = {}
        self._client = Client(user_agent(settings, source), is_local=source.is_local, limits=limits, tls=tls)

    async def __aenter__(self) -> Visitor:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def visit(self, url: str, headers: Mapping[str, str] | None = None) -> Visit:
        """Ask for a URL and follow its redirects. Raises NoAnswer with the outcome where there is no answer to judge."""
        answers: list[Answer] = []
        target = _parsed(url)
        seen = {target.href}
        while True:
            answer = await self._ask(target, headers)
            answers.append(answer)
            if not answer.is_redirect:
                return Visit(tuple(answers), is_reserved(await self._reservations(target.origin), target.path))
            target = _next_hop(answer)
            if target.href in seen or len(answers) > MOST_REDIRECTS:
                raise NoAnswer(f"Redirected in a loop or more than {MOST_REDIRECTS} times", Outcome.BAD_REDIRECT)
            seen.add(target.href)

    async def robots(self, url: WebUrl) -> Robots:
        """Give the rules of the URL's origin. Raises NoAnswer: robots_unreachable, or what keeps us from the whole site."""
        known = self._rules.get(url.origin)
        if known is None or known.until < time.monotonic():
            known = await self._read_robots(url.origin)
            if known.robots is None and known.outcome is not Outcome.TLS:
                known = await self._read_robots(url.origin)
            self._rules[url.origin] = known
        if known.robots is None:
            raise NoAnswer(f"robots.txt: {known.reason}", known.outcome)
        return known.robots

    async def _ask(self, target: WebUrl, headers: Mapping[str, str] | None) -> Answer:
        robots = await self.robots(target)
        if not robots.is_allowed(target.href):
            raise NoAnswer(f"robots.txt of {target.host} forbids it", Outcome.ROBOTS)
        return await self._exchange(target, headers)

    async def _exchange(self, target: WebUrl, headers: Mapping[str, str] | None = None) -> Answer:
        breaker = self.politeness.breaker(target.origin)
        address = await self._client.address_of(target.host)
        async with self.politeness.turn(target.origin, self._least, address=address):
            try:
                answer = await self._client.get(target.href, headers)
            except NoAnswer as error:
                if error.outcome in _TROUBLE:
                    breaker.note_failure(time.monotonic())
                raise
            self.politeness.note_latency(target.origin, answer.latency)
        if answer.status in (429, 503):
            self._back_off(target.origin, answer)
        if answer.status == 429 or answer.status >= 500:
            breaker.note_failure(time.monotonic())
        else:
            breaker.note_success()
        return answer

    def _back_off(self, origin: str, answer: Answer) -> None:
        asked = retry_after(answer.header("retry-after"), datetime.now(UTC))
        if asked is not None and asked > LONGEST_WAIT:
            raise NoAnswer(f"The site asks to wait longer than {LONGEST_WAIT:g} s", Outcome.DEFERRED)
        self.politeness.back_off(origin, 2.0 if asked is None else asked)

    async def _reservations(self, origin: str) -> tuple[tuple[str, bool], ...]:
        if not self._asks_for_reservations:
            return ()
        if origin not in self._reserved:
            try:
                answer = await self._exchange(parse(origin + "/.well-known/tdmrep.json"))
                self._reserved[origin] = reservations(answer_text(answer)) if answer.status == 200 else ()
            except NoAnswer:
                self._reserved[origin] = ()
        return self._reserved[origin]

    async def _read_robots(self, origin: str) -> _Rules:
        later = time.monotonic() + _ROBOTS_UNREACHABLE_SECONDS
        target = parse(origin + "/robots.txt")
        try:
            for _ in range(MOST_REDIRECTS + 1):
                answer = await self._exchange(target)
                if not answer.is_redirect:
                    break
                target = _next_hop(answer)
            else:
                return _Rules(Robots())
        except NoAnswer as error:
            if error.outcome == Outcome.UNSAFE_ADDRESS:
                raise
            outcome = Outcome(error.outcome) if error.outcome in _NO_SITE else Outcome.ROBOTS_UNREACHABLE
            return _Rules(None, later, error.problem, outcome)
        if answer.status == 429 or answer.status >= 500:
            return _Rules(None, later, f"HTTP {answer.status}")
        if not 200 <= answer.status < 300:
            return _Rules(Robots())
        robots = read_robots(answer_text(answer), self._token)
        self.politeness.note_crawl_delay(origin, robots.crawl_delay)
        return _Rules(robots)


def user_agent(settings: Settings, source: Source) -> str:
    """Say honestly who asks and where to complain."""
    return f"{settings.user_agent_name}/{__version__} (+{source.contact or settings.contact})"


def answer_text(answer: Answer, limit: int = Limits.decoded_bytes) -> bytes:
    """Give the body without its content coding."""
    return decode_body(answer.body, answer.header("content-encoding") or "", limit)


def _parsed(url: str, base: str | None = None) -> WebUrl:
    try:
        return parse(url, base)
    except BadUrl as error:
        raise NoAnswer(error.problem, Outcome.BAD_URL) from error


def _next_hop(answer: Answer) -> WebUrl:
    location = answer.header("location")
    if not location:
        raise NoAnswer(f"HTTP {answer.status} without a Location", Outcome.BAD_REDIRECT)
    try:
        return parse(location, answer.url)
    except BadUrl as error:
        raise NoAnswer(f"Redirected to what is no page: {error.problem}", Outcome.BAD_REDIRECT) from error
