"""Texts of our own, each pair for one test: what must merge and what must never."""

from __future__ import annotations

import pytest

from shpalta.steps.deduplicate.verify import Text, containment, is_same_article, near_text_tests
from shpalta.text.fingerprint import fingerprint_of

REPORT = """\
Апеляційний суд скасував дозвіл на забудову набережної, який міська рада видала торік. Про це повідомили адвокати громади.
Судді погодилися, що громадських слухань не було, а висновок екологів підписала людина, яка на той час уже звільнилася.
Забудовник мав звести на ділянці площею 2,4 гектара готель і паркінг на 180 місць. Договір оренди він підписав за 12 днів.
Жителі сусідніх будинків протестували від початку: вони поставили намети, чергували біля воріт, записували номери вантажівок.
Представник компанії Олег Сметана назвав рішення політичним і пообіцяв звернутися до Верховного Суду протягом місяця.
Мерія заяву не коментувала, проте головна архітекторка Ірина Ладна раніше визнавала, що зелену зону треба зберегти.
"""
BACKGROUND = """\
Нагадаємо, будівництво окружної дороги почалося чотири роки тому і двічі зупинялося через брак коштів у міському бюджеті.
Спочатку підрядник обіцяв відкрити перші шість кілометрів до осені, потім переніс строк на весну, а згодом зник зі зв'язку.
Аудитори нарахували завищення вартості щебеню майже вдвічі, поліція відкрила провадження, проте підозри нікому не оголосила.
"""


def text(body: str) -> Text:
    return Text(fingerprint_of(body).tokens)


def failed(one: str, other: str) -> str | None:
    """Name the test at which the pair fails; the order of the two must not matter."""
    names = [
        next((name for name, passed in near_text_tests(text(a), text(b)) if not passed), None)
        for a, b in ((one, other), (other, one))
    ]
    assert names[0] == names[1]
    return names[0]


def losses(day: str, people: int, tanks: int, guns: int, total: int) -> str:
    return (
        f"Упродовж минулої доби, {day}, армія противника втратила {people} військових убитими й пораненими, "
        "повідомив штаб оборони міста.\n"
        f"Захисники знищили {tanks} танків, {guns} гармат та кілька одиниць іншої техніки. Втрати на півдні уточнюють, "
        "бо бої там тривають.\n"
        f"Загалом від початку вторгнення втрати сягнули {total} осіб. Незалежно перевірити ці дані неможливо, "
        "жодна зі сторін докладних списків не оприлюднює."
    )


def verdict(name: str, town: str, street: str, judge: str) -> str:
    return (
        f"Районний суд визнав винним мешканця міста {town} на ім'я {name}, який продавав підроблені квитки на потяги. "
        f"Вирок ухвалила суддя {judge}, засідання тривало менше години.\n"
        f"За матеріалами справи, чоловік на прізвище {name} знаходив покупців в інтернеті, брав передоплату на картку "
        f"і зустрічався з ними на вулиці {street} біля автобусної зупинки.\n"
        "Обвинувачений провину визнав, щиро розкаявся і відшкодував потерпілим завдані збитки. Суд призначив йому штраф "
        "на користь держави, вирок ще не набув чинності і може бути оскаржений."
    )


def obituary(name: str, place: str, theatre: str) -> str:
    return (
        f"Пішов із життя народний артист {name}. Про це повідомила родина митця на своїй сторінці.\n"
        f"Він народився у селі {place}, закінчив театральний інститут і все життя служив у театрі {theatre}, "
        "де зіграв понад сотню ролей світового репертуару.\n"
        f"Колеги згадують, що {name} був людиною великої душі, виховав кілька поколінь акторів і ніколи нікому "
        "не відмовляв у допомозі. Прощання відбудеться в театрі, час і місце оголосять згодом."
    )


def test_a_reprint_with_its_own_title_and_lead_is_the_same_text():
    paragraphs = REPORT.splitlines()
    reprint = "\n".join(["Суд став на бік громади, пише видання.", *paragraphs[1:5], "Читайте також: Погода на вихідні"])
    assert failed(REPORT, reprint) is None


def test_a_truncated_reprint_is_the_same_text():
    assert failed(REPORT, "\n".join(REPORT.splitlines()[:2]) + "\nЧитати далі на сайті") is None


def test_a_light_edit_is_the_same_text():
    edited = REPORT.replace("скасував", "визнав незаконним").replace("заяву не коментувала", "промовчала")
    assert failed(REPORT, edited) is None


