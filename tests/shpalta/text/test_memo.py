"""What is known of words is found once each, and words that nobody asks for any longer are forgotten."""

from __future__ import annotations

import pytest

from shpalta.text import memo
from shpalta.text.memo import Memo


def test_a_word_that_is_asked_for_again_is_kept_while_others_come_and_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "_KEPT_WORDS", 3)
    asked: list[str] = []
    lengths: Memo[int] = Memo(lambda word: asked.append(word) or len(word))  # type: ignore[func-returns-value]
    for number in range(20):
        assert list(lengths.all_of(["завжди", f"слово{number}"])) == [6, 5 + len(str(number))]
    assert asked.count("завжди") == 1
    assert lengths["слово0"] == 6
    assert asked.count("слово0") == 2
    assert len(lengths) <= 3
