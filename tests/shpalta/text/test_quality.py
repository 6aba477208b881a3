"""Quality signals measure what they say, in any alphabet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.passage import read
from shpalta.text.quality import quality_signals


def test_signals_of_a_small_text_are_what_one_counts_by_hand() -> None:
    signals = quality_signals(read("Він і вона йдуть.\nВін і вона йдуть.\n• 12"), "uk")
    assert signals["duplicate_line_share"] == 0.3333
    assert signals["punctuated_line_share"] == 0.6667
    assert signals["bullet_line_share"] == 0.3333
    assert signals["unique_word_share"] == 0.5
    assert signals["alphabetic_word_share"] == 0.8889
    assert signals["mean_word_length"] == 3.25


def test_good_ukrainian_prose_is_alphabetic_and_has_stop_words() -> None:
    signals = quality_signals(read("Уряд ухвалив рішення про те, що нові правила діють з першого січня для всіх."), "uk")
    assert signals["alphabetic_word_share"] == 1.0
    assert (signals["stop_word_share"] or 0) > 0.15


def test_nothing_has_no_shares() -> None:
    assert quality_signals(read(""), "uk")["mean_word_length"] is None


@given(st.text(max_size=200))
def test_shares_lie_between_0_and_1(text: str) -> None:
    signals = quality_signals(read(text), "uk")
    assert all(0 <= value <= 1 for name, value in signals.items() if name.endswith("share") and value is not None)
