"""Politeness: never sooner than robots.txt and the settings say, whoever asks; and a breaker that gives sites a rest."""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetch_rig import Rig, candidate
from loopback_site import answer, page, serving
from shpalta.lake import schemas
from shpalta.lake.tables import conform
from shpalta.settings import Settings
from shpalta.steps.fetch.crawl import Crawl, Failure, Target
from shpalta.web.outcomes import Outcome
from shpalta.web.politeness import (
    LONGEST_PAUSE,
    MOST_OF_A_DOMAIN,
    MOST_OF_AN_ADDRESS,
    Breaker,
    PauseBook,
    Politeness,
    Slots,
    retry_after,
)
from shpalta.web.visit import Visitor

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)


def gaps(site) -> list[float]:
    times = [each.at for each in site.log]
    return [later - earlier for earlier, later in itertools.pairwise(times)]


@pytest.mark.parametrize(("rules", "delay", "least"), [("", 0.2, 0.2), ("User-agent: *\nCrawl-delay: 0.4", 0.1, 0.4)])
def test_gaps_between_requests_are_never_below_what_robots_txt_and_settings_say(tmp_path, rules, delay, least):
    pages = {f"/{number}": page() for number in range(4)}
    with serving(pages | {"/robots.txt": answer(rules, media="text/plain")}) as site:
        Rig(tmp_path, site, delay_seconds=delay).fetch(*pages)
    assert len(site.log) == 6
    assert min(gaps(site)) >= least


def test_fifty_origins_are_asked_side_by_side_each_at_its_own_pace(tmp_path):
    delay, paths = 0.25, [f"/{number}" for number in range(4)]
    with ExitStack() as stack:
        sites = [stack.enter_context(serving(dict.fromkeys(paths, page()))) for _ in range(50)]
        rig = Rig(tmp_path, sites[0], delay_seconds=delay)
        wanted = conform(schemas.CANDIDATES, [candidate(site.url(path)) for site in sites for path in paths])
        rig.fetch_candidates(wanted)
        asked = sorted(each.at for site in sites for each in site.log)
        span_of_one = max(site.log[-1].at - site.log[0].at for site in sites)
    assert rig.pages["fetch_outcome"].to_pylist() == ["fetched"] * 200
    assert min(min(gaps(site)) for site in sites) >= delay
    assert asked[-1] - asked[0] < 3 * span_of_one


def test_discover_and_fetch_keep_the_pause_between_them(tmp_path):
    with serving({"/a": page(), "/rss": answer("<rss version='2.0'><channel></channel></rss>")}) as site:
        rig = Rig(tmp_path, site, delay_seconds=0.3)
        rig.discover()
        rig.fetch("/a")
    assert min(gaps(site)) >= 0.3


def _take_turns(folder: Path, together: Barrier, moments: multiprocessing.Queue) -> None:
    async def take() -> None:
        for _ in range(3):
            async with Politeness(folder).turn("http://site.ua", 0.5):
                moments.put(time.time())

    together.wait(timeout=300)
    moments.put(time.time())
    asyncio.run(take())


def test_two_processes_share_one_pause(tmp_path):
    context = multiprocessing.get_context("spawn")
    together, moments = context.Barrier(2), context.Queue()
    workers = [context.Process(target=_take_turns, args=(tmp_path, together, moments)) for _ in range(2)]
    for worker in workers:
        worker.start()
    times = [moments.get(timeout=300) for _ in range(8)]
    for worker in workers:
        worker.join()
    assert max(times) - min(times) >= 5 * 0.5  # six turns: three with a pause of its own each would take two pauses


def test_a_pause_from_a_clock_that_was_wrong_does_not_last_for_ever(tmp_path):
    book = PauseBook(tmp_path)
    book.hold_off("http://site.ua", 10**9)
    assert book.seconds_to_wait("http://site.ua", 1) <= 120


def test_a_crawl_delay_of_years_is_cut(tmp_path):
    politeness = Politeness(tmp_path)
    politeness.note_crawl_delay("http://site.ua", 10**9)
    assert PauseBook(tmp_path).seconds_to_wait("http://site.ua", 1) <= LONGEST_PAUSE


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 15 Nov 2026 12:01:00 GMT", 60.0),
        ("Sun, 15 Nov 2026 11:00:00 GMT", 0.0),
        (None, None),
        ("soon", None),
        ("-5", None),
        ("1.5", 1.5),
        ("60s", 60.0),
        ("2026-11-15T12:01:00Z", 60.0),
        ("120, 240", None),
        ("٣", None),
        ("²", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(value, seconds):
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=30))
def test_no_retry_after_header_breaks_the_reader(value):
    waited = retry_after(value, NOW)
    assert waited is None or waited >= 0


