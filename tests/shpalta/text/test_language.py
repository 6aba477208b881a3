"""Languages are told apart, short or long, clean or hostile."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.text.language import UNDETERMINED, detect
from tuning import shared


@pytest.mark.parametrize(
    ("text", "code", "script"),
    [
        ("Верховна Рада ухвалила закон про бюджет", "uk", "Cyrl"),
        ("Трамп обрав директора ЦРУ", "uk", "Cyrl"),
        ("Крим: за крок до катастрофи", "uk", "Cyrl"),
        ("Оновлено. США збудують завод тротилу", "uk", "Cyrl"),
        ("Государственная дума приняла закон о бюджете", "ru", "Cyrl"),
        ("Савет міністраў зацвердзіў новыя правілы для ўсіх", "be", "Cyrl"),
        ("Народното събрание прие държавния бюджет", "bg", "Cyrl"),
        ("Вшыткы люде родять ся слободны і рівны в чести і правах, суть обдарены розумом", "rue", "Cyrl"),
        ("Маск купил Twitter", "ru", "Cyrl"),
        ("Шыткы русины ся стрітили на фестівалї", "rue", "Cyrl"),
        ("Мы з України, а не з «Русского мира»", "uk", "Cyrl"),
        ("Погода в Крыму и українці", "uk", "Cyrl"),
        ("The parliament has passed the budget bill", "en", "Latn"),
        ("Sejm przyjął ustawę budżetową na przyszły rok", "pl", "Latn"),
        ("Sabor je usvojio državni proračun za sljedeću godinu", "hr", "Latn"),
        ("议会通过了明年的预算法案", "zh", "Hani"),
        ("国会は来年度の予算案を可決しました", "ja", "Jpan"),
    ],
)
def test_a_title_is_told_from_its_neighbours(text: str, code: str, script: str) -> None:
    language = detect(text)
    assert (language.code, language.script) == (code, script)


def test_a_russian_quote_does_not_make_a_ukrainian_text_russian_or_rusyn() -> None:
    text = "Він сказав: «Мы не уйдём из этого города, мы будем бороться». Її слова підтвердили інші очевидці."
    assert detect(text).code == "uk"


def test_a_long_text_in_which_detectors_disagree_at_first_is_read_further() -> None:
    """Beginning, middle and end are nearly all quotes in another language, what is around them is not."""
    quote = "Мы не уйдём из этого города. "
    text = f"{quote}{'Бойовики обстріляли мирне місто, загинули люди. ' * 3}{quote}{'Їхні позиції знищено вщент. ' * 5}{quote}"
    assert detect(text).code == "uk"


@pytest.mark.parametrize("text", ["а" * 5_000, "a" * 5_000, "Аa" * 300, "п'" * 300, "А. Б. В. " * 40, "а-" * 300])
def test_letters_of_which_every_detector_says_something_else_have_no_language(text: str) -> None:
    assert detect(text).code == UNDETERMINED


@pytest.mark.parametrize("text", ["", " \n", "04.11.2020 06:39", "— … !!!", "\u200b\ufeff", "🙂🙂🙂"])
def test_what_has_no_letters_has_no_language(text: str) -> None:
    language = detect(text)
    assert (language.code, language.confidence) == (UNDETERMINED, 0.0)


def test_invisible_marks_and_addresses_do_not_change_the_language() -> None:
    assert (
        detect("Пів\u200bденна Ко\u00adрея \u202aзаявила\u202c https://example.com/some/english/words про навчання").code
        == "uk"
    )


@given(st.text(max_size=300))
def test_any_text_gets_a_code_and_a_share(text: str) -> None:
    language = detect(text)
    assert language.code
    assert 0.0 <= language.confidence <= 1.0


@pytest.mark.shared
def test_forty_languages_are_named_right_and_agreement_means_certainty() -> None:
    with gzip.open(shared("data", "text", "language.jsonl.gz"), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    found = [detect(row["text"]) for row in rows]
    right = [language.code == row["lang"] for language, row in zip(found, rows, strict=True)]
    unanimous = [is_right for is_right, language in zip(right, found, strict=True) if language.confidence == 1.0]
    assert sum(right) / len(right) >= 0.99
    assert sum(unanimous) / len(unanimous) >= 0.998
