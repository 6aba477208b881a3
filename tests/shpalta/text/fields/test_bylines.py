"""Who signed: people before houses, and never those who comment or share the page."""

from __future__ import annotations

import pytest

from shpalta.text.document import read_document
from shpalta.text.fields import bylines, metadata
from shpalta.text.fields.found import Found


def signed(head: str = "", body: str = "") -> tuple[tuple[str, ...], str]:
    document = read_document(f"<html lang='uk'><head>{head}</head><body>{body}</body></html>", "https://visnyk.example/a")
    found = metadata.read_fields(document).authors
    return found.value, found.source


def json_ld(author: str) -> str:
    publisher = '"publisher":{"@type":"Organization","name":"Вісник"}'
    node = f'{{"@type":"NewsArticle","headline":"Назва статті","author":{author},{publisher}}}'
    return f'<script type="application/ld+json">{node}</script>'


def test_people_in_json_ld_are_believed_first() -> None:
    head = json_ld('[{"@type":"Person","name":"Олена Коваль"},{"@type":"Person","name":"Іван Мельник"}]')
    assert signed(head + '<meta name="author" content="Хтось Інший">') == (("Олена Коваль", "Іван Мельник"), "jsonld")


def test_a_person_in_the_byline_is_believed_before_the_house_that_signs_in_json_ld() -> None:
    head = json_ld('{"@type":"Organization","name":"Вісник"}')
    assert signed(head, '<div class="byline">Автор: Олена Коваль</div>') == (("Олена Коваль",), "byline")


def test_a_house_signs_where_nobody_does() -> None:
    assert signed(json_ld('{"@type":"Organization","name":"Вісник"}')) == (("Вісник",), "jsonld")


@pytest.mark.parametrize("nobody", ["Редакція", "Редакция", "admin", "Redaktion", "editor"])
def test_an_office_is_no_author(nobody: str) -> None:
    assert signed(json_ld(f'{{"@type":"Person","name":"{nobody}"}}'))[0] == ()


def test_the_place_and_the_degree_after_a_name_are_no_people() -> None:
    assert signed('<meta name="author" content="Thilo Schäfer, Madrid">')[0] == ("Thilo Schäfer",)
    assert signed('<meta name="author" content="Grant Tinsley, PhD">')[0] == ("Grant Tinsley",)


def test_the_name_beside_a_label_of_a_card_is_the_author() -> None:
    head = '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Anna Muster">'
    assert signed(head) == (("Anna Muster",), "meta")


def test_who_comments_is_no_author() -> None:
    body = '<article><h1>Назва</h1></article><div class="comments"><span class="comment-author">Петро Читач</span></div>'
    assert signed(body=body)[0] == ()


def test_a_line_that_says_by_names_the_author_where_no_mark_does() -> None:
    lines = ["29 листопада", "Von Anna Muster und Bo Ek", "Von der Leyen spricht mit der Presse in Brüssel"]
    assert bylines.authors_beside(lines, Found(()), ()) == Found(("Anna Muster", "Bo Ek"), "text")
    assert bylines.authors_beside(lines[2:], Found(()), ()) == Found(())


def test_what_is_marked_as_the_author_is_read_before_links_beside_it() -> None:
    body = (
        '<div class="author-box"><a href="/a"></a><a href="/mail">Написати автору</a> <a href="/t">Твіттер</a></div>'
        '<p itemprop="author"><span itemprop="name">Олена Коваль</span></p>'
    )
    assert signed(body=body) == (("Олена Коваль",), "microdata")


def test_what_holds_the_headline_is_the_article_s_own_whatever_it_is_called() -> None:
    body = '<div class="story has-comments"><h1>Назва</h1><span class="author">Олена Коваль</span></div>'
    assert signed(body=body) == (("Олена Коваль",), "byline")


def test_the_authors_of_other_articles_and_what_else_is_called_an_author_are_none() -> None:
    called = "".join(f'<p class="author">{name}</p>' for name in ("Олена Коваль", "Іван Мельник", "усі статті"))
    own = f"<div><h1>Назва</h1>{called}</div>"
    other = '<div><div><div><div><a class="author">Петро Інший</a></div></div></div></div>'
    assert signed(body=f"<article>{own}{other}</article>") == (("Олена Коваль", "Іван Мельник"), "byline")


def test_a_link_to_a_person_s_page_behind_the_headline_names_the_author() -> None:
    links = "".join(f"<p><a href='/author/{name}/'>{name} Інша</a></p>" for name in ("Анна", "Ольга", "Марія", "Віра"))
    own = "<p>Від <a href='https://visnyk.example/authors/koval'>Олена Коваль</a></p>"
    assert signed(body=f"<h1>Назва</h1>{own}") == (("Олена Коваль",), "byline")
    assert signed(body=f"{own}<h1>Назва</h1>")[0] == ()
    assert signed(body=f"<h1>Назва</h1>{own}{links}")[0] == ()


def test_a_word_before_a_name_is_no_name() -> None:
    assert signed(body='<h1>Назва</h1><span class="author">By</span>')[0] == ()