def test_the_breaker_opens_after_failures_in_a_row_only():
    breaker = Breaker(failures_to_open=3, cooldown=10)
    for moment in range(2):
        breaker.note_failure(moment)
    breaker.note_success()
    breaker.note_failure(2)
    breaker.note_failure(3)
    assert breaker.seconds_to_wait(3) == 0
    breaker.note_failure(4)
    assert breaker.seconds_to_wait(4) == 10


def test_a_half_open_breaker_closes_by_one_success_and_opens_longer_by_one_failure():
    breaker = Breaker(failures_to_open=1, cooldown=10, probes=2)
    breaker.note_failure(0)
    assert breaker.seconds_to_wait(10) == 0
    breaker.note_failure(10)
    assert breaker.seconds_to_wait(10) == 20
    breaker.note_success()
    assert breaker.seconds_to_wait(11) == 0
    breaker.note_failure(12)
    assert breaker.seconds_to_wait(12) == 10


def test_a_breaker_whose_probes_all_fail_gives_up():
    breaker = Breaker(failures_to_open=1, cooldown=10, probes=2)
    for moment in (0, 10, 30):
        assert not breaker.is_given_up
        breaker.note_failure(moment)
    assert breaker.is_given_up


def most_at_once(folder: Path, origins: list[str], *, address: str | None = None) -> int:
    """Take a turn at every origin side by side, and count how many of them ran at once."""
    running, most = 0, 0

    async def ask(politeness: Politeness, origin: str) -> None:
        nonlocal running, most
        async with politeness.turn(origin, 0, address=address):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.05)
            running -= 1

    async def ask_all() -> None:
        two = [Politeness(folder), Politeness(folder)]  # as in two processes: they share nothing but the folder
        await asyncio.gather(*(ask(two[number % 2], origin) for number, origin in enumerate(origins)))

    asyncio.run(ask_all())
    return most


def test_few_requests_run_at_once_at_one_domain_however_many_hosts_it_has(tmp_path):
    assert most_at_once(tmp_path, [f"https://s{number}.site.com.ua" for number in range(12)]) == MOST_OF_A_DOMAIN


def test_few_requests_run_at_once_at_one_address_however_many_sites_it_has(tmp_path):
    sites = [f"https://site{number}.ua" for number in range(20)]
    assert most_at_once(tmp_path / "one", sites, address="203.0.113.7") == MOST_OF_AN_ADDRESS
    assert most_at_once(tmp_path / "many", sites) > MOST_OF_AN_ADDRESS


def test_a_slot_of_a_process_that_died_is_free_again(tmp_path):
    code = f"""
import asyncio, os
from pathlib import Path
from shpalta.web.politeness import Slots
async def hold():
    async with Slots(Path({str(tmp_path)!r})).one_of(1, "site.ua"):
        os._exit(9)
asyncio.run(hold())
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9

    async def take() -> bool:
        async with Slots(tmp_path).one_of(1, "site.ua"):
            return True

    assert asyncio.run(asyncio.wait_for(take(), 30))


def test_a_site_that_answers_slowly_is_asked_less_often(tmp_path):
    def slow_page(connection, path: str) -> None:
        time.sleep(0.2)
        connection.sendall(page())

    paths = [f"/{number}" for number in range(3)]
    with serving(dict.fromkeys(["/robots.txt", "/.well-known/tdmrep.json", *paths], slow_page)) as site:
        Rig(tmp_path, site).fetch(*paths)
    assert min(gaps(site)) >= 3 * 0.2


def test_a_site_that_comes_back_is_asked_once_and_then_as_before(tmp_path):
    def down_for_three(connection, path: str) -> None:
        is_up = path == "/robots.txt" or len(site.log) > 4
        connection.sendall(page() if is_up else answer("", status="500 Down"))

    class Kept:
        def __init__(self) -> None:
            self.statuses: list[int] = []

        async def keep(self, target: Target, visit) -> Failure | None:
            if visit.answer.status == 500:
                return Failure(Outcome.SERVER_ERROR, None, 500)
            self.statuses.append(visit.answer.status)
            return None

        async def note(self, target: Target, failure: Failure) -> None:
            raise AssertionError(failure)

    async def crawl() -> list[int]:
        politeness, kept = Politeness(tmp_path / "pauses"), Kept()
        breaker = politeness.breaker(site.home)
        breaker.failures_to_open, breaker.cooldown = 2, 0.4
        async with Visitor(Rig(tmp_path, site).source, Settings(scratch=tmp_path, delay_seconds=0), politeness) as visitor:
            targets = iter([Target(site.url(path), path) for path in ("/a", "/b", "/c")])
            await Crawl(politeness, lambda target: visitor.visit(target.url), kept, seconds=60).run({site.home: targets})
        return kept.statuses

    with serving(dict.fromkeys(["/robots.txt", "/a", "/b", "/c"], down_for_three)) as site:
        assert asyncio.run(crawl()) == [200] * 3
    rests = [gap for gap in gaps(site) if gap >= 0.4]
    assert len(rests) == 2  # before the probe that failed, and twice as long before the one that did not
    assert rests[1] >= 0.8
