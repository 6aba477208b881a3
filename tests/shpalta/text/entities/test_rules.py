"""Names of people, organisations and places are found in any case, and hostile text finds none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shpalta.text.entities.rules import find_mentions
from shpalta.text.passage import read

WORDS = [
    "Іван",
    "Мороз",
    "Київ",
    "суд",
    "м",
    ".",
    "«",
    "»",
    "Міністерство",
    "України",
    "в",
    "області",
    "ФОП",
    "№",
    "5",
    ",",
    "та",
    "ім",
]


def _found(text: str, language: str = "uk") -> list[tuple[str, str]]:
    passage = read(text)
    return [(mention.kind, passage.text[mention.start : mention.end]) for mention in find_mentions(passage, language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Про це заявив президент Володимир Зеленський.", [("person", "Володимир Зеленський")]),
        ("Раніше В. О. Петренко працював у школі.", [("person", "В. О. Петренко")]),
        ("Справу веде Ковач Анна Василівна.", [("person", "Ковач Анна Василівна")]),
        ("Президентка Урсула фон дер Ляєн приїхала.", [("person", "Урсула фон дер Ляєн")]),
        ("Переможцем стало ТОВ «Київ-Арт».", [("organisation", "ТОВ «Київ-Арт»")]),
        ("Він працює в компанії «Сонячний берег».", [("organisation", "Сонячний берег")]),
        (
            "Звіт надіслало Міністерство охорони здоров'я та соціальних служб.",
            [("organisation", "Міністерство охорони здоров'я та соціальних служб")],
        ),
        ("Рішення скасував Господарський суд Одеської області.", [("organisation", "Господарський суд Одеської області")]),
        ("Вакцину розробила фірма Pfizer.", [("organisation", "Pfizer")]),
        ("Про це повідомили в МВС України.", [("organisation", "МВС України")]),
        ("Він мешкає у Курській області.", [("place", "Курській області")]),
        ("Склад стоїть на вул. Шевченка, 16.", [("place", "вул. Шевченка, 16")]),
        ("Літак сів у Варшаві.", [("place", "Варшаві")]),
        ("Про це сказав речник штабу Байдена Ендрю Бейтс.", [("person", "Байдена"), ("person", "Ендрю Бейтс")]),
        ("Відтоді правила Катерина II.", [("person", "Катерина II")]),
        ("Бізнесмен-мільярдер Том Стаєр програв.", [("person", "Том Стаєр")]),
        ("Там працює Томас Вінє (Thomas Vinje).", [("person", "Томас Вінє"), ("person", "Thomas Vinje")]),
        ("Угоду уклав ФОП Любач Вадим Євгенович.", [("organisation", "ФОП Любач Вадим Євгенович")]),
        ("Про це повідомив Мінюст.", [("organisation", "Мінюст")]),
        ("Нафту переробляє Кременчуцький НПЗ.", [("organisation", "Кременчуцький НПЗ")]),
        ("Справу веде ГУ СБУ в м. Києві та Київській області.", [("organisation", "ГУ СБУ в м. Києві та Київській області")]),
        ("Рішення господарського суду Черкаської області.", [("organisation", "господарського суду Черкаської області")]),
        (
            "Він директор Інституту мовознавства ім. О. О. Потебні НАН України.",
            [("organisation", "Інституту мовознавства ім. О. О. Потебні НАН України")],
        ),
        ("«Західна нафтова група» хоче збудувати центр.", [("organisation", "Західна нафтова група")]),
        ("Це сталося у селі Мала Костромка.", [("place", "Мала Костромка")]),
        ("Він жив у Печерському районі Києва.", [("place", "Печерському районі Києва")]),
        ("Бої точилися за Західну Україну.", [("place", "Західну Україну")]),
        (
            "Ремонт вулиць Милославської, Сурікова та Лісківської.",
            [("place", "вулиць Милославської"), ("place", "Сурікова"), ("place", "Лісківської")],
        ),
    ],
)
def test_a_name_is_found_whole(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


def test_russian_names_are_found_by_the_same_rules() -> None:
    assert _found("В Москве министр Сергей Лавров встретился с Джоном Керри.", "ru") == [
        ("place", "Москве"),
        ("person", "Сергей Лавров"),
        ("person", "Джоном Керри"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Квартира має 100 кв. м. Про це забули.",
        "Він шукав це в Інтернеті.",
        "Загальна площа велика.",
        "",
        "Сьогодні вдень на вулиці було холодно.",
        "Він сказав, що прийде.",
        "12 345 — 67 %!",
    ],
)
def test_a_text_without_names_has_none(text: str) -> None:
    assert _found(text) == []


def test_a_surname_alone_is_the_person_named_in_full_elsewhere() -> None:
    assert ("person", "Мороз") in _found("Виступив Іван Мороз. Потім Мороз поїхав додому.")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="АБІвгдеї «»\".,-–№'’A1Zя\n", max_size=120))
def test_mentions_never_overlap_and_lie_within_the_text(text: str) -> None:
    passage = read(text)
    end = 0
    for mention in find_mentions(passage, "uk"):
        assert end <= mention.start < mention.end <= len(passage.text)
        end = mention.end


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_the_same_text_has_the_same_names_wherever_it_was_read_before(words: list[str]) -> None:
    text = " ".join(words)
    first = find_mentions(read(text), "uk")
    find_mentions(read(" ".join(reversed(words))), "uk")
    assert find_mentions(read(text), "uk") == first


@pytest.mark.parametrize(
    "text",
    [
        "НАБУ у м. Києві та " + "м. Києві та " * 3_000,
        "ЄС " * 5_000,
        "ФОП " * 5_000,
        "Вулиць, " * 5_000,
        "Інститут імені " * 3_000,
    ],
    ids=["seats", "abbreviations", "traders", "streets", "patrons"],
)
def test_endless_names_are_cut_off_and_cost_no_depth(text: str) -> None:
    assert all(mention.end - mention.start < 200 for mention in find_mentions(read(text), "uk"))
