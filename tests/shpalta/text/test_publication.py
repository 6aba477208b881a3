"""When a page came out: machine forms first, then the headline's surroundings, then the address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shpalta.text import metadata, publication
from shpalta.text.blocks.reading import read_blocks
from shpalta.text.dates_elsewhere import elsewhere
from shpalta.text.document import read_document
from shpalta.text.moments import Reading, read_moment
from shpalta.text.publication import Dated

SHOWN_AT = datetime(2024, 11, 30, 10, tzinfo=UTC)
READING = Reading("Europe/Kyiv", "uk", SHOWN_AT)


def published(head: str = "", body: str = "", url: str = "https://a.example/b") -> tuple[str, str] | None:
    document = read_document(f"<html lang='uk'><head>{head}</head><body>{body}</body></html>", url)
    dated = publication.published(document, metadata.main_node(document), READING)
    return (dated.moment.at.isoformat(), dated.source) if dated else None


def test_json_ld_is_believed_before_meta() -> None:
    head = (
        '<meta property="article:published_time" content="2024-11-28T10:00:00Z"><script type="application/ld+json">'
        '{"@type":"NewsArticle","datePublished":"2024-11-29T14:20:00+02:00"}</script>'
    )
    assert published(head) == ("2024-11-29T14:20:00+02:00", "jsonld")


def test_a_date_of_the_future_is_passed_over() -> None:
    head = '<meta property="article:published_time" content="2034-11-28T10:00:00Z"><meta name="date" content="2024-11-28">'
    assert published(head) == ("2024-11-28T00:00:00+02:00", "meta:date")


def test_the_date_beside_the_headline_is_read_and_the_sidebars_is_not() -> None:
    body = (
        "<aside><span class='date'>1 січня 2024</span></aside>"
        "<div><h1>Назва</h1><div class='post-date'>29 листопада 2024, 10:15</div></div>"
    )
    assert published(body=body) == ("2024-11-29T10:15:00+02:00", "text")


@pytest.mark.parametrize("path", ["2024/11/29/name", "2024/11/29", "2024-11-29-name", "20241129/name"])
def test_the_address_names_the_day(path: str) -> None:
    assert published(url=f"https://a.example/{path}") == ("2024-11-29T00:00:00+02:00", "url")


def test_the_address_names_a_day_in_single_digits() -> None:
    assert published(url="https://a.example/2024/7/9/name") == ("2024-07-09T00:00:00+03:00", "url")


def test_a_page_that_stamps_itself_with_the_time_of_the_request_is_not_believed() -> None:
    head = f'<meta property="article:published_time" content="{SHOWN_AT.isoformat()}">'
    assert published(head, url="https://a.example/2024/11/28/name") == ("2024-11-28T00:00:00+02:00", "url")


def test_a_meta_is_known_however_its_name_is_punctuated() -> None:
    head = '<meta name="article:published:time" content="2024-11-28T10:00:00+02:00">'
    assert published(head) == ("2024-11-28T10:00:00+02:00", "meta:article:published_time")


def test_a_time_in_utc_takes_the_offset_in_which_the_page_says_it_elsewhere() -> None:
    head = '<meta property="article:published_time" content="2024-11-09T02:11:03Z">'
    body = '<div><h1>Title</h1><time class="date" datetime="2024-11-08T21:11:03-05:00">November 8</time></div>'
    assert published(head, body) == ("2024-11-08T21:11:03-05:00", "meta:article:published_time")
    assert published(head, '<div><h1>Title</h1><div class="date">Nov. 8, 2024, 9:11 p.m.</div></div>') == (
        "2024-11-08T21:11:03-05:00",
        "meta:article:published_time",
    )


def test_a_time_in_utc_that_the_page_says_nowhere_else_stays_as_it_is() -> None:
    head = '<meta property="article:published_time" content="2024-11-09T02:11:03Z">'
    body = '<h1>Title</h1><time class="date" datetime="2024-11-07T08:00:00-05:00">November 7</time>'
    assert published(head, body) == ("2024-11-09T02:11:03+00:00", "meta:article:published_time")


def test_the_day_on_which_a_page_was_made_gives_way_to_the_day_that_it_shows() -> None:
    head = '<meta name="dcterms.date" content="2024-10-20T11:02:44+01:00">'
    assert published(head, "<div><h1>Назва</h1><span class='date'>27.11.2024</span></div>") == (
        "2024-11-27T00:00:00+02:00",
        "text",
    )
    assert published(head) == ("2024-10-20T11:02:44+01:00", "meta:dcterms.date")


def test_the_title_gives_the_day_where_it_is_a_piece_of_it() -> None:
    assert published("<title>Назва | Газета | 28.11.2024</title>") == ("2024-11-28T00:00:00+02:00", "title")
    assert published("<title>Підсумки за 28.11.2024</title>") is None


def test_the_stamp_of_an_element_is_believed_before_its_rounded_text() -> None:
    stamp = '<div class="meta"><time datetime="2024-11-28T19:20:36+0200">28.11.2024 - 19:20</time></div>'
    body = f"<div><h1>Назва</h1>{stamp}</div>"
    assert published(body=body) == ("2024-11-28T19:20:36+02:00", "text")


def found_elsewhere(markup: str) -> Dated | None:
    document = read_document(markup, "https://a.example/b")
    return elsewhere((), read_blocks(document.tree), markup.encode(), document, READING)


def test_a_date_that_only_the_pages_program_holds_is_found() -> None:
    program = '<script>window.STATE={"article":{"createdAt":"2024-11-28T15:58:43+02:00","enabled":true}}</script>'
    dated = found_elsewhere(f"<html><body><p>{'Текст. ' * 30}</p>{program}</body></html>")
    assert dated is not None
    assert (dated.moment.at.isoformat(), dated.source) == ("2024-11-28T15:58:43+02:00", "state")


@pytest.mark.parametrize("line", ["28.11.2024 - На відкритті були всі, кого запросили. " * 4, "28 | 11 | 2024"])
def test_a_line_that_is_a_date_or_begins_with_one_tells_the_day(line: str) -> None:
    dated = found_elsewhere(f"<html><body><p>{'Текст. ' * 30}</p><p>{line}</p></body></html>")
    assert dated is not None
    assert dated.moment.at.date().isoformat() == "2024-11-28"


@pytest.mark.parametrize("label", ["Опубліковано:", "Дата публікації:", "Datum:", "Published on"])
def test_a_labelled_date_is_found_where_all_else_is_silent(label: str) -> None:
    markup = f"<html><body><p>{'Текст. ' * 30}</p><div><h5>{label} </h5>27.11.2024</div></body></html>"
    dated = found_elsewhere(markup)
    assert dated is not None
    assert (dated.moment.at.date().isoformat(), dated.source) == ("2024-11-27", "text")


def test_a_guess_takes_no_date_from_beside_the_article_and_no_year_for_a_day() -> None:
    article = f"<article><p>{'Текст. ' * 30}</p></article>"
    for beside in ('<div class="sidebar"><i class="date">1 грудня 2023</i></div>', "<footer>© 2015 Порадник</footer>"):
        markup = f"<html><body>{article}{beside}</body></html>"
        assert found_elsewhere(markup) is None


def test_the_footers_year_is_no_date() -> None:
    assert published(body="<h1>Назва</h1><footer>© 2011–2024 Газета</footer>") is None


@pytest.mark.parametrize(
    ("text", "instant", "precision"),
    [
        ("2024-11-29T14:20:00+02:00", "2024-11-29T14:20:00+02:00", "instant"),
        ("29 листопада 2024, 10:15", "2024-11-29T10:15:00+02:00", "minute"),
        ("29 ноября 2024 года, 10:15", "2024-11-29T10:15:00+02:00", "minute"),
        ("November 29, 2024 2:20 PM ET", "2024-11-29T14:20:00-05:00", "minute"),
        ("вчора, 10:15", "2024-11-29T10:15:00+02:00", "minute"),
        ("2 години тому", "2024-11-30T10:00:00+02:00", "minute"),
        ("29.11.2024", "2024-11-29T00:00:00+02:00", "day"),
        ("1732882800", "2024-11-29T12:20:00+00:00", "instant"),
        ("Fri, 29 Nov 2024 14:20:00 +0200", "2024-11-29T14:20:00+02:00", "instant"),
    ],
)
def test_the_forms_in_which_pages_write_a_time(text: str, instant: str, precision: str) -> None:
    moment = read_moment(text, Reading("Europe/Kyiv", "", SHOWN_AT))
    assert moment is not None
    assert (moment.at.isoformat(), moment.precision) == (instant, precision)


@pytest.mark.parametrize("text", ["© 2024", "1,234", "2024-02-30", "0000-00-00", "99:99", "Глава 12", "x" * 500])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_moment(text, READING) is None
