"""robots.txt: never more allowed than Google's own vectors allow."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.web.robots import is_allowed
from tuning import shared


@pytest.fixture(scope="module")
def verdicts():
    vectors = map(json.loads, shared("data", "web", "google_robots_vectors.jsonl").read_text().splitlines())
    return [
        (vector, is_allowed(vector["robots_latin1"].encode("latin-1"), vector["ua_latin1"], vector["url_latin1"]))
        for vector in vectors
        if vector["kind"] == "allowed"
    ]


@pytest.mark.shared
def test_nothing_is_allowed_that_google_forbids(verdicts):
    assert not [vector for vector, allowed in verdicts if allowed and not vector["expect"]]


@pytest.mark.shared
def test_few_pages_are_forbidden_that_google_allows(verdicts):
    forbidden = [vector for vector, allowed in verdicts if not allowed and vector["expect"]]
    assert len(forbidden) <= 0, forbidden


@pytest.mark.parametrize(
    ("rules", "path", "is_open"),
    [
        ("Disallow: /\nAllow: /\u00a0", "/a", False),
        ("Disallow: /\nAllow: /\u0085", "/a", False),
        ("Disallow: /\x00rest", "/a", False),
        ("Disallow: /\nAllow\x00: /", "/a", False),
        ("Disallow: /\nUser-agent\x00: Shpalta\nAllow: /", "/a", True),
        ("Disallow: /%7E", "/~a", False),
        ("Disallow: /~", "/%7Ea", False),
        ("Disallow: /новини", "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/1", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /*.php$", "/a.php?b=1", True),
        ("Disallow: /*.php$", "/a.php", False),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /robots", "/robots.txt", False),
        ("Disallow: /" + "*a" * 500, "/" + "a" * 2000, False),
    ],
)
def test_a_rule_reaches_as_far_as_its_letters_and_not_further(rules, path, is_open):
    content = f"User-agent: *\n{rules}\n".encode()
    assert is_allowed(content, "Shpalta", f"https://site.ua{path}") == is_open


def test_a_nul_byte_in_front_hides_a_line_as_it_does_for_google():
    assert is_allowed(b"\x00User-agent: *\nDisallow: /\n", "Shpalta", "https://site.ua/a")


@given(st.binary(max_size=300), st.text(max_size=20))
def test_no_file_breaks_the_reader_and_junk_behind_a_closed_door_opens_nothing(junk, path):
    assert is_allowed(junk, "Shpalta", f"https://site.ua/{path}") in (True, False)
    closed = b"User-agent: Shpalta\nDisallow: /\n\nUser-agent: other\nAllow: /\n# " + junk.replace(b"\r", b"").replace(
        b"\n", b""
    )
    assert not is_allowed(closed, "Shpalta", "https://site.ua/a")
