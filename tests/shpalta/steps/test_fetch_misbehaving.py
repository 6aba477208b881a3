"""A site that does everything wrong: each page ends in its outcome, and the good ones are fetched all the same."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import subprocess
import sys
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme

from fetch_rig import Rig
from loopback_site import answer, page, serving
from shpalta.errors import NoAnswer
from shpalta.settings import Settings
from shpalta.web.politeness import Politeness
from shpalta.web.visit import Visitor
from shpalta.web.warc import read_payload

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
HTML = b"<!doctype html><html><body><p>" + "Текст новини. ".encode() * 50 + b"</p></body></html>"
GZIPPED = gzip.compress(HTML)


def says(content: bytes):
    """Say it and close the connection."""
    return lambda connection, path: connection.sendall(content)


def drips(start: bytes, drop: bytes, seconds: float = 30):
    def drip(connection: socket.socket, path: str) -> None:
        connection.sendall(start)
        for _ in range(int(seconds * 10)):
            connection.sendall(drop)
            time.sleep(0.1)

    return drip


def endless(connection: socket.socket, path: str) -> None:
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def resets(connection: socket.socket, path: str) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def coded(coding: str, content: bytes) -> bytes:
    return answer(content, f"Content-Encoding: {coding}")


def bomb(megabytes: int = 256) -> bytes:
    squeeze = zlib.compressobj(9, wbits=31)
    return b"".join([squeeze.compress(b"\0" * 2**20) for _ in range(megabytes)]) + squeeze.flush()


CASES = {
    "hangs": (lambda connection, path: time.sleep(30), "timeout"),
    "dripping body": (drips(HEAD + b"Content-Length: 100000\r\n\r\n", b"x"), "timeout"),
    "dripping headers": (drips(HEAD, b"X-A: b\r\n"), "timeout"),
    "flood of early hints": (drips(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100), "timeout"),
    "endless body": (endless, "too_big"),
    "announced too big": (answer("x", length=10**9), "too_big"),
    "gzip bomb": (coded("gzip", bomb()), "too_big"),
    "deflate bomb": (coded("deflate", zlib.compress(b"\0" * 2**26)), "too_big"),
    "gzip in gzip": (coded("gzip, gzip", gzip.compress(gzip.compress(HTML))), "bad_content"),
    "brotli that nobody asked for": (coded("br", b"\x0b\x02\x80abc\x03"), "bad_content"),
    "zstd that nobody asked for": (coded("zstd", b"\x28\xb5\x2f\xfd"), "bad_content"),
    "corrupt gzip": (coded("gzip", GZIPPED[:40] + b"\xff" * 40 + GZIPPED[80:]), "bad_content"),
    "truncated gzip of the announced length": (coded("gzip", GZIPPED[:-20]), "truncated"),
    "truncated body": (says(HEAD + b"Content-Length: 99999\r\n\r\n" + HTML), "truncated"),
    "truncated chunks": (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + HTML), "truncated"),
    "gzip with garbage behind": (coded("gzip", GZIPPED + b"garbage"), "fetched"),
    "two gzip members": (coded("gzip", GZIPPED + GZIPPED), "fetched"),
    "raw deflate": (coded("deflate", zlib.compress(HTML)[2:-4]), "fetched"),
    "wrong charset": (answer(HTML.decode().encode("utf-16"), media="text/html; charset=windows-1251"), "fetched"),
    "bogus charset": (answer(HTML, media="text/html; charset=bogus"), "fetched"),
    "no content type": (answer(HTML, media=""), "fetched"),
    "three hundred headers": (answer(HTML, *[f"X-{number}: y" for number in range(300)]), "fetched"),
    "header flood": (drips(HEAD, b"X-Flood: " + b"y" * 60000 + b"\r\n" * 1 + b"X-More: y\r\n" * 2000), "bad_answer"),
    "one endless header": (drips(HEAD + b"X-Long: ", b"y" * 100_000), "bad_answer"),
    "no HTTP at all": (says(b"SSH-2.0-OpenSSH\r\n"), "bad_answer"),
    "HTTP 0.9": (says(HTML), "bad_answer"),
    "bad status": (says(b"HTTP/1.1 abc OK\r\n\r\n"), "bad_answer"),
    "two lengths": (says(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"), "bad_answer"),
    "length and chunks": (says(HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "bad_answer"),
    "zero byte in a header": (says(HEAD + b"X-A: a\0b\r\n\r\n"), "bad_answer"),
    "reset": (resets, "unreachable"),
    "closed without an answer": (says(b""), "unreachable"),
    "redirect loop": (answer("", "Location: /redirect%20loop", status="302 Found"), "bad_redirect"),
    "redirect to itself": (answer("", "Location: #again", status="301 Moved"), "bad_redirect"),
    "redirect nowhere": (answer("", status="302 Found"), "bad_redirect"),
    "redirect to a file": (answer("", "Location: file:///etc/passwd", status="302 Found"), "bad_redirect"),
    "redirect to the metadata service": (answer("", "Location: http://169.254.169.254/", status="302 Found"), "unsafe_address"),
    "redirect with credentials": (answer("", "Location: http://a:b@127.0.0.1/", status="302 Found"), "bad_redirect"),
    "not modified, unasked": (answer("", status="304 Not Modified"), "bad_answer"),
    "gone": (answer("", status="410 Gone"), "gone"),
    "missing": (answer("", status="404 Not Found"), "gone"),
    "forbidden": (answer("", status="403 Forbidden"), "blocked"),
    "legal reasons": (answer("", status="451 Unavailable"), "blocked"),
    "teapot": (answer("", status="418 Teapot"), "http_error"),
    "in trouble": (answer("", status="500 Oops"), "server_error"),
    "pdf": (answer(b"%PDF-1.7", media="application/pdf"), "bad_content"),
    "pdf as html": (answer(b"%PDF-1.7"), "bad_content"),
    "gzip that says nothing of it": (answer(GZIPPED), "bad_content"),
    "empty": (answer(""), "bad_content"),
    "a byte order mark alone": (answer(b"\xef\xbb\xbf\n"), "bad_content"),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", "http_error"),
    "asks to wait an hour": (answer("", "Retry-After: 3600", status="429 Slow"), "deferred"),
    "cookies": (answer(HTML, "Set-Cookie: a=b; Path=/"), "fetched"),
}


@pytest.fixture
def rig(tmp_path):
    return lambda site, **fields: Rig(tmp_path, site, **fields)


@pytest.mark.parametrize("name", CASES)
def test_a_misbehaving_page_ends_in_its_outcome_and_the_next_is_fetched(rig, name):
    reply, outcome = CASES[name]
    path = "/" + name.replace(" ", "%20")
    with serving({path: reply, "/z": page()}) as site:
        fetched = rig(site, limits={"seconds_per_page": 1.0, "page_bytes": 2**20})
        assert fetched.outcomes(path, "/z") == {path: outcome, "/z": "fetched"}


def test_the_same_failures_make_the_same_rows(rig):
    wrong = {f"/{number}": reply for number, (reply, outcome) in enumerate(CASES.values()) if isinstance(reply, bytes)}
    with serving(wrong | {"/robots.txt": answer("")}) as site:
        fetched = rig(site)
        first = [row for rows in fetched.fetch(*wrong).values() for row in rows if row["fetch_outcome"] != "fetched"]
        again = [row for rows in fetched.fetch(*wrong).values() for row in rows if row["fetch_outcome"] != "fetched"]
    assert first == again


def test_a_page_that_fails_for_a_while_is_fetched_in_the_same_run(rig):
    def flaps(connection: socket.socket, path: str) -> None:
        is_up = len(site.asked(path)) > 2
        connection.sendall(page() if is_up else answer("", "Retry-After: 0", status="503 Later"))

    with serving({"/a": flaps}) as site:
        assert rig(site).outcomes("/a") == {"/a": "fetched"}


@pytest.mark.parametrize("kind", ["seconds", "date"])
def test_retry_after_is_obeyed(rig, kind):
    def asks_to_wait(connection: socket.socket, path: str) -> None:
        later = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)
        header = f"Retry-After: {'2' if kind == 'seconds' else later}"
        connection.sendall(page() if len(site.asked(path)) > 1 else answer("", header, status="429 Slow down"))

    with serving({"/a": asks_to_wait}) as site:
        assert rig(site).outcomes("/a", "/b")["/a"] == "fetched"
    times = [each.at for each in site.log]
    first = times.index(site.asked("/a")[0].at)
    assert times[first + 1] - times[first] >= 1.9


def test_a_site_that_is_down_is_not_asked_for_every_page(rig):
    paths = [f"/{number}" for number in range(40)]
    with serving(dict.fromkeys(paths, resets)) as site:
        fetched = rig(site, limits={"seconds_per_page": 1, "minutes": 0.01})
        outcomes = fetched.outcomes(*paths)
    assert len(site.log) < 10
    assert set(outcomes.values()) == {"unreachable", "deferred"}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("503 Down", "robots_unreachable"), ("429 Slow", "robots_unreachable"), ("403 No", "fetched"), ("404 No", "fetched")],
)
def test_robots_txt_that_is_in_trouble_forbids_and_one_that_is_not_there_allows(rig, status, outcome):
    with serving({"/robots.txt": answer("", status=status), "/a": page()}) as site:
        assert rig(site).outcomes("/a") == {"/a": outcome}
        assert len(site.asked("/a")) == (outcome == "fetched")


def test_nothing_of_ours_or_theirs_is_sent_along(rig):
    with serving({"/a": CASES["cookies"][0], "/b": answer("", "Location: /a", status="302 Found")}) as site:
        rig(site).outcomes("/a", "/b")
        sent = {name for asked in site.log for name in asked.headers}
    assert sent == {"host", "user-agent", "accept", "accept-encoding"}
    assert site.log[0].headers["user-agent"].startswith("Shpalta/")
    assert "(+http" in site.log[0].headers["user-agent"]


def test_the_owner_of_a_site_reads_the_contact_that_is_meant_for_it(rig):
    with serving({"/a": page()}) as site:
        rig(site, contact="bot-for-site@ours.ua").outcomes("/a")
    assert {asked.headers["user-agent"].partition(" ")[2] for asked in site.log} == {"(+bot-for-site@ours.ua)"}


def certificates() -> tuple[trustme.CA, dict[str, ssl.SSLContext]]:
    """Make an authority that a client may trust, and servers whose certificates are good, or bad each in its own way."""
    trusted, other = trustme.CA(), trustme.CA()
    longer = trusted.create_child_ca()
    now = datetime.now(UTC)
    issued = {
        "good": trusted.issue_cert("127.0.0.1"),
        "by an authority between": longer.issue_cert("127.0.0.1"),
        "of another host": trusted.issue_cert("site.ua"),
        "by nobody we know": other.issue_cert("127.0.0.1"),
        "expired": trusted.issue_cert("127.0.0.1", not_before=now - timedelta(days=9), not_after=now - timedelta(days=1)),
        "not valid yet": trusted.issue_cert("127.0.0.1", not_before=now + timedelta(days=1)),
    }
    servers = {}
    for name, certificate in issued.items():
        servers[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(servers[name])
    return trusted, servers


def test_only_certificates_that_can_be_trusted_are(tmp_path):
    authority, servers = certificates()
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)

    async def visit(url: str) -> str:
        source = Rig(tmp_path, site).source
        settings = Settings(scratch=tmp_path / "scratch", delay_seconds=0)
        async with Visitor(source, settings, Politeness(tmp_path / "pauses"), tls=trusting) as visitor:
            try:
                return str((await visitor.visit(url)).answer.status)
            except NoAnswer as error:
                return error.outcome

    outcomes = {}
    for name, context in servers.items():
        with serving({"/a": page(), "/robots.txt": answer("")}, tls=context) as site:
            site.scheme = "https"
            outcomes[name] = asyncio.run(visit(site.url("/a")))
            assert bool(site.log) == (outcomes[name] == "200")
    assert {name for name, outcome in outcomes.items() if outcome == "200"} == {"good", "by an authority between"}
    assert {outcome for outcome in outcomes.values() if outcome != "200"} == {"tls"}


def test_the_pages_of_a_site_whose_certificate_cannot_be_trusted_end_as_tls(rig):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with serving({"/a": page()}, tls=context) as site:
        site.scheme = "https"
        assert rig(site).outcomes("/a") == {"/a": "tls"}
        assert site.log == []


def test_a_site_that_is_not_there_is_unreachable_and_so_is_each_of_its_pages(rig):
    with serving({}) as site:
        pass
    assert rig(site).outcomes("/a", "/b") == {"/a": "unreachable", "/b": "unreachable"}


def test_robots_txt_that_fails_once_costs_nothing(rig):
    def flaps(connection: socket.socket, path: str) -> None:
        is_up = len(site.asked(path)) > 1
        connection.sendall(answer("", media="text/plain") if is_up else answer("", "Retry-After: 0", status="503 Later"))

    with serving({"/robots.txt": flaps, "/a": page()}) as site:
        assert rig(site).outcomes("/a") == {"/a": "fetched"}


def test_headers_with_line_breaks_and_foreign_letters_come_back_from_raw(rig):
    strange = answer(HTML, "X-Name: Київ", "X-Latin: \xe9\xff")
    with serving({"/a": strange.replace("Київ".encode("latin-1", "replace"), "Київ".encode())}) as site:
        fetched = rig(site)
        row = fetched.fetch("/a")["/a"][0]
        assert read_payload(fetched.store, row["warc_key"], row["warc_offset"], row["warc_length"]) == HTML


def test_no_misbehaviour_costs_more_than_a_little_memory(tmp_path):
    replies = {"/" + name.replace(" ", "%20"): reply for name, (reply, _) in CASES.items()}
    with serving(replies | {"/good": page()}) as site:
        script = Path(__file__).with_name("fetch_in_child.py")
        command = [sys.executable, str(script), "one by one", str(tmp_path), str(site.port), "/good", *replies]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    before, after, *outcomes = done.stdout.split()
    assert outcomes == ["fetched", *(outcome for _, outcome in CASES.values())]
    assert (int(after) - int(before)) * (1024 if sys.platform == "linux" else 1) < 64 * 2**20
