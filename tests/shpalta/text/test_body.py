"""What stands among an article's paragraphs and is of it, and what is not: tables, captions, credits, calls to subscribe."""

from __future__ import annotations

import pytest

from shpalta.steps.parse import Article, parse_page

PARAGRAPHS = [
    "Міст через річку Солону відкрили у вівторок уранці, після року ремонту, повідомила міська рада на своїй сторінці.",
    "Ремонт коштував сорок два мільйони гривень, третину з яких дала область, а решту місто збирало два роки поспіль.",
    "Підрядник замінив опори, дорожнє полотно та освітлення, а пішохідну частину розширив до трьох метрів, кажуть у раді.",
    "Автобуси номер чотири та сім повертаються на свої маршрути з середи, вантажівкам мостом їздити поки що заборонено.",
]
FIRST, LAST = ("".join(f"<p>{text}</p>" for text in half) for half in (PARAGRAPHS[:2], PARAGRAPHS[2:]))
TABLE = "".join(
    f"<tr><td>{name}</td><td>{count}</td></tr>" for name, count in (("Опори", "12"), ("Ліхтарі", "48"), ("Шви", "7"))
)


def lines(middle: str = "", end: str = "") -> list[str]:
    article = f"<article><h1>Міст через Солону</h1><div>{FIRST}{middle}{LAST}{end}</div></article>"
    outcome = parse_page(f"<html lang='uk'><body>{article}</body></html>".encode(), "https://visnyk.example/a")
    assert isinstance(outcome, Article)
    return outcome.article_body.split("\n")


def test_a_table_between_paragraphs_is_part_of_the_text_row_by_row() -> None:
    assert lines(f"<table>{TABLE}</table>") == [*PARAGRAPHS[:2], "Опори | 12", "Ліхтарі | 48", "Шви | 7", *PARAGRAPHS[2:]]


def test_a_subheading_and_entries_between_paragraphs_are_part_of_the_text() -> None:
    found = lines("<h2>Що зроблено</h2><ul><li>замінено опори</li><li>нове освітлення</li></ul>")
    assert found == [*PARAGRAPHS[:2], "Що зроблено", "замінено опори", "нове освітлення", *PARAGRAPHS[2:]]


@pytest.mark.parametrize(
    "middle",
    [
        "<figure><img src='/a.jpg'><figcaption>Міст через Солону у вівторок, перед відкриттям.</figcaption></figure>",
        "<div class='wp-caption'><img src='/a.jpg'><p class='wp-caption-text'>Міст перед відкриттям руху.</p></div>",
        "<p>Фото: Річковий вісник / Марко Гай</p>",
        "<p>© Річковий вісник</p>",
    ],
)
def test_words_about_a_picture_are_no_part_of_the_text(middle: str) -> None:
    assert lines(middle) == PARAGRAPHS


@pytest.mark.parametrize(
    "end",
    [
        "<h3>Що ще відбувається в місті</h3>",
        "<p>Більше про ремонти:</p>",
        "<p>Підписуйтесь на нас у Telegram!</p>",
    ],
)
def test_an_article_ends_with_its_last_paragraph(end: str) -> None:
    assert lines(end=end) == PARAGRAPHS


def test_a_sentence_about_photographs_stays() -> None:
    sentence = "Фото мосту, зроблені сто років тому, показали в музеї на відкритті виставки, яка триватиме до кінця листопада."
    assert lines(f"<p>{sentence}</p>") == [*PARAGRAPHS[:2], sentence, *PARAGRAPHS[2:]]


def test_a_line_above_the_text_tells_the_day_also_where_it_leads_to_the_others_of_that_day() -> None:
    above = '<ul><li><a href="/archive/2024-11-28">28 листопада 2024, 10:15</a></li></ul>'
    article = f"<article><h1>Міст через Солону</h1><div>{above}{FIRST}{LAST}</div></article>"
    outcome = parse_page(f"<html lang='uk'><body>{article}</body></html>".encode(), "https://visnyk.example.ua/a")
    assert isinstance(outcome, Article)
    assert outcome.article_body.split("\n") == PARAGRAPHS
    assert outcome.date_published is not None
    assert (outcome.date_published.isoformat(), outcome.date_published_source) == ("2024-11-28T10:15:00+02:00", "text")
