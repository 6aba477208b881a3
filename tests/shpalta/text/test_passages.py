"""Links and tables of the text, and none from around it."""

from __future__ import annotations

from shpalta.text.blocks.reading import read_blocks
from shpalta.text.document import read_document
from shpalta.text.passages import DataTable, Outlink, outlinks, tables

PARAGRAPH = "Міст відкрили після року ремонту, повідомила міська рада у вівторок."
MARKUP = f"""
<html><body><nav><li><a href="/news">Новини</a></li></nav>
<article><p>{PARAGRAPH.replace("міська рада", '<a href="https://rada.example/1">міська рада</a>')}</p>
<ul><li>Читайте <b><a href="/2026/b#c">звіт комісії</a></b> за березень.</li></ul>
<p>Назад <a href="#top">до початку</a>.</p>
<table><caption>Ціни</caption><tr><th>Пальне</th><th>Ціна</th></tr><tr><td>Дизель</td><td>58</td></tr></table></article>
<table><tr><td>Меню</td><td>Пошук</td></tr></table>
<p>Інша новина: <a href="/2026/x">міська рада</a> зібралася.</p></body></html>
"""
LINES = (PARAGRAPH, "Читайте звіт комісії за березень.", "Назад до початку.", "Пальне | Ціна", "Дизель | 58")


def test_the_links_of_the_text_are_listed_with_their_words_and_no_others() -> None:
    document = read_document(MARKUP, "https://visnyk.example/2026/a")
    blocks = read_blocks(document.tree)
    own = [place for place, text in enumerate(blocks.texts) if text in LINES]
    assert outlinks(document, blocks, own) == (
        Outlink("https://rada.example/1", "міська рада"),
        Outlink("https://visnyk.example/2026/b#c", "звіт комісії"),
    )


def test_a_table_of_the_text_is_rows_of_cells_and_one_around_it_is_none() -> None:
    document = read_document(MARKUP, "https://visnyk.example/2026/a")
    assert tables(document, LINES) == (DataTable("Ціни", (("Пальне", "Ціна"), ("Дизель", "58"))),)


def test_a_text_without_rows_has_no_tables() -> None:
    assert tables(read_document(MARKUP, "https://visnyk.example/2026/a"), LINES[:1]) == ()


def test_a_cell_that_takes_several_columns_and_rows_stands_in_each() -> None:
    rows = "<tr><th rowspan=2>Рік<th colspan=2>Ціна</tr><tr><th>від<th>до</tr><tr><td>2026<td>12<td colspan=99999999>14</tr>"
    document = read_document(f"<table>{rows}</table>", "https://visnyk.example/2026/a")
    (table,) = tables(document, ("від | до",))
    assert table.rows[:2] == (("Рік", "Ціна", "Ціна"), ("Рік", "від", "до"))
    assert table.rows[2][:3] == ("2026", "12", "14")
    assert len(table.rows[2]) == 50
