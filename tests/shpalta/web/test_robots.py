"""robots.txt: never more allowed than Google's own vectors allow."""

from __future__ import annotations

import json

import pytest

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
