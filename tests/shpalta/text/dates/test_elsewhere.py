"""When a page came out, where neither its head nor its headline says it: lines, labels, programs, addresses, guesses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shpalta.text.blocks.reading import read_blocks
from shpalta.text.dates.elsewhere import Surroundings, elsewhere, with_clock
from shpalta.text.dates.moments import Reading, read_moment
from shpalta.text.dates.publication import Dated
from shpalta.text.document import read_document

SHOWN_AT = datetime(2024, 11, 30, 10, tzinfo=UTC)
READING = Reading("Europe/Kyiv", "uk", SHOWN_AT)
TEXT = f"<p>{'Текст. ' * 30}</p>"


def found_elsewhere(
    markup: str, around: tuple[str, ...] = (), *, url: str = "https://a.example/b", picture: str = ""
) -> Dated | None:
    document = read_document(markup, url)
    return elsewhere(
        Surroundings(around, "Назва статті", picture, read_blocks(document.tree), markup.encode()), document, READING
    )


def day_of(dated: Dated | None) -> tuple[str, str] | None:
    return (dated.moment.at.date().isoformat(), dated.source) if dated is not None else None


def test_a_date_that_only_the_pages_program_holds_is_found() -> None:
    program = '<script>window.STATE={"article":{"createdAt":"2024-11-28T15:58:43+02:00","enabled":true}}</script>'
    dated = found_elsewhere(f"<html><body>{TEXT}{program}</body></html>")
    assert dated is not None
    assert (dated.moment.at.isoformat(), dated.source) == ("2024-11-28T15:58:43+02:00", "state")


@pytest.mark.parametrize("line", ["28.11.2024 - На відкритті були всі, кого запросили. " * 4, "28 | 11 | 2024"])
def test_a_line_that_is_a_date_or_begins_with_one_tells_the_day(line: str) -> None:
    dated = found_elsewhere(f"<html><body>{TEXT}<p>{line}</p></body></html>")
    assert dated is not None
    assert dated.moment.at.date().isoformat() == "2024-11-28"


@pytest.mark.parametrize("label", ["Опубліковано:", "Дата публікації:", "Datum:", "Published on"])
def test_a_labelled_date_is_found_where_all_else_is_silent(label: str) -> None:
    markup = f"<html><body>{TEXT}<div><h5>{label} </h5>27.11.2024</div></body></html>"
    dated = found_elsewhere(markup)
    assert dated is not None
    assert (dated.moment.at.date().isoformat(), dated.source) == ("2024-11-27", "text")


def test_a_guess_takes_no_date_from_beside_the_article_and_no_year_for_a_day() -> None:
    article = f"<article>{TEXT}</article>"
    for beside in ('<div class="sidebar"><i class="date">1 грудня 2023</i></div>', "<footer>© 2015 Порадник</footer>"):
        markup = f"<html><body>{article}{beside}</body></html>"
        assert found_elsewhere(markup) is None


def test_a_line_that_is_a_date_tells_the_day_before_one_that_mentions_another() -> None:
    caption = "Набір вийде з 1 по 8 травня 2022 року, каже виробник, і буде їх небагато"
    assert day_of(found_elsewhere("<html></html>", (caption, "П’ятниця, 29.11.2024, 19:25"))) == ("2024-11-29", "text")


def test_the_line_behind_the_headline_is_nearer_than_those_before_it() -> None:
    around = ("12.11.2024", "Назва статті", "29.11.2024", "Початок тексту")
    assert day_of(found_elsewhere("<html></html>", around)) == ("2024-11-29", "text")
    assert day_of(found_elsewhere("<html></html>", ("12.11.2024", "16.11.2024", "Назва статті"))) == ("2024-11-16", "text")


def test_a_post_that_is_shown_in_the_text_does_not_date_it() -> None:
    post = "— Хтось (@someone) November 12, 2024"
    assert found_elsewhere(f"<html><body>{TEXT}<blockquote>{post}</blockquote></body></html>", (post,)) is None


@pytest.mark.parametrize(
    "stated",
    [
        '"dateOfPublication":"2024-11-29 09:44:01"', '"publicationDate":"20241129"', '"Erscheinungsdatum":"2024.11.29"',
        '"publishedTime":1732882800', '"article_published_at": "2024-11-29T10:00:00Z"',
    ],
)  # fmt: skip
def test_programs_name_the_publication_in_many_ways(stated: str) -> None:
    program = f'<script>STATE={{"createdAt":"2024-11-28 10:00:00","lastPublishedAt":"2024-11-27 10:00:00",{stated}}}</script>'
    assert day_of(found_elsewhere(f"<html><body>{TEXT}{program}</body></html>")) == ("2024-11-29", "state")


def test_of_the_articles_in_a_program_the_pages_own_tells_the_day() -> None:
    others = '{"publishedAt":"2024-11-20T10:00:00Z","title":"Інша стаття"}'
    own = '{"publishedAt":"2024-11-29T10:00:00Z","slug":"name-of-the-article"}'
    markup = f"<html><body>{TEXT}<script>S=[{others},{' ' * 300}{own}]</script></body></html>"
    assert day_of(found_elsewhere(markup, url="https://a.example/news/name-of-the-article")) == ("2024-11-29", "state")


@pytest.mark.parametrize(
    "path",
    [
        "name-20241129101500-nt.html",
        "name-2024-11-29/",
        "cnt/dmf20241129_96887132",
        "name-29-11-2024-25.php",
        "?date=2024-11-29",
    ],
)
def test_a_day_anywhere_in_the_address_is_better_than_none(path: str) -> None:
    assert day_of(found_elsewhere("<html></html>", url=f"https://a.example/{path}")) == ("2024-11-29", "url")


@pytest.mark.parametrize("path", ["news-20249999", "item-120241129", "name-2024-11-29123"])
def test_a_number_of_another_kind_is_no_day(path: str) -> None:
    assert found_elsewhere("<html></html>", url=f"https://a.example/{path}") is None


def test_the_day_of_the_last_change_and_the_pictures_folder_are_marked_as_guesses() -> None:
    changed = '<html><head><meta property="article:modified_time" content="2024-11-29T10:00:00Z"></head></html>'
    assert day_of(found_elsewhere(changed)) == ("2024-11-29", "modified")
    assert day_of(found_elsewhere("<html></html>", picture="https://a.example/i/2024/11/29/a.jpg")) == ("2024-11-29", "image")
    assert found_elsewhere("<html></html>", picture="https://a.example/i/2024/11/3-letters.jpg") is None


def test_a_day_that_the_address_names_takes_the_clock_that_is_shown_for_it() -> None:
    moment = read_moment("2024-11-29", READING)
    assert moment is not None
    named = Dated(moment, "url")
    for shown, found in (("29.11.2024 14:20", "text"), ("28.11.2024 14:20", "url"), ("29.11.2024", "url")):
        seen = Surroundings((shown,), "Назва", "", read_blocks(read_document("<p>a</p>", "https://a.example/").tree), b"")
        assert with_clock(named, seen, READING).source == found


def test_the_day_that_is_named_most_often_in_what_is_called_a_date_is_the_articles() -> None:
    days = (25, 27, 27, 29)
    dates = "".join(f'<h2><a class="post-date" href="/{day}">{day}.11.2024</a></h2>' for day in days)
    assert day_of(found_elsewhere(f"<html><body>{dates}{TEXT}</body></html>")) == ("2024-11-27", "called")


def test_what_is_called_a_date_in_a_comment_is_not_the_articles() -> None:
    comment = '<div class="comments"><a href="#1" class="date">27.11.2024, Оля пише</a></div>'
    assert found_elsewhere(f"<html><body><h1>Назва</h1>{TEXT}{comment}</body></html>") is None


def test_a_property_states_the_day_wherever_it_stands() -> None:
    stated = '<footer><span property="schema:dateCreated" content="2024-11-27T12:45:46+00:00"></span></footer>'
    assert day_of(found_elsewhere(f"<html><body>{TEXT}{stated}</body></html>")) == ("2024-11-27", "called")


def test_a_label_may_stand_before_its_date_without_a_blank() -> None:
    shown = "<ul><li><span>Datum:</span>26. November 2024</li><li><span>Ausgabe:</span>2022</li></ul>"
    assert day_of(found_elsewhere(f"<html><body>{shown}{TEXT}</body></html>")) == ("2024-11-26", "text")
