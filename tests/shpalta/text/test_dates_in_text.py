"""Dates in running text become EDTF values, resolved against the day of publication."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.dates_in_text import find_dates

PUBLISHED = date(2024, 11, 29)


def _values(text: str, published_on: date | None = PUBLISHED) -> dict[str, str]:
    return {text[found.start : found.end]: found.edtf for found in find_dates(text, published_on)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("сьогодні, 29 листопада, прибув", {"сьогодні, 29 листопада": "2024-11-29"}),
        ("у червні диктатор", {"у червні": "2024-06"}),
        ("у грудні почнеться", {"у грудні": "2023-12"}),
        ("14 лютого 2020 року", {"14 лютого 2020 року": "2020-02-14"}),
        ("5 грудня відбудеться", {"5 грудня": "2024-12-05"}),
        ("12.05.2023", {"12.05.2023": "2023-05-12"}),
        ("у 2013-2017 роках", {"2013-2017 роках": "2013/2017"}),
        ("у 90-х роках", {"90-х роках": "199X"}),
        ("торік вчора", {"торік": "2023", "вчора": "2024-11-28"}),
        ("У суботу між сторонами", {"У суботу": "2024-11-23"}),
        ("в июне 2022 года", {"июне 2022 года": "2022-06"}),
        ("on March 5, 2021", {"March 5, 2021": "2021-03-05"}),
        ("last year", {"last year": "2023"}),
        ("виставка триватиме 5–7 грудня", {"5–7 грудня": "2024-12-05/2024-12-07"}),
        ("з 28 листопада до 3 грудня", {"28 листопада до 3 грудня": "2024-11-28/2024-12-03"}),
        ("від 10 до 12 травня 2020 року", {"10 до 12 травня 2020 року": "2020-05-10/2020-05-12"}),
        ("10 серпня цього року", {"10 серпня цього року": "2024-08-10"}),
        ("восени 2014 року", {"восени 2014 року": "2014-23"}),
        ("летом прошлого года", {"летом прошлого года": "2023-22"}),
        ("in the spring of 2020", {"spring of 2020": "2020-21"}),
        ("у третьому кварталі 2024 року", {"третьому кварталі 2024 року": "2024-35"}),
        ("во II квартале 2023 года", {"II квартале 2023 года": "2023-34"}),
        ("наприкінці XIX століття", {"XIX століття": "18XX"}),
        ("in the 20th century", {"20th century": "19XX"}),
        ("два роки тому, three days ago", {"два роки тому": "2022", "three days ago": "2024-11-26"}),
        ("минулого тижня", {"минулого тижня": "2024-11-18/2024-11-24"}),
        ("в следующем месяце", {"следующем месяце": "2024-12"}),
        ("у вересні 2008-го", {"вересні 2008-го": "2008-09"}),
        ("наприкінці жовтня", {"наприкінці жовтня": "2024-10"}),
        ("you may march on, трави у траві, рахунок 2:1 - 3", {}),
        ("32 листопада", {}),
        ("травма ноги, червоні квіти, по 2000 грн", {}),
    ],
)
def test_a_date_is_resolved(text: str, values: dict[str, str]) -> None:
    assert _values(text) == values


def test_without_a_day_of_publication_only_dates_with_a_year_are_given() -> None:
    assert _values("Вчора, 29 листопада і 1 травня 2020 року", None) == {"1 травня 2020 року": "2020-05-01"}


def test_a_relative_word_that_contradicts_its_date_makes_it_doubtful() -> None:
    [agreeing] = find_dates("сьогодні, 29 листопада", PUBLISHED)
    [conflicting] = find_dates("сьогодні, 20 листопада", PUBLISHED)
    assert agreeing.confidence > 0.9 > conflicting.confidence


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_full_date_is_read_back(day: date) -> None:
    assert _values(f"Це було {day:%d.%m.%Y} зранку.") == {f"{day:%d.%m.%Y}": day.isoformat()}


@given(st.text(alphabet="0123456789 .-/лютого вчора\n", max_size=80))
def test_dates_never_overlap_and_their_days_are_in_order(text: str) -> None:
    found = find_dates(text, PUBLISHED)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(each.first_day <= each.last_day for each in found)
