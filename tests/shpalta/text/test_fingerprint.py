from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.fingerprint import text_hash, words_of


def test_typography_and_case_are_not_words():
    assert words_of("«П’ять» — п`ять, ПʼЯТЬ…") == ["п'ять", "п'ять", "п'ять"]


def test_the_hash_of_a_text_is_the_same_in_every_process_and_version():
    assert text_hash(words_of("Рада ухвалила бюджет.")) == "6ac0c2b91b0b788cbfcce539b729a815"


def test_a_text_without_words_has_no_hash():
    assert text_hash(words_of(" — … \n")) == ""


@given(st.lists(st.text("абвгґд'", min_size=1), min_size=1))
def test_white_space_never_changes_the_words(words: list[str]):
    assert words_of(" ".join(words)) == words_of("\n\t ".join(words))
