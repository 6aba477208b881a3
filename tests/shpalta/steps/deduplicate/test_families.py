"""Families of reports that are written by a template, and pages made of others' texts: each report and its reprints are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest

from shpalta.steps.deduplicate import dedupe_lines

REPORTS = 14
NAMES = (
    "Остап",
    "Мирон",
    "Лука",
    "Гнат",
    "Юліан",
    "Тарас",
    "Роман",
    "Назар",
    "Макар",
    "Яким",
    "Пилип",
    "Савелій",
    "Демид",
    "Юхим",
)
SURNAMES = (
    "Гук",
    "Сокіл",
    "Яремчук",
    "Білик",
    "Дзюба",
    "Кравець",
    "Лев",
    "Мазур",
    "Панас",
    "Рись",
    "Топчій",
    "Хоменко",
    "Чуб",
    "Щур",
)
TOWNS = (
    "Ромни",
    "Самбір",
    "Хотин",
    "Ізюм",
    "Канів",
    "Острог",
    "Лубни",
    "Яготин",
    "Броди",
    "Ковель",
    "Сарни",
    "Тульчин",
    "Хуст",
    "Шацьк",
)
MONTHS = (
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
)
THINGS = (
    "потяг",
    "міст",
    "завод",
    "театр",
    "парк",
    "ринок",
    "порт",
    "музей",
    "вокзал",
    "стадіон",
    "басейн",
    "архів",
    "склад",
    "суд",
)
DEEDS = (
    "відкрили після довгого ремонту, який кілька разів переносили через нестачу грошей",
    "закрили на вимогу рятувальників, бо в підвалі знайшли тріщини й воду",
    "продали з торгів підприємцеві, що обіцяє зберегти робочі місця й вивіску",
    "передали громаді разом із боргами, актами звірки та старим обладнанням",
    "затопило вночі, коли прорвало трубу, яку не міняли від середини минулого століття",
    "показали журналістам перед здачею, хоча підрядник ще не прибрав риштування",
    "перейменували на честь землячки, про яку досі не писав жоден підручник",
)


def court(random: Random, number: int) -> str:
    name, town = f"{NAMES[number]} {random.choice(SURNAMES)}", TOWNS[-1 - number]
    return (
        f"Районний суд міста {town} оголошує про виклик у судове засідання, відповідачем у якому є {name}.\n"
        f"Справу про стягнення заборгованості за договором позики розглядатиме суддя {random.choice(SURNAMES)}енко, засідання "
        f"відбудеться в залі на другому поверсі. Громадянину на ім'я {name} слід мати при собі паспорт і письмові пояснення.\n"
        "У разі неявки без поважних причин суд розгляне справу за наявними доказами. З матеріалами справи можна ознайомитися в "
        f"канцелярії суду. Відповідач {name} зобов'язаний повідомити суд про причини неявки до початку засідання."
    )


def obituary(random: Random, number: int) -> str:
    name, town = f"{NAMES[number]} {SURNAMES[number]}", random.choice(TOWNS)
    return (
        f"На війні загинув наш земляк {name}. Про це повідомила міська рада, схиляємо голови перед рідними.\n"
        f"Захисник народився в родині вчителів, школу закінчив у місті {town}, працював електриком. До війська {name} пішов "
        "добровольцем, служив у механізованій бригаді, був командиром відділення.\n"
        f"Побратими кажуть, що {name} ніколи не лишав своїх і завжди жартував перед боєм. У воїна залишилися дружина та діти. "
        "Прощання відбудеться на площі біля церкви, час і місце повідомлять окремо. Вічна пам'ять і шана Герою."
    )


def alert(random: Random, number: int) -> str:
    return (
        f"Уночі {number + 1} {random.choice(MONTHS)} ворог атакував область дронами, повідомили в Повітряних силах.\n"
        f"Сили протиповітряної оборони збили {random.randrange(20, 90)} із {random.randrange(90, 140)} дронів, ще "
        f"{random.randrange(3, 19)} не досягли цілей. Уламки впали на {random.randrange(2, 15)} локаціях, пошкоджено дахи.\n"
        "Постраждалих немає, на місцях працюють рятувальники та комунальники. Мешканців просять не фільмувати роботу оборони."
    )


def weather(random: Random, number: int) -> str:
    return (
        f"Завтра, {number + 1} {random.choice(MONTHS)}, в області очікується мінлива хмарність, повідомив гідрометцентр.\n"
        f"Вітер південний, {random.randrange(3, 9)}-{random.randrange(9, 17)} метрів за секунду. Температура вночі "
        f"{random.randrange(-9, 4)} градусів, удень {random.randrange(4, 15)}, біля моря до {random.randrange(15, 22)}.\n"
        "Синоптики радять водіям бути уважними на дорогах через туман, а рибалкам не виходити на лід біля берега."
    )


def story(random: Random, number: int) -> str:
    """Write a report that shares nothing with others but the language."""
    sentences = [f"{TOWNS[number]}: {THINGS[number]} {random.choice(DEEDS)}."]
    for _ in range(7):
        sentences.append(
            f"{random.choice(NAMES)} {random.choice(SURNAMES)} каже, що {random.choice(THINGS)} {random.choice(DEEDS)} "
            f"ще в {random.randrange(1990, 2026)} році, а {random.choice(THINGS)} коштував {random.randrange(1000, 9999)}."
        )
    return "\n".join(sentences)


BACKGROUND = "\n".join(
    [
        "Нагадаємо, торік громада вже судилася з обласною владою через землі запасу та програла в усіх трьох інстанціях.",
        "Тоді депутати звинувачували одне одного в підробці протоколів, а секретарку ради звільнили за втрату печатки.",
        "Слідство тривало вісім місяців, експерти вивчили дванадцять томів листування, проте винних так і не назвали.",
    ]
)


def with_background(random: Random, number: int) -> str:
    return story(random, number).rpartition("\n")[0].rpartition("\n")[0] + "\n" + BACKGROUND


TEMPLATES = [court, obituary, alert, weather, story, with_background]


def reprint(text: str, random: Random) -> str:
    """Give it a lead of its own, cut its end off, change a word of the publisher's."""
    cut = text[: int(0.7 * len(text))] if random.random() < 0.5 else text
    return f"{random.choice(['Новини краю', 'Стрічка', 'Коротко'])}.\n" + cut.replace("повідомили", "розповіли")


