from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.fingerprint import (
    HEAD_KEYS,
    KEYS,
    NAME,
    NUMBER,
    fingerprint_of,
    hashes_of,
    keys_of,
    words_of,
)

TEXT = "Рада ухвалила бюджет на 2027 рік. Мер Іван Петренко підпише його 3 грудня."


def flagged(text: str, flag: int) -> list[str]:
    return [word for word, token in zip(words_of(text), fingerprint_of(text).tokens, strict=True) if token & flag]


def test_typography_and_case_are_not_words():
    assert words_of("«П’ять» — п`ять, ПʼЯТЬ…") == ["п'ять", "п'ять", "п'ять"]


def test_a_text_in_other_typography_has_the_same_hash():
    assert fingerprint_of("«Рада» — ухвалила\n\nБЮДЖЕТ…").text_hash == fingerprint_of('"рада" - Ухвалила бюджет').text_hash


def test_another_word_or_another_order_makes_another_hash():
    hashes = {fingerprint_of(text).text_hash for text in ("рада ухвалила", "рада ухвалили", "ухвалила рада", "рада")}
    assert len(hashes) == 4


def test_a_text_without_words_has_no_hash_no_tokens_and_no_keys():
    found = fingerprint_of(" — … \n")
    assert (found.text_hash, len(found.tokens), len(found.keys)) == ("", 0, 0)


def test_numbers_and_parts_of_dates_are_flagged():
    assert flagged(TEXT, NUMBER) == ["2027", "3", "грудня"]


def test_a_name_is_a_capital_within_a_sentence():
    assert flagged(TEXT, NAME) == ["іван", "петренко"]
    assert flagged("Рада.\nМер сказав: Так! Київ слухав", NAME) == []


def test_the_end_of_a_word_tells_nothing_apart_but_every_digit_does():
    one, other = (
        hashes_of(fingerprint_of(text).tokens) for text in ("Білоусова прийняли 1234567", "Білоусову прийняла 1234568")
    )
    assert (one == other).tolist() == [True, True, False]


def test_a_script_without_spaces_is_read_letter_by_letter():
    assert words_of("東京で地震") == list("東京で地震")


def test_fingerprints_are_equal_in_every_process():
    code = (
        "from shpalta.text.fingerprint import fingerprint_of as f;"
        f"x = f({TEXT!r}); print(x.text_hash, x.tokens.tolist(), x.keys.tolist())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    here = fingerprint_of(TEXT)
    assert printed == {f"{here.text_hash} {here.tokens.tolist()} {here.keys.tolist()}\n"}


def test_the_hashes_are_those_of_this_fingerprint_version():
    """Raise FINGERPRINT_VERSION with any change here: fingerprints in the lake would be compared with others."""
    found = fingerprint_of(TEXT)
    assert found.text_hash == "8d9658bfbb57f3fdd7c705ba38d2f035"
    assert found.tokens[:3].tolist() == [4250030220, 1601412924, 1186235076]
    assert found.keys[:2].tolist() == [1234272897929160673, 1608123823574338639]


@given(st.lists(st.text("абвгґд'", min_size=1), min_size=1))
def test_white_space_never_changes_the_fingerprint(words: list[str]):
    one, other = fingerprint_of(" ".join(words)), fingerprint_of("  \t ".join(words) + " ")
    assert one.text_hash == other.text_hash
    assert np.array_equal(one.tokens, other.tokens)


@given(st.lists(st.sampled_from(["один", "два", "три", "чотири", "п'ять", "шість", "сім"]), max_size=300))
def test_keys_are_few_sorted_and_distinct(words: list[str]):
    keys = keys_of(fingerprint_of(" ".join(words)).tokens)
    assert len(keys) <= KEYS + HEAD_KEYS
    assert keys.tolist() == sorted(set(keys.tolist()))


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_truncated_text_shares_keys_with_the_whole(share: float):
    words = [f"слово{number}" for number in range(1000)]
    whole, cut = (keys_of(fingerprint_of(" ".join(each)).tokens) for each in (words, words[: int(1000 * share)]))
    assert len(np.intersect1d(whole, cut)) >= HEAD_KEYS
