"""Texts are cut into tokens and sentences, and every token keeps its place in the raw text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.passage import read


def _sentences(text: str) -> list[str]:
    passage = read(text)
    return [passage.text[start:end] for start, end in passage.sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Кабмін ухвалив рішення. Воно чинне.", ["Кабмін ухвалив рішення.", "Воно чинне."]),
        ("Він жив на вул. Шевченка, 5. Потім поїхав.", ["Він жив на вул. Шевченка, 5.", "Потім поїхав."]),
        ("«Добре!» — сказав А. П. Чехов. «Так?» Ні… Може.", ["«Добре!» — сказав А. П. Чехов.", "«Так?»", "Ні…", "Може."]),
        ("У м. Київ випав сніг.", ["У м. Київ випав сніг."]),
        ("Важить 5 т. Потім додали ще.", ["Важить 5 т.", "Потім додали ще."]),
        ("Mr. Smith met Dr. Brown. They talked.", ["Mr. Smith met Dr. Brown.", "They talked."]),
        ("Заголовок без крапки\nПерший абзац.", ["Заголовок без крапки", "Перший абзац."]),
        ("他来了。我走了。", ["他来了。", "我走了。"]),
        ("ціна 3.5 млн грн. за рік", ["ціна 3.5 млн грн. за рік"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


def test_words_keep_their_apostrophes_hyphens_and_numbers() -> None:
    words = [token.text for token in read("Об’єкт Івано-Франківськ, 24-річний COVID-19, 1 234,5 км").words]
    assert words == ["Об'єкт", "Івано-Франківськ", "24-річний", "COVID-19", "1", "234,5", "км"]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Пів\u200bденна Ко\u00adрея", "Південна Корея"),
        ("Iнтерфакс", "Інтерфакс"),
        ("Сru\u0440", "Сruр"),
        ("п’ять пʼять п'ять", "п'ять п'ять п'ять"),
        ("за\u0301мок", "замок"),
        ("и\u0306од", "йод"),
    ],
)
def test_hostile_letters_are_made_readable(raw: str, clean: str) -> None:
    assert read(raw).text == clean


def test_a_composed_letter_maps_back_to_all_its_marks() -> None:
    assert read("Мои\u0306").clean.origin(0, 3) == (0, 4)


@given(st.text(alphabet="абвії їA\u0301\u200b'’-.!?«» \n1", max_size=80))
def test_every_token_maps_back_to_the_raw_letters_that_it_came_from(raw: str) -> None:
    passage = read(raw)
    places = [passage.clean.origin(token.start, token.end) for token in passage.tokens]
    assert all(start < end for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert all(raw[start] not in "\u200b\u0301\n " for start, _ in places)


@given(st.text(max_size=200))
def test_sentences_are_in_order_and_hold_every_token(text: str) -> None:
    passage = read(text)
    assert all(one[1] <= other[0] for one, other in pairwise(passage.sentences))
    assert [token for group in passage.token_sentences for token in group] == passage.tokens


@given(st.text(alphabet="абвЇ A'’-.!?«»\n1漢", max_size=80))
def test_columns_say_of_every_token_what_the_token_says(text: str) -> None:
    passage = read(text)
    assert "".join(passage.token_texts) == "".join(passage.text.split())
    assert [passage.text[start:end] for _, start, end, _ in passage.tokens] == passage.token_texts
    assert [token for token, is_word in zip(passage.tokens, passage.are_words, strict=True) if is_word] == passage.words
    assert passage.lowered_words == [token.text.lower() for token in passage.words]


def test_marks_are_counted_from_the_sentence_that_they_stand_in() -> None:
    passage = read("Дощ. Сніг і дощ. Град!")
    assert passage.marked(token.text == "." for token in passage.tokens) == [[1], [3], []]


@given(st.lists(st.text(alphabet="аiсоPpIіТзq’", min_size=1, max_size=6), max_size=8))
def test_a_word_of_two_alphabets_is_mended_whatever_stands_beside_it(words: list[str]) -> None:
    assert read(", ".join(words)).text == ", ".join(read(word).text for word in words)
