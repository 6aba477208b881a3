"""Bylines become people, titles lose their site."""

from __future__ import annotations

import pytest

from shpalta.text.names import people, without_site_name


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Lee and Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Автор: Олена Коваль", ("Олена Коваль",)),
        ("Олена Коваль, Іван Гай", ("Олена Коваль", "Іван Гай")),
        ("Elena Oberholzer (obe)", ("Elena Oberholzer",)),
        ("Редакція", ()),
        ("admin", ()),
        ("https://www.facebook.com/news", ()),
        ("Редакція · за матеріалами агентства «Обрій»", ()),
        ("Ludwig van der Berg", ("Ludwig van der Berg",)),
    ],
)
def test_a_byline_becomes_people(byline: str, names: tuple[str, ...]) -> None:
    assert people([byline]) == names


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Міст відкрили – Курс", "Міст відкрили"),
        ("Міст відкрили | Курс", "Міст відкрили"),
        ("Курс: Міст відкрили", "Курс: Міст відкрили"),
        ("Міст - ворота міста - відкрили", "Міст - ворота міста - відкрили"),
        ("Bridge opens &amp; closes - Курс", "Bridge opens & closes"),
    ],
)
def test_a_title_loses_its_sites_name_and_nothing_else(title: str, headline: str) -> None:
    assert without_site_name(title, ["Курс"]) == headline
