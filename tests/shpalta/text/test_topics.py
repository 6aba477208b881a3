"""Topics are told by the words of a text, in three languages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import yaml

from shpalta.text import lexicon
from shpalta.text.passage import read
from shpalta.text.topics import find_topics
from tuning import shared

SIB_TOPICS = yaml.safe_load((Path(__file__).parents[3] / "bench/sib_topics.yaml").read_text(encoding="utf-8"))


def _codes(title: str, body: str, language: str = "uk") -> list[str]:
    return [topic.code for topic in find_topics(read(title), read(body), language)]


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


def test_a_word_that_ends_a_stem_counts_only_as_the_whole_word() -> None:
    assert _codes("", "Stars fill the galaxy.")[0] == "13000000"
    assert _codes("", "They started to stare.") == []


def test_a_country_with_a_point_of_the_compass_in_its_name_is_no_geography() -> None:
    text = "Північна Корея обстріляла острів ракетами, армія Південної Кореї відповіла вогнем артилерії."
    assert _codes("", text)[0] == "16000000"


def test_every_topic_below_the_top_level_has_a_parent_at_the_top() -> None:
    entries = {entry["code"]: entry for entry in lexicon.load("topics")}
    parents = {entry["parent"] for entry in entries.values() if "parent" in entry}
    assert all("parent" not in entries[parent] for parent in parents)


@pytest.mark.shared
def test_labelled_sentences_of_many_kinds_get_their_topic() -> None:
    with gzip.open(shared("data", "text", "language.jsonl.gz"), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["lang"] in ("uk", "ru", "en") and row.get("cat") in SIB_TOPICS]
    right = [_codes("", row["text"], row["lang"])[:1] == [SIB_TOPICS[row["cat"]]] for row in rows]
    assert sum(right) / len(right) >= 0.6
