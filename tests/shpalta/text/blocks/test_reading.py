"""A page falls into blocks: text between block-level tags, with its links; menus are no part of it."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from shpalta.text.blocks.features import is_elsewhere
from shpalta.text.blocks.naming import HIDDEN, SHARE
from shpalta.text.blocks.reading import Blocks, read_blocks

TEXT = "Міст відкрили у вівторок уранці, повідомила міська рада."
MENU = "".join(f'<li><a href="/{n}">Розділ {n}</a></li>' for n in range(6))


def blocks_of(body: str) -> Blocks:
    return read_blocks(LexborHTMLParser(f"<html><body>{body}</body></html>"))


def test_text_between_block_level_tags_and_breaks_is_a_block() -> None:
    found = blocks_of(f"<div>{TEXT} <b>Дуже</b> довго.<p>Другий &lt;абзац&gt;</p>Третій<br>Четвертий</div>")
    assert found.texts == [f"{TEXT} Дуже довго.", "Другий <абзац>", "Третій", "Четвертий"]


def test_a_block_knows_each_of_its_links_and_what_it_says() -> None:
    found = blocks_of('<p>За <a href="/a?b=1&amp;c=2">даними <i>ради</i></a> і <a href="/d">області</a></p><p>Без них</p>')
    assert list(found.all_links(0)) == [("/a?b=1&c=2", "даними ради"), ("/d", "області")]
    assert (found.href(0), found.link_words(0)) == ("/a?b=1&c=2", "даними ради")
    assert (found.href(1), found.link_words(1)) == ("", "")


def test_the_name_of_an_attribute_may_hold_a_quote() -> None:
    found = blocks_of(f'<div class="story" "><p>{TEXT}</p></div><a title="Nike" 5" href="/a">Кросівки</a><p>Далі</p>')
    assert found.texts == [TEXT, "Кросівки", "Далі"]


def test_an_element_is_called_by_its_class_id_and_role_without_the_numbers_of_entries() -> None:
    one, other = (f'<div id="post-{n}" class="Share-Bar" data-id="x{n}" title="comment"><p>{TEXT}</p></div>' for n in (7, 19))
    found = blocks_of(one + other + f'<div class="post" title="comment"><p>{TEXT}</p></div>')
    first, second, third = (found.parent[node] for node in found.node)
    assert found.own[first] == found.own[second] == SHARE
    assert found.own[third] == 0
    kinds = found.elements.kind
    assert kinds[first] == kinds[second] != kinds[third]


@pytest.mark.parametrize(
    "attributes", ['style="color:red;display: none"', 'style="visibility:hidden"', "hidden", 'aria-hidden="true"']
)
def test_an_element_that_is_out_of_sight_is_known(attributes: str) -> None:
    found = blocks_of(f"<div {attributes}>{TEXT}</div>")
    assert found.own[found.node[0]] == HIDDEN


@pytest.mark.parametrize(
    "attributes", ['style="display:block"', 'hidden="until-found"', 'aria-hidden="false"', 'title="display:none"']
)
def test_an_element_in_sight_is_not_taken_for_hidden(attributes: str) -> None:
    found = blocks_of(f"<div {attributes}>{TEXT}</div>")
    assert found.own[found.node[0]] == 0


def test_scripts_comments_drawings_and_fields_are_no_text() -> None:
    noise = (
        "<script>if (a < b) document.write('</p><p>ні')</script><style>p > a { color: red }</style><!-- <p>ні</p> -->"
        "<svg><title>ні</title><path d='M0'></path></svg><select><option>ні</option></select><button>ні <b>ні</b></button>"
        "<noscript><img src='a>b'>ні</noscript><iframe>ні</p></iframe><textarea>ні</textarea><template><p>ні</p></template>"
    )
    assert blocks_of(f"<p>Міст {noise}відкрили.</p>{noise}<p>Далі</p>").texts == ["Міст відкрили.", "Далі"]


def test_the_text_around_a_menu_is_one_block() -> None:
    assert blocks_of(f"<div>Міст <nav>{MENU}</nav>відкрили</div>").texts == ["Міст відкрили"]
    assert blocks_of(f"<ul><li>Міст<ul>{MENU}</ul></li><li>{TEXT}</li></ul>").texts == ["Міст", TEXT]


def test_menus_are_taken_out_wherever_they_stand() -> None:
    for menu in (f"<nav><ul>{MENU}</ul></nav>", f"<div><ul>{MENU}</ul></div>", f"<footer><div>{MENU}</div></footer>"):
        assert blocks_of(f"{menu}<p>{TEXT}</p>{menu}").texts == [TEXT]


def test_what_holds_the_article_is_no_menu_whatever_it_is_called() -> None:
    assert blocks_of(f"<nav><h1>Міст</h1><p>{TEXT}</p></nav>").texts == ["Міст", TEXT]
    assert len(blocks_of(f"<footer>{f'<p>{TEXT}</p>' * 4}</footer>").texts) == 4
    titles = "".join(f'<li><a href="/{n}">Заголовок іншої новини номер {n}</a></li>' for n in range(6))
    assert len(blocks_of(f"<ul>{titles}</ul>").texts) == 6


def test_comments_and_asides_are_elsewhere_unless_they_hold_the_headline() -> None:
    def elsewhere(body: str) -> list[bool]:
        blocks = blocks_of(body)
        return [bool(each) for each in is_elsewhere(blocks, None)]

    assert elsewhere(f'<h1>Міст</h1><p>{TEXT}</p><div id="comments"><p>{TEXT}</p></div>') == [False, False, True]
    assert elsewhere(f"<h1>Міст</h1><p>{TEXT}</p><aside><p>{TEXT}</p></aside>") == [False, False, True]
    assert elsewhere(f"<aside><h1>Міст</h1><p>{TEXT}</p></aside>") == [False, False]
    assert elsewhere(f"<form><p>{TEXT}</p></form><p>Пошук</p>") == [False, False]
