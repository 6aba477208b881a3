"""What many pages of one source share is taken off their articles, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.template import shared_lines, without_shared

NOTICE = "Підписуйтесь на наш канал, щоб першими дізнаватися новини міста та області."
BODIES = {
    f"news.example/{n}": f"Перший абзац новини номер {n}, і він довгий, як і має бути.\nДругий абзац номер {n}.\n{NOTICE}"
    for n in range(5)
}


def test_a_line_that_every_page_ends_with_is_no_part_of_an_article() -> None:
    shared = shared_lines(BODIES)
    assert shared == {NOTICE}
    assert without_shared(BODIES["news.example/0"], shared) == BODIES["news.example/0"].removesuffix("\n" + NOTICE)


def test_one_article_under_many_addresses_is_no_template() -> None:
    assert shared_lines({f"news.example/{n}": BODIES["news.example/1"] for n in range(9)}) == frozenset()


def test_three_articles_with_one_background_paragraph_keep_it() -> None:
    bodies = dict(list(BODIES.items())[:3]) | {f"news.example/other{n}": f"Зовсім інша новина {n}." for n in range(3)}
    assert shared_lines(bodies) == frozenset()


def test_a_short_line_within_the_text_stays_though_many_articles_have_it() -> None:
    body = "Початок.\nЩо відомо\nКінець цієї довгої новини."
    assert without_shared(body, {"Що відомо"}) == body


def test_a_text_that_is_nearly_all_shared_stays_whole() -> None:
    assert without_shared(f"Коротко.\n{NOTICE}", {NOTICE}) == f"Коротко.\n{NOTICE}"


@given(st.lists(st.sampled_from(["а", "б" * 80, "в", "г" * 200]), min_size=1), st.sets(st.sampled_from(["а", "б" * 80, "в"])))
def test_what_is_left_is_lines_of_the_text_in_their_order(lines: list[str], shared: set[str]) -> None:
    left = iter(lines)
    assert all(line in left for line in without_shared("\n".join(lines), shared).split("\n"))
