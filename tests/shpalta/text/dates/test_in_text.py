"""Dates in running text become EDTF values, resolved against the day of publication."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.dates.in_text import find_dates

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
        ("минулого четверга зустрілися", {"минулого четверга": "2024-11-28"}),
        ("в следующую пятницу", {"следующую пятницу": "2024-12-06"}),
        ("цієї п'ятниці", {"цієї п'ятниці": "2024-11-29"}),
        ("Biden said Thursday that", {"Thursday": "2024-11-28"}),
        ("Black Friday in The Sunday Times", {}),
        ("цього літа, прошлой зимой", {"цього літа": "2024-22", "прошлой зимой": "2023-24"}),
        ("минулого грудня, next June", {"минулого грудня": "2023-12", "next June": "2025-06"}),
        ("торік у травні", {"торік у травні": "2023-05"}),
        ("позаторік", {"позаторік": "2022"}),
        ("за перше півріччя 2024 року", {"перше півріччя 2024 року": "2024-40"}),
        ("во втором полугодии, in the second half", {"втором полугодии": "2024-41"}),
        ("Q3 2024", {"Q3 2024": "2024-35"}),
        ("з 2014 по 2022 рік", {"з 2014 по 2022 рік": "2014/2022"}),
        ("between 2014 and 2022", {"between 2014 and 2022": "2014/2022"}),
        ("from 1900 to 2000 tonnes", {}),
        ("в 1990-е и 2000-х годах", {"1990-е": "199X", "2000-х годах": "200X"}),
        ("у 20-х числах, учні 10-х класів", {}),
        ("May 3-7 and from May 9 to June 2", {"May 3-7": "2024-05-03/2024-05-07", "May 9 to June 2": "2024-05-09/2024-06-02"}),
        ("28 та 29 листопада", {"28 та 29 листопада": "2024-11-28/2024-11-29"}),
        ("групи 5 та 29 листопада", {"29 листопада": "2024-11-29"}),
        ("видано 28.11.24.", {"28.11.24": "2024-11-28"}),
        ("в XIX веке", {"XIX веке": "18XX"}),
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
