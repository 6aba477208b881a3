"""Charsets: what the page is, not what it says it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.web.charset import decode, detect, prescan
from tuning import shared

UKRAINIAN = (
    "Уряд ухвалив рішення про підвищення соціальних виплат із першого грудня. За словами міністерки, їх отримають "
    "понад два мільйони громадян, а ґрунтовний перегляд бюджету відбудеться навесні. Євген Шульга з'їздив до Ялти. "
)
RUSSIAN = "Правительство приняло решение о повышении выплат с первого декабря, сообщила пресс-служба министерства. "
POLISH = "Rząd podjął decyzję o podwyższeniu świadczeń społecznych od pierwszego grudnia, źródła mówią o żądaniach. "


def html(text: str, declared: str | None = None) -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<!doctype html><html><head>{meta}<title>{text[:40]}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.shared
def test_markup_is_prescanned_as_browsers_do():
    cases = json.loads(shared("data", "web", "html5lib_encoding.json").read_text())
    wrong = []
    for case in cases:
        content = case["data_latin1"].encode("latin-1")
        found = "utf-8" if content.startswith(b"\xef\xbb\xbf") else prescan(content) or "windows-1252"
        if found.lower() != case["encoding"].lower():
            wrong.append((case["data_latin1"][:80], case["encoding"], found))
    assert len(cases) == 82
    assert wrong == []


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-u", "iso-8859-5"])
@pytest.mark.parametrize("declared", ["none", "right", "wrong", "latin"])
def test_ukrainian_text_is_read_whatever_the_page_declares(charset, declared):
    label = {
        "none": None,
        "right": charset,
        "wrong": "windows-1251" if charset != "windows-1251" else "utf-8",
        "latin": "iso-8859-1",
    }
    text = UKRAINIAN.replace("ґ", "г") if charset == "iso-8859-5" else UKRAINIAN
    assert decode(html(text, label[declared]).encode(charset)) == html(text, label[declared])


@pytest.mark.parametrize(
    ("text", "charset"), [(RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (POLISH, "iso-8859-2"), (POLISH, "windows-1250")]
)
def test_declared_charsets_of_other_languages_are_believed(text, charset):
    assert decode(html(text * 3, charset).encode(charset)) == html(text * 3, charset)


def test_the_header_names_the_charset_where_the_markup_does_not():
    assert decode(html(POLISH).encode("iso-8859-2"), "text/html; charset=ISO-8859-2") == html(POLISH)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("content_type", [None, "text/html; charset=utf-16", "text/html; charset=windows-1251"])
def test_wide_letters_are_seen_without_a_byte_order_mark(charset, content_type):
    text = "\n " + html(UKRAINIAN)
    assert decode(text.encode(charset), content_type) == text


def test_wide_letters_without_a_mark_are_read_also_where_they_are_latin():
    text = "<!doctype html><title>The bridge is open</title><p>The council opened the bridge on Friday."
    assert decode(text.encode("utf-16-le")) == text


def test_japanese_in_escapes_is_read_where_it_is_declared():
    text = html("政府は十二月一日から引き上げを決定した。", "iso-2022-jp")
    assert decode(text.encode("iso-2022-jp")) == text
    assert decode(html("ESC \x1b$B").encode()) == html("ESC \x1b$B")


def test_a_charset_that_no_detector_knows_is_believed():
    text = html(UKRAINIAN.replace("ґ", "г"), "x-mac-cyrillic")
    assert decode(text.encode("mac_cyrillic")) == text


def test_one_stray_byte_does_not_turn_utf8_into_something_else():
    content = html(UKRAINIAN * 3).encode().replace("бюджету".encode(), b"\xff", 1)
    assert decode(content) == html(UKRAINIAN * 3).replace("бюджету", "\ufffd", 1)


def test_utf8_that_is_cut_in_the_middle_of_a_letter_stays_utf8():
    assert detect(html(UKRAINIAN).encode()[:-40][:-1]) == "utf-8"


def test_a_byte_order_mark_wins_over_everything():
    assert decode("\ufeffТак".encode("utf-16-le"), "text/html; charset=windows-1251") == "Так"


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content):
    assert isinstance(decode(content, "text/html; charset=bogus"), str)


@given(st.binary(max_size=60))
def test_no_markup_breaks_the_prescan(content):
    prescan(b"<meta " + content + b">")


def test_a_page_put_together_of_two_charsets_is_decoded_word_by_word() -> None:
    first = "<p>Рада зібралася у п’ятницю і вирішила, після кількох годин суперечок, полагодити міст через річку.</p>" * 2
    other = "<p>Ще один абзац написали в іншому кодуванні, і він теж має читатися.</p>"
    assert decode(first.encode() + other.encode("cp1251")) == first + other
