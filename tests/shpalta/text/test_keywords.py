"""Keywords are lemmas and nominative phrases; a summary is made of the text's own sentences."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from shpalta.text.keywords import find_keywords, summarise
from shpalta.text.passage import read

TITLE = "Міськрада затвердила новий бюджет"
BODY = (
    "Депутати міської ради затвердили бюджет на наступний рік. У бюджеті закладено кошти на сонячну електростанцію.\n"
    "Сонячної електростанції місто чекало давно. Вчора йшов дощ. Витрати бюджету зростуть удвічі."
)


def test_inflected_words_count_as_one_lemma_and_phrases_stand_in_the_nominative() -> None:
    terms = [keyword.term for keyword in find_keywords(read(TITLE), read(BODY), "uk")]
    assert terms[0] == "бюджет"
    assert "сонячна електростанція" in terms


def test_a_language_without_morphology_still_has_keywords() -> None:
    body = read("The reactor was shut down. Engineers said the reactor cooled normally.")
    assert find_keywords(read("Reactor shut down"), body, "en")[0].term == "reactor"


def test_the_summary_leaves_out_what_is_beside_the_point() -> None:
    body = read(BODY)
    summary = summarise(body, find_keywords(read(TITLE), body, "uk"), "uk", limit=2)
    assert "Депутати міської ради затвердили бюджет" in summary
    assert "дощ" not in summary


@given(st.text(max_size=200))
@example("A0\U00017000")  # a letter without a name in Unicode's tables
def test_scores_lie_between_0_and_1_and_fall(text: str) -> None:
    scores = [keyword.score for keyword in find_keywords(read(""), read(text), "uk")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
