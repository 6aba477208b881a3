"""When a page came out: machine forms first, then the headline's surroundings, then the address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shpalta.text.dates import publication
from shpalta.text.dates.moments import Reading, read_moment
from shpalta.text.document import read_document
from shpalta.text.fields import metadata

SHOWN_AT = datetime(2024, 11, 30, 10, tzinfo=UTC)
READING = Reading("Europe/Kyiv", "uk", SHOWN_AT)


def published(head: str = "", body: str = "", url: str = "https://a.example/b", language: str = "uk") -> tuple[str, str] | None:
    document = read_document(f"<html lang='{language}'><head>{head}</head><body>{body}</body></html>", url)
    reading = Reading("Europe/Kyiv", language, SHOWN_AT)
    dated = publication.published(document, metadata.main_node(document), reading)
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


@pytest.mark.parametrize(
    "path",
    [
        "2024/11/29/name", "2024/11/29", "2024-11-29-name", "20241129/name", "2024/nov/29/name", "2024-11/29/c_1.htm",
        "2024/1129/c1.html", "web/20241130101500/https://b.example/2024/11/29/name",
    ],
)  # fmt: skip
def test_the_address_names_the_day(path: str) -> None:
    assert published(url=f"https://a.example/{path}") == ("2024-11-29T00:00:00+02:00", "url")


def test_the_address_names_a_day_in_single_digits() -> None:
    assert published(url="https://a.example/2024/7/9/name") == ("2024-07-09T00:00:00+03:00", "url")


@pytest.mark.parametrize(
    "path", ["2024/11/3-questions-to-ask", "name-5-2024", "2024/99/01/name", "web/20241129101500/https://b.example/"]
)
def test_an_address_that_names_no_day_is_not_read_as_one(path: str) -> None:
    assert published(url=f"https://a.example/{path}") is None


def test_the_day_of_the_address_settles_which_number_is_the_month() -> None:
    body = "<div><h1>Title</h1><span class='date'>11/06/2024</span></div>"
    assert published(body=body, url="https://a.example/2024/06/11/name", language="en") == ("2024-06-11T00:00:00+03:00", "url")


def test_a_meta_that_the_page_itself_confirms_is_believed_before_json_ld_alone() -> None:
    json_ld = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-11-04T07:29:00+02:00"}</script>'
    meta = '<meta property="article:published_time" content="2024-11-06T08:29:34+02:00">'
    shown = "<div><h1>Назва</h1><span class='date'>06.11.2024</span></div>"
    assert published(json_ld + meta, shown) == ("2024-11-06T08:29:34+02:00", "meta:article:published_time")
    assert published(json_ld + meta, "<h1>Назва</h1>") == ("2024-11-04T07:29:00+02:00", "jsonld")


def test_a_clock_that_only_an_attribute_holds_is_read_beside_the_headline() -> None:
    body = '<div><h1>Назва</h1><p><x-stamp data-timestamp="1732882800000"></x-stamp></p></div>'
    assert published(body=body) == ("2024-11-29T12:20:00+00:00", "text")


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
        ("Fri Nov 29 14:20:05 EET 2024", "2024-11-29T14:20:05+02:00", "instant"),
        ("Nov 29 14:20 2024", "2024-11-29T14:20:00+02:00", "minute"),
        ("29. 11. 2024 14:20", "2024-11-29T14:20:00+02:00", "minute"),
        ("29 tháng 11, 2024 - 14:20", "2024-11-29T14:20:00+02:00", "minute"),
        ("२९ नवंबर २०२४", "2024-11-29T00:00:00+02:00", "day"),
        ("29 نوفمبر 2024", "2024-11-29T00:00:00+02:00", "day"),
        ("29 พฤศจิกายน 2567", "2024-11-29T00:00:00+02:00", "day"),
        ("29 พ.ย. 2567 14:20", "2024-11-29T14:20:00+02:00", "minute"),
        ("۹ آذر ۱۴۰۳ - ۱۴:۲۰", "2024-11-29T14:20:00+02:00", "minute"),
        ("۱۴۰۳/۰۹/۰۹", "2024-11-29T00:00:00+02:00", "day"),
    ],
)
def test_the_forms_in_which_pages_write_a_time(text: str, instant: str, precision: str) -> None:
    moment = read_moment(text, Reading("Europe/Kyiv", "", SHOWN_AT))
    assert moment is not None
    assert (moment.at.isoformat(), moment.precision) == (instant, precision)


@pytest.mark.parametrize(
    ("zone", "is_known", "month"), [("UTC", False, 2), ("America/New_York", True, 2), ("Europe/Dublin", True, 3)]
)
def test_an_english_page_names_the_month_first_unless_its_clock_is_no_american_one(
    zone: str, is_known: bool, month: int
) -> None:
    moment = read_moment("02/03/2024", Reading(zone, "en", SHOWN_AT, is_known))
    assert moment is not None
    assert moment.at.month == month


def test_a_month_in_another_language_than_the_pages_own_is_known() -> None:
    moment = read_moment("30. Juli 2024", Reading("Europe/Kyiv", "en", SHOWN_AT))
    assert moment is not None
    assert moment.at.date().isoformat() == "2024-07-30"


@pytest.mark.parametrize(
    "text", ["© 2024", "1,234", "2024-02-30", "0000-00-00", "99:99", "Глава 12", "x" * 500, "14030909", "1402/12/30"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_moment(text, READING) is None
