"""Place names are found in any case, and what only sounds like one is left alone."""

from __future__ import annotations

import pytest

from shpalta.text.passage import read
from shpalta.text.places.gazetteer import places_of


def _found(text: str, language: str = "uk") -> list[tuple[str, str | None, str]]:
    return [
        (mention.name.place.name, mention.name.place.iso2, mention.name.relation)
        for sentence in places_of(read(text), language)
        for mention in sentence
    ]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Літак вилетів із Кот-д'Івуару до Нідерландів.", "uk", [("Кот-дʼІвуар", "CI"), ("Нідерланди", "NL")]),
        ("Зустріч пройшла в Об'єднаних Арабських Еміратах.", "uk", [("Обʼєднані Арабські Емірати", "AE")]),
        ("Він живе у Рівному, а вона в Чернівцях.", "uk", [("Рівне", "UA"), ("Чернівці", "UA")]),
        ("Обстріл Куп'янська тривав.", "uk", [("Купʼянськ", "UA")]),
        ("Встреча прошла в Сочи.", "ru", [("Сочи", "RU")]),
        ("Поїзд зі Львова прибув до Харкова.", "uk", [("Львів", "UA"), ("Харків", "UA")]),
        ("Делегация из Южной Кореи приехала в Минск.", "ru", [("Республика Корея", "KR"), ("Минск", "BY")]),
        ("Правительство Чада и президент Мали.", "ru", [("Чад", "TD"), ("Мали", "ML")]),
        ("The U.S. and the U.K. signed it.", "en", [("United States", "US"), ("United Kingdom", "GB")]),
        ("The King of Jordan left Chad.", "en", [("Jordan", "JO"), ("Chad", "TD")]),
        ("Troops of the Democratic Republic of Congo", "en", [("Congo - Kinshasa", "CD")]),
        ("He flew from Jordan to the Czech Republic.", "en", [("Jordan", "JO"), ("Czechia", "CZ")]),
    ],
)
def test_places_are_found_in_any_case_under_one_name(text: str, language: str, found: list[tuple[str, str]]) -> None:
    names = [(name.replace("'", "ʼ"), iso2) for name, iso2, _ in _found(text, language)]
    assert names == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Та кому ж я це пояснюю.", "uk"),
        ("Малий кивнув і засміявся.", "uk"),
        ("Хто така Софія?", "uk"),
        ("Заходи щодо безпеки. Роль директора.", "uk"),
        ("Марш миру «Мир. Єдність. Правда».", "uk"),
        ("Свято Покрови нагадує про зиму.", "uk"),
        ("Він закінчив школу імені Горького.", "uk"),
        ("Доступ до Центральної бази даних.", "uk"),
        ("Того дня никто не забудет.", "ru"),
        ("Michael Jordan played in Jordan Valley League.", "en"),
        ("Georgia O'Keeffe painted flowers.", "en"),
    ],
)
def test_words_and_people_that_sound_like_places_are_none(text: str, language: str) -> None:
    assert [iso2 for _, iso2, _ in _found(text, language) if iso2] == []


def test_the_american_state_is_not_the_country_whose_name_it_bears() -> None:
    assert _found("Вибори у штаті Джорджія, не у Грузії.") == [("Джорджія", "US", "region"), ("Грузія", "GE", "named")]
