"""Corpora with a token and its label a line are read, whichever of the usual labels they have."""

from __future__ import annotations

from typing import Any

import pytest

from shpalta.errors import InputError
from shpalta.text.entities.conll import read_conll

TOKENS = ["Олена", "Коваль", "Тарас", "живе", "у", "Києві"]


def _named(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    def names(line: dict[str, Any]) -> list[tuple[str, str]]:
        return [(each["label"], line["text"][each["start"] : each["end"]]) for each in line["entities"]]

    lines: list[dict[str, Any]] = list(read_conll(text))
    return [(line["text"], names(line)) for line in lines]


@pytest.mark.parametrize(
    "labels",
    [
        ["B-PER", "I-PER", "B-PER", "O", "O", "B-LOC"],
        ["I-PER", "I-PER", "B-PER", "O", "O", "I-LOC"],
        ["B-PER", "E-PER", "S-PER", "O", "O", "S-LOC"],
        ["B-PER", "L-PER", "U-PER", "O", "O", "U-LOC"],
    ],
)
def test_every_way_to_label_names_gives_the_same_names(labels: list[str]) -> None:
    text = "\n".join(f"{token} NOUN {label}" for token, label in zip(TOKENS, labels, strict=True))
    assert _named(text) == [(" ".join(TOKENS), [("PER", "Олена Коваль"), ("PER", "Тарас"), ("LOC", "Києві")])]


def test_bare_kinds_make_one_name_of_neighbours() -> None:
    assert _named("Олена PER\nКоваль PER\nу O\nКиєві LOC") == [
        ("Олена Коваль у Києві", [("PER", "Олена Коваль"), ("LOC", "Києві")])
    ]


def test_sentences_are_texts_unless_documents_are_marked() -> None:
    sentences = "# sent_id = 1\nКиїв B-LOC\n\n\nЛьвів\tB-LOC\n"
    assert _named(sentences) == [("Київ", [("LOC", "Київ")]), ("Львів", [("LOC", "Львів")])]
    marked = f"-DOCSTART- -X- O\n\n{sentences}\n-DOCSTART- O\nОдеса B-LOC\n"
    assert _named(marked) == [("Київ\nЛьвів", [("LOC", "Київ"), ("LOC", "Львів")]), ("Одеса", [("LOC", "Одеса")])]


def test_names_of_two_sentences_are_two() -> None:
    text = "-DOCSTART- O\n\nКиїв I-LOC\n\nЛьвів I-LOC\n"
    assert _named(text) == [("Київ\nЛьвів", [("LOC", "Київ"), ("LOC", "Львів")])]


def test_a_token_without_a_label_is_named_with_its_line() -> None:
    with pytest.raises(InputError, match="Line 2 is 'Коваль': a token without a label"):
        list(read_conll("Олена B-PER\nКоваль\n"))
