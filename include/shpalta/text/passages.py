"""What the lines of an article hold besides words: the links that lead out of it, and its tables as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborNode

from shpalta.text.document import Document, squeeze, strip

if TYPE_CHECKING:
    from shpalta.text.blocks.reading import Blocks

_MOST_LINKS = 300
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


def outlinks(document: Document, blocks: Blocks, places: Iterable[int]) -> tuple[Outlink, ...]:
    """List the links of the blocks at these places, in reading order, each address once; none to the page itself."""
    found: dict[str, Outlink] = {}
    own = document.url.partition("#")[0]
    for place in places:
        for address, words in blocks.all_links(place):
            url = document.absolute(address) if words else None
            if url and url.partition("#")[0] != own:
                found.setdefault(url, Outlink(url, words))
    return tuple(found.values())[:_MOST_LINKS]


def tables(document: Document, lines: Sequence[str]) -> tuple[DataTable, ...]:
    """Give the tables that have a row among the lines; the ones that only lay out a page have none."""
    shown = {line for line in lines if _BETWEEN_CELLS in line}
    if not shown:
        return ()
    strip(document.tree)
    found = []
    for node in document.tree.css("table")[:_MOST_TABLES]:
        if len(node.css("table")) > 1:
            continue
        rows = [_cells(row) for row in node.css("tr")[:_MOST_ROWS]]
        if any(_BETWEEN_CELLS.join(cell.text for cell in cells) in shown for cells in rows):
            title = node.css_first("caption")
            words = squeeze(title.text(separator=" ")) if title is not None else ""
            found.append(DataTable(words or None, tuple(_spread(rows))))
    return tuple(found)


class _Cell(NamedTuple):
    """A cell as written, and how many columns and rows it takes."""

    text: str
    width: int
    height: int


def _cells(row: LexborNode) -> list[_Cell]:
    return [
        _Cell(squeeze(cell.text(separator=" ")), _span(cell, "colspan"), _span(cell, "rowspan"))
        for cell in row.css("th, td")[:_MOST_CELLS]
    ]


def _span(cell: LexborNode, name: str) -> int:
    said = cell.attributes.get(name) or ""
    return max(1, min(int(said[:4]), _MOST_CELLS)) if said.isascii() and said.isdigit() else 1


def _spread(rows: Iterable[list[_Cell]]) -> Iterator[tuple[str, ...]]:
    """Write each cell into every column and row that it takes."""
    hanging: dict[int, tuple[str, int]] = {}
    for cells in rows:
        spread: list[str] = []
        left = iter(cells)
        hung, hanging = hanging, {}
        while len(spread) < _MOST_CELLS:
            column = len(spread)
            if column in hung:
                text, height = hung[column]
                spread.append(text)
                if height > 1:
                    hanging[column] = text, height - 1
                continue
            cell = next(left, None)
            if cell is None:
                break
            for place in range(column, min(column + cell.width, _MOST_CELLS)):
                spread.append(cell.text)
                if cell.height > 1:
                    hanging[place] = cell.text, cell.height - 1
        if spread:
            yield tuple(spread)