def test_daily_reports_that_differ_in_numbers_are_two_reports():
    one, other = losses("17 грудня", 1185, 21, 69, 768340), losses("18 грудня", 1420, 12, 33, 769760)
    assert containment(text(one), text(other)) > 0.4
    assert failed(one, other) == "numbers"


def test_a_daily_report_and_its_reprint_are_one():
    report = losses("17 грудня", 1185, 21, 69, 768340)
    assert failed(report, "ЗМІ: нові втрати противника.\n" + report.replace("повідомив штаб", "заявив штаб")) is None


def test_reports_whose_date_alone_differs_are_two_reports():
    assert failed(losses("17 грудня", 9, 2, 6, 76), losses("17 листопада", 9, 2, 6, 76)) == "numbers"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (verdict("Степан Гук", "Ромни", "Зелена", "Дарія Ярова"), verdict("Лука Бойчук", "Самбір", "Шкільна", "Анна Кіт")),
        (obituary("Орест Чайка", "Вільшани", "Едельвейс"), obituary("Максим Дзвін", "Криниця", "Колесо")),
    ],
)
def test_templates_that_differ_in_names_alone_are_two_reports(one: str, other: str):
    assert containment(text(one), text(other)) > 0.4
    assert failed(one, other) == "names"


def test_a_text_all_in_capitals_shows_no_names_and_is_only_ever_equal():
    one = obituary("Орест Чайка", "Вільшани", "Едельвейс")
    assert failed(one, obituary("Максим Дзвін", "Криниця", "Колесо").upper()) == "names"
    assert fingerprint_of(one.upper()).text_hash == fingerprint_of(one).text_hash


def test_two_reports_with_the_same_background_are_two_reports():
    one = (
        "Мер звільнив директора департаменту доріг після наради, яка тривала до пізнього вечора. Виконувачкою обов'язків "
        "стала його заступниця, вона працює в департаменті шість років і раніше відповідала за світлофори та розмітку.\n"
    )
    other = (
        "Поліція затримала водія самоскида, який збив огорожу на розв'язці й утік пішки через поле. Його знайшли вдома, "
        "прилад показав сп'яніння. Власник вантажівки запевняє, що машину взяли без дозволу.\n"
    )
    assert failed(one + BACKGROUND, other + BACKGROUND) in ("covered", "lead")


def test_a_digest_is_not_the_report_that_it_begins_with():
    digest = "\n".join(
        [
            "\n".join(REPORT.splitlines()[:2]),
            "Синоптики обіцяють мокрий сніг і ожеледицю на більшості трас, рятувальники просять не виїжджати без потреби.",
            "Збірна з волейболу перемогла у третьому матчі поспіль і достроково вийшла з групи чемпіонату континенту.",
            "Дослідники розшифрували ще один сувій із бібліотеки, що згоріла дві тисячі років тому під час виверження.",
            "Національний музей відкриває виставку вишитих рушників, половину з яких досі зберігали у приватних скринях.",
            "Ціни на картоплю впали через великий урожай, фермери вимагають, щоб держава викупила надлишки для шкіл.",
            "На станції метро відремонтували ескалатор, який не працював від травня через брак однієї деталі.",
        ]
    )
    assert failed(REPORT, digest) in ("contained", "covered", "lead")


def test_digests_of_one_day_put_the_same_news_in_their_own_order_and_an_article_with_a_moved_paragraph_is_still_itself():
    pieces = REPORT.splitlines()
    own = BACKGROUND.splitlines()
    assert failed("\n".join(pieces), "\n".join([*pieces[4:], own[0], *pieces[2:4], own[1], *pieces[:2]])) == "order"
    assert failed("\n".join(pieces), "\n".join([*pieces[:4], pieces[5], pieces[4]])) is None


def test_a_live_blog_is_not_one_of_its_entries():
    entries = [
        f"Запис номер {number}: кореспондент {number} передає про подію {number * 7} біля пункту {number * 13} нашого району."
        for number in range(40)
    ]
    entry = "\n".join(REPORT.splitlines()[:3])
    live = "\n".join([*entries[:20], entry, *entries[20:]])
    assert failed(live, entry) in ("covered", "lead", "numbers")


def test_texts_without_words_are_never_alike():
    assert failed("", "") == "contained"
    assert failed("", REPORT) == "contained"


def test_a_url_is_not_believed_where_the_texts_are_strangers():
    assert not is_same_article(text(REPORT), text(BACKGROUND))
    assert is_same_article(text(REPORT), text(REPORT.replace("Апеляційний", "Касаційний")))
    assert is_same_article(text(REPORT), text("Читати далі"))
