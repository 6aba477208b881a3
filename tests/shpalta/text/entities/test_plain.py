"""English names are found by capitals, titles and heads; in other languages only what the gazetteer knows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shpalta.text.entities.taggers import tag
from shpalta.text.passage import read


def _found(text: str, language: str = "en") -> list[tuple[str, str]]:
    passage = read(text)
    return [(mention.kind, passage.text[mention.start : mention.end]) for mention in tag("rules", passage, language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Angela Merkel met Emmanuel Macron.", [("person", "Angela Merkel"), ("person", "Emmanuel Macron")]),
        ("Yesterday President Zelensky's aides left.", [("person", "Zelensky")]),
        ("It was written by J. K. Rowling.", [("person", "J. K. Rowling")]),
        ("Ursula von der Leyen agreed.", [("person", "Ursula von der Leyen")]),
        ("Rates were raised by the Bank of England.", [("organisation", "Bank of England")]),
        ("The Ministry of Defence denied it.", [("organisation", "Ministry of Defence")]),
        ("Shares of Acme Holdings Inc fell.", [("organisation", "Acme Holdings Inc")]),
        ("He left NATO on Monday.", [("organisation", "NATO")]),
        ("The fighter Israel Adesanya won.", [("person", "Israel Adesanya")]),
        ("However, it rained on Monday in July.", []),
    ],
)
def test_an_english_name_is_found_whole(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


def test_a_surname_alone_is_the_person_named_in_full_elsewhere() -> None:
    assert ("person", "Blinken") in _found("Antony Blinken arrived. Later Blinken left.")


def test_in_other_languages_capitals_say_nothing() -> None:
    assert [kind for kind, _ in _found("Das Treffen war gut, sagte der Kanzler Olaf Scholz.", "de")] in ([], ["place"])


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AbC .,'&-JofPresident\n", max_size=120))
def test_mentions_never_overlap_and_lie_within_the_text(text: str) -> None:
    passage = read(text)
    end = 0
    for mention in tag("rules", passage, "en"):
        assert end <= mention.start < mention.end <= len(passage.text)
        end = mention.end
