"""Phrases find what their expression finds, only sooner."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.phrases import Phrases, openings
from shpalta.text.trade_words import any_of

TABLES = ("consent", "dated", "live", "paywall")
SAID = (
    "Опубліковано: 28 листопада 2024", "ДАТА 1.1.2024", "subscribe to read", "Subscribe now to unlock", "we use cookies",
    "liveblog", "doppelt: Live", "İstanbul", "YAYINLANMA 2024", "оформіть передплату", "повний текст за підпискою",
    "posted on 3 May", ". ", "x",
)  # fmt: skip


@given(st.sampled_from(TABLES), st.lists(st.sampled_from(SAID), max_size=8).map(" ".join))
def test_phrases_find_what_their_expression_finds(table: str, text: str) -> None:
    written = r"(?<!\w)(?:%s)(?!\w)"
    spans = [match.span() for match in Phrases(any_of(table), written).finditer(text)]
    assert spans == [match.span() for match in re.finditer(written % any_of(table), text, re.IGNORECASE)]


def test_the_openings_of_choices_and_of_what_may_be_left_out_are_known() -> None:
    assert sorted(openings("(?:read |see )?(?:also|too)|dates?|(?:a|the) day")) == [
        "a",
        "also",
        "date",
        "read ",
        "see ",
        "the",
        "too",
    ]


def test_a_phrase_that_may_begin_with_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="less than 2 letters"):
        Phrases(r"read more|\w+ news", "%s")