def clusters(texts: dict[str, str]) -> dict[str, str]:
    lines = ({"id": name, "date": "2026-11-15", "text": text} for name, text in texts.items())
    return {str(line["id"]): str(line["cluster_id"]) for line in dedupe_lines(lines)}


def reports(template: Callable[[Random, int], str]) -> Iterator[tuple[str, str]]:
    for number in range(REPORTS):
        text = template(Random(number), number)
        yield f"{number:02}", text
        if number % 3 == 0:
            yield f"{number:02} reprint", reprint(text, Random(number))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.__name__)
def test_no_two_reports_of_a_template_merge_and_each_reprint_does(template: Callable[[Random, int], str]):
    found = clusters(dict(reports(template)))
    assert {name: cluster for name, cluster in found.items() if not cluster.startswith(name[:2])} == {}


def test_digests_and_live_blogs_are_none_of_the_reports_that_they_quote():
    stories = {f"{number:02}": story(Random(number), number) for number in range(REPORTS)}
    lines = {name: text.splitlines() for name, text in stories.items()}
    digests = {
        f"digest {first:02}": "\n".join("\n".join(lines[f"{(first + step) % REPORTS:02}"][:2]) for step in range(6))
        for first in range(REPORTS)
    }
    live = [f"{hour}:{minute:02} " + lines[f"{hour}"][minute % 8] for hour in range(10, 14) for minute in range(0, 60, 7)]
    blogs = {"live early": "\n".join(live[: len(live) // 3]), "live late": "\n".join(live[len(live) // 3 :])}
    found = clusters({**stories, **digests, **blogs})
    assert found == {name: name for name in found}


def test_a_live_blog_that_has_grown_is_still_itself_where_its_url_says_so():
    entries = [f"{hour}:30 {line}" for hour in range(8, 20) for line in story(Random(hour), hour % REPORTS).splitlines()[:3]]
    lines = [
        {"id": str(count), "date": "2026-11-15", "url": "https://one.example/live", "text": "\n".join(entries[:count])}
        for count in (24, 30, 36)
    ]
    assert len({line["cluster_id"] for line in dedupe_lines(lines)}) == 1
