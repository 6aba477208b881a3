"""Content-Encoding: what was sent comes back, however it was cut; what stops early or swells does not."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.errors import NoAnswer
from shpalta.web.decode import BodyDecoder, decode_body
from shpalta.web.outcomes import Outcome

LIMIT = 10_000
CODINGS = {
    "": lambda body: body,
    "identity": lambda body: body,
    "none": lambda body: body,
    "UTF-8": lambda body: body,
    "gzip": gzip.compress,
    "X-GZIP": gzip.compress,
    "deflate": zlib.compress,
    " Deflate ": lambda body: zlib.compress(body)[2:-4],
}


@given(st.binary(max_size=2_000), st.sampled_from(sorted(CODINGS)), st.integers(1, 500))
def test_a_body_comes_back_in_whatever_pieces_it_came(body, coding, size):
    sent = CODINGS[coding](body)
    decoder = BodyDecoder(coding, LIMIT)
    decoded = b"".join(piece for start in range(0, len(sent), size) for piece in decoder.feed(sent[start : start + size]))
    decoder.finish()
    assert decoded == body


@given(st.binary(min_size=1, max_size=200), st.binary(min_size=1, max_size=200), st.integers(1, 50))
def test_gzip_members_follow_each_other_wherever_they_are_cut(first, second, size):
    sent = gzip.compress(first) + gzip.compress(second)
    decoder = BodyDecoder("gzip", LIMIT)
    assert b"".join(p for s in range(0, len(sent), size) for p in decoder.feed(sent[s : s + size])) == first + second


@given(st.binary(min_size=1, max_size=500), st.data())
def test_a_gzip_body_cut_anywhere_is_truncated(body, chance):
    sent = gzip.compress(body)
    cut = chance.draw(st.integers(1, len(sent) - 1))
    with pytest.raises(NoAnswer) as refusal:
        decode_body(sent[:cut], "gzip", LIMIT)
    assert refusal.value.outcome == Outcome.TRUNCATED


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_ends_at_the_limit(coding):
    with pytest.raises(NoAnswer) as refusal:
        decode_body(CODINGS[coding](b"\0" * (LIMIT + 1)), coding, LIMIT)
    assert refusal.value.outcome == Outcome.TOO_BIG


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "бр"])
def test_a_coding_that_nobody_asked_for_is_refused(coding):
    with pytest.raises(NoAnswer) as refusal:
        BodyDecoder(coding, LIMIT)
    assert refusal.value.outcome == Outcome.BAD_CONTENT
