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
        ("przez Jan Kowalski i Anna Nowak", ("Jan Kowalski", "Anna Nowak")),
        ("door Jan de Vries en Piet van Dam", ("Jan de Vries", "Piet van Dam")),
        ("Текст: Іван Гай. Фото: Олег Рута", ("Іван Гай",)),
        ("Ann Lee, Senior Reporter", ("Ann Lee",)),
        ("Ann Lee | Reuters", ("Ann Lee",)),
        ("ann.lee@news.example (Ann Lee)", ("Ann Lee",)),
        ("Ann Lee ann.lee@news.example", ("Ann Lee",)),
        ("Lee, Ann", ("Ann Lee",)),
        ("Our Correspondent", ()),
        ("La Redacción", ()),
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


def test_a_byline_of_nothing_but_brackets_names_nobody_however_long() -> None:
    assert people(["(" * 2_000_000, "[(" * 1_000_000]) == ()
