"""Laws of dates: never after the page was fetched, never more exact than what was written, never an exception."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from shpalta.text.dates import publication
from shpalta.text.dates.calendars import FIRST_YEAR, LAST_YEAR
from shpalta.text.dates.moments import Reading, read_moment
from shpalta.text.document import read_document
from shpalta.text.fields import metadata

SHOWN_AT = datetime(2024, 11, 30, 10, tzinfo=UTC)
READING = Reading("Europe/Kyiv", "uk", SHOWN_AT)
A_DAY = timedelta(hours=26)
MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split()  # noqa: SIM905
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(2024, 11, 30))


@given(st.text(max_size=130))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_time_with_an_offset_or_none(text: str) -> None:
    moment = read_moment(text, READING)
    assert moment is None or (moment.at.tzinfo is not None and FIRST_YEAR - 1 <= moment.at.year <= LAST_YEAR + 1)


@given(DAYS)
@settings(max_examples=60, deadline=None)
def test_a_day_in_words_or_digits_is_that_day_and_no_more_exact(day: date) -> None:
    for text in (f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}"):
        moment = read_moment(text, READING)
        assert moment is not None
        assert (moment.at.date(), moment.precision) == (day, "day")


@given(DAYS, st.times())
@settings(max_examples=60, deadline=None)
def test_a_clock_without_seconds_is_exact_to_the_minute(day: date, clock: datetime) -> None:
    moment = read_moment(f"{day.day} {MONTHS[day.month - 1]} {day.year}, {clock:%H:%M}", READING)
    assert moment is not None
    assert (moment.at.date(), f"{moment.at:%H:%M}", moment.precision) == (day, f"{clock:%H:%M}", "minute")


@given(st.lists(st.datetimes(datetime(2023, 1, 1), datetime(2027, 1, 1)), min_size=1, max_size=4), st.integers(-12, 14))
@settings(max_examples=60, deadline=None)
def test_what_a_page_says_of_itself_is_never_later_than_its_fetch(stamps: list[datetime], offset: int) -> None:
    zoned = [stamp.replace(tzinfo=timezone(timedelta(hours=offset))).isoformat() for stamp in stamps]
    names = ("article:published_time", "article:modified_time", "date", "dcterms.date")
    metas = "".join(f'<meta property="{name}" content="{stamp}">' for name, stamp in zip(names, zoned, strict=False))
    shown = f"<div><h1>Назва</h1><time datetime='{zoned[-1]}'>{zoned[-1]}</time></div>"
    document = read_document(f"<html><head>{metas}</head><body>{shown}</body></html>", "https://a.example/b")
    node = metadata.main_node(document)
    came_out = publication.published(document, node, READING)
    changed = publication.modified(document, node, READING, came_out)
    for dated in (came_out, changed):
        assert dated is None or dated.moment.at <= SHOWN_AT + A_DAY
    assert came_out is None or changed is None or changed.moment.at > came_out.moment.at
