"""Topics are told by the words of a text, in three languages."""

from __future__ import annotations

import pytest

from shpalta.text.passage import read
from shpalta.text.topics import find_topics


def _codes(title: str, body: str) -> list[str]:
    return [topic.code for topic in find_topics(read(title), read(body))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Збірна перемогла у фіналі чемпіонату, тренер похвалив гравців.", "15000000"),
        ("Суд оголосив вирок: обвинувачений сяде до тюрми.", "02000000"),
        ("Лікарі радять щеплення від грипу: вірус поширюється.", "07000000"),
        ("Парламент проголосовал за закон, который внесло правительство.", "11000000"),
        ("Scientists used a telescope to observe the planet.", "13000000"),
        ("Синоптики прогнозують дощ і сильний вітер.", "17000000"),
    ],
)
def test_the_first_topic_is_what_the_text_is_about(text: str, code: str) -> None:
    assert _codes("", text)[0] == code


def test_a_topic_below_the_top_level_comes_only_with_several_words_for_it() -> None:
    sure = "Виборці голосували на дільницях, бюлетенів вистачило. Кандидати чекають на результати виборів."
    assert "20000574" in _codes("", sure)
    assert "20000574" not in _codes("", "Президент згадав про вибори.")


def test_a_text_about_nothing_has_no_topic() -> None:
    assert _codes("", "Він прийшов і сів.") == []
