"""Teasers that stand among an article's paragraphs are told by their text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.lines import Line, Lines
from shpalta.text.related import is_related_heading, separate

OWN = [Line("Перший абзац статті закінчується крапкою."), Line("Підзаголовок", "heading"), Line("Другий абзац теж.")]
TEASERS = [
    line
    for number in range(4)
    for line in (
        Line(f"Заголовок іншої новини номер {number}", href=f"/n/{number}", link_share=1.0),
        Line(f"Початок іншої новини номер {number}, який обірвано на півслові. З..."),
    )
]


def kept(lines: list[Line]) -> list[str]:
    return [lines[place].text for place in separate(Lines.of(lines)).kept]


def test_a_run_of_teasers_under_its_heading_is_taken_out_with_the_heading() -> None:
    lines = [*OWN, Line("Інші Новини"), *TEASERS]
    assert kept(lines) == [line.text for line in OWN]
    assert [(teaser.url, teaser.title) for teaser in separate(Lines.of(lines)).teasers] == [
        (f"/n/{number}", f"Заголовок іншої новини номер {number}") for number in range(4)
    ]


def test_a_run_of_teasers_without_a_heading_is_taken_out_too() -> None:
    assert kept([*OWN, *TEASERS]) == [line.text for line in OWN]


def test_a_teaser_that_shows_an_address_is_a_teaser() -> None:
    lines = [*OWN, Line("Інші Новини"), Line("https://a.example/n/1"), Line("Початок новини, який обірвано...")]
    assert kept(lines) == [line.text for line in OWN]
    assert separate(Lines.of(lines)).teasers[0].url == "https://a.example/n/1"


def test_a_pointer_within_the_text_is_taken_out() -> None:
    pointer = Line("Читайте також: Як мостять дороги", href="/n/7", link_share=0.7)
    assert kept([OWN[0], pointer, OWN[2]]) == [OWN[0].text, OWN[2].text]


def test_a_button_below_the_last_teaser_is_not_where_it_leads() -> None:
    cards = [Line(f"Довгий заголовок {line.text}") if line.href else line for line in TEASERS]
    found = separate(Lines.of([*OWN, Line("Інші Новини"), *cards, Line("Telegram", href="#", link_share=1.0)])).teasers
    assert [teaser.url for teaser in found if teaser.text] == [None] * 4


def test_one_sentence_that_trails_off_is_no_teaser() -> None:
    lines = [OWN[0], Line("Він замовк і довго дивився на воду…"), OWN[2]]
    assert kept(lines) == [line.text for line in lines]


def test_a_sentence_that_begins_like_a_heading_stays() -> None:
    lines = [Line("Популярне серед туристів місто чекає на гостей."), *OWN]
    assert not is_related_heading(lines[0].text)
    assert kept(lines) == [line.text for line in lines]


@given(st.lists(st.builds(Line, st.text(min_size=1, max_size=80), href=st.none() | st.just("/n"), link_share=st.floats(0, 1))))
def test_what_is_kept_keeps_its_order_and_nothing_is_kept_twice(lines: list[Line]) -> None:
    places = separate(Lines.of(lines)).kept
    assert list(places) == sorted(set(places))
    assert all(0 <= place < len(lines) for place in places)


def test_an_announcement_is_known_in_capitals_of_every_alphabet() -> None:
    assert all(is_related_heading(text) for text in ("ЧИТАЙТЕ ТАКОЖ", "İLGİLİ HABERLER", "READ ALSO:"))


def teaser(number: int, *, is_cut: bool = True) -> list[Line]:
    title = f"Заголовок іншої новини номер {number}"
    text = f"Початок іншої новини номер {number}, який стоїть під її заголовком{' і обірваний на...' if is_cut else '.'}"
    return [Line(title, href=f"/n/{number}", link_share=1.0, link_words=title), Line(text)]


def test_teasers_one_by_one_are_taken_out_above_their_texts_and_in_one_line_with_them() -> None:
    apart = [line for number, own in enumerate(OWN) for line in (own, *teaser(number))]
    assert kept(apart) == [line.text for line in OWN]
    joined = [
        line
        for number, own in enumerate(OWN)
        for title, text in [teaser(number)]
        for line in (own, Line(f"{title.text} {text.text}", "paragraph", title.href, 0.4, title.text))
    ]
    assert kept(joined) == [line.text for line in OWN]
    assert [(each.title, each.url) for each in separate(Lines.of(joined)).teasers] == [
        (f"Заголовок іншої новини номер {number}", f"/n/{number}") for number in range(3)
    ]


def test_a_single_link_above_a_line_that_trails_off_is_the_articles_own() -> None:
    assert len(kept([OWN[0], *teaser(1), OWN[2]])) == 4


def test_texts_that_are_whole_belong_to_their_titles_below_a_heading_that_says_so() -> None:
    cards = [line for number in range(4) for line in teaser(number, is_cut=False)]
    assert kept([*OWN, Line("Інші Новини"), *cards]) == [line.text for line in OWN]
    assert len(kept([*OWN, *cards])) == len(OWN) + len(cards)


def test_a_label_and_a_linked_title_of_the_same_site_point_to_another_article() -> None:
    def line(label: str, href: str) -> Line:
        return Line(
            f"{label}: Заголовок іншої новини номер п’ять", "paragraph", href, 0.8, "Заголовок іншої новини номер п’ять"
        )

    def left(label: str, href: str) -> int:
        lines = [OWN[0], line(label, href), OWN[2]]
        return len(separate(Lines([each.text for each in lines], lines.__getitem__, "visnyk.example")).kept)

    assert [left("Дотично", "/n/5"), left("Дотично", "https://www.visnyk.example/n/5")] == [2, 2]
    assert [left("Джерело", "https://rada.example/n/5"), left("У раді міста про це кажуть", "/n/5")] == [3, 3]


def test_a_heading_in_capitals_of_every_alphabet_is_taken_out_with_its_teasers() -> None:
    for heading in ("ЧИТАЙТЕ ТАКОЖ", "İLGİLİ HABERLER", "ıLGILI HABERLER", "ЧИтайте Також"):
        assert kept([*OWN, Line(heading), *TEASERS]) == [line.text for line in OWN]
