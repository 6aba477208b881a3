"""Names are put into the nominative, and one person's mentions are put together."""

from __future__ import annotations

import pytest

from shpalta.text.entities.grouping import group
from shpalta.text.entities.model import EntityKind
from shpalta.text.entities.naming import nominatives
from shpalta.text.entities.rules import find_mentions
from shpalta.text.passage import read


@pytest.mark.parametrize(
    ("name", "kind", "nominative"),
    [
        ("Путіним", "person", "Путін"),
        ("Рустема Умєрова", "person", "Рустем Умєров"),
        ("Ангели Меркель", "person", "Ангела Меркель"),
        ("Кім Чен Ином", "person", "Кім Чен Ин"),
        ("Курську область", "place", "Курська область"),
        ("України", "place", "Україна"),
        ("Львова", "place", "Львів"),
        ("Львові", "place", "Львів"),
        ("Куп'янська", "place", "Куп'янськ"),
        ("Сполученими Штатами", "place", "Сполучені Штати"),
        ("Білого дому", "organisation", "Білий дім"),
        ("Міністерством охорони здоров'я", "organisation", "Міністерство охорони здоров'я"),
        ("Палати представників США", "organisation", "Палата представників США"),
        ("НАБУ", "organisation", "НАБУ"),
        ("Дельта", "organisation", "Дельта"),
        ("ТОВ «Ромашка»", "organisation", "ТОВ «Ромашка»"),
    ],
)
def test_a_name_in_any_case_has_its_nominative(name: str, kind: EntityKind, nominative: str) -> None:
    assert nominatives(read(name).tokens, kind, "uk")[0] == nominative


def _people(text: str) -> dict[str, int]:
    passage = read(text)
    entities = group(passage, find_mentions(passage, "uk"), "uk")
    return {entity.name: len(entity.mentions) for entity in entities if entity.kind == "person"}


def test_one_person_in_many_cases_is_one_entity() -> None:
    text = "Володимир Путін прибув. Заяву Путіна чули всі. З Путіним говорили. Президенту Путіну відповіли."
    assert _people(text) == {"Володимир Путін": 4}


def test_a_genitive_that_looks_like_a_womans_name_follows_the_rest_of_the_text() -> None:
    assert _people("Прибув Андрій Білоусов. У Білоусова спитали про плани.") == {"Андрій Білоусов": 2}


def test_two_people_of_different_surnames_stay_two() -> None:
    assert _people("Приїхали Олег Петренко та Олег Іваненко.") == {"Олег Петренко": 1, "Олег Іваненко": 1}


def test_two_people_of_one_surname_stay_two_and_the_surname_is_the_more_frequent_ones() -> None:
    text = "Виступив Джо Байден. Поруч стояв Гантер Байден. Байден усміхнувся. Потім Джо Байден поїхав."
    assert _people(text) == {"Джо Байден": 3, "Гантер Байден": 1}


def test_initials_and_patronymics_do_not_make_two_people() -> None:
    text = "Рішення ухвалив І. Мороз. Раніше Іван Петрович Мороз працював у школі. Іван Мороз мовчить."
    assert _people(text) == {"Іван Петрович Мороз": 3}
