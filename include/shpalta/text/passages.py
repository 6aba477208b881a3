"""What the lines of an article hold besides words: the links that lead out of it, and its tables as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from shpalta.text.document import Document, squeeze

_LINKS = "p a[href], blockquote a[href], li a[href], td a[href], dd a[href]"
_STANDS_IN = frozenset({"p", "blockquote", "li", "td", "dd"})
_STEPS_UP = 6
_COMPARED = 40
_MOST_LINKS, _MOST_LOOKED_AT = 300, 3_000
_MOST_TABLES, _MOST_ROWS, _MOST_CELLS = 20, 500, 50
_BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Outlink:
    """A link in the text of the article."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of the article: its caption, and its rows of cells."""

    caption: str | None
    rows: tuple[tuple[str, ...], ...]


def outlinks(document: Document, lines: Sequence[str]) -> tuple[Outlink, ...]:
    """List the links of the text's paragraphs, entries and quotes, in reading order, each address once."""
    text = " ".join(lines)
    found: dict[str, Outlink] = {}
    judged: dict[int, bool] = {}
    for node in document.tree.css(_LINKS)[:_MOST_LOOKED_AT]:
        paragraph = _paragraph_of(node)
        if paragraph is None:
            continue
        if paragraph.mem_id not in judged:
            start = squeeze(paragraph.text())[:_COMPARED]
            judged[paragraph.mem_id] = bool(start) and start in text
        if not judged[paragraph.mem_id]:
            continue
        words = squeeze(node.text())
        url = document.absolute(node.attributes.get("href") or "") if words in text else None
        if url and words and url.partition("#")[0] != document.url.partition("#")[0]:
            found.setdefault(url, Outlink(url, words))
    return tuple(found.values())[:_MOST_LINKS]


def _paragraph_of(node: LexborNode) -> LexborNode | None:
    above = node.parent
    for _ in range(_STEPS_UP):
        if above is None or above.tag in _STANDS_IN:
            return above
        above = above.parent
    return None


def tables(document: Document, lines: Sequence[str]) -> tuple[DataTable, ...]:
    """Give the tables that have a row among the lines; the ones that only lay out a page have none."""
    shown = {line for line in lines if _BETWEEN_CELLS in line}
    if not shown:
        return ()
    found = []
    for node in document.tree.css("table")[:_MOST_TABLES]:
        if len(node.css("table")) > 1:
            continue
        rows = tuple(_cells(row) for row in node.css("tr")[:_MOST_ROWS])
        if any(_BETWEEN_CELLS.join(cells) in shown for cells in rows):
            title = node.css_first("caption")
            words = squeeze(title.text(separator=" ")) if title is not None else ""
            found.append(DataTable(words or None, tuple(cells for cells in rows if cells)))
    return tuple(found)


def _cells(row: LexborNode) -> tuple[str, ...]:
    return tuple(squeeze(cell.text(separator=" ")) for cell in row.css("th, td")[:_MOST_CELLS])
