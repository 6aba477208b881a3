"""Which blocks of a page are its article's text: what the judgement says, mended by what the elements around say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from shpalta.text.blocks.elements import Column
from shpalta.text.blocks.features import PageWords
from shpalta.text.blocks.naming import LEGEND, TABLE
from shpalta.text.blocks.reading import Blocks
from shpalta.text.names import are_people, fold
from shpalta.text.trade_words import BY, CREDITED

_SURE, _LIKELY, _LEAST_SURE = 0.8, 0.4, 0.25
_LONGEST_BETWEEN, _MOST_BETWEEN, _LONGEST_BARE = 100, 12, 80
_BETWEEN = ("h2", "h3", "h4", "li", "dt", "summary")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ",", "。")
_ALL_LINK, _LONGEST_LINK, _LEAST_MENU = 0.9, 40, 2
_LEAST_ARTICLE = 400
_IS_NO_LEGEND = re.compile(r"^\W*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|:$")
_HEADINGS, _SHORTEST_TITLE, _LINES_INTO = ("h2", "h3", "h4"), 20, 3
_LONGEST_BOX, _LARGEST_BOX = 400, 0.25
_LINES_BEFORE, _LINES_AFTER, _LEAST_LINES, _LONGEST_NAME, _LONGEST_BYLINE = 8, 6, 3, 60, 120


def chosen(blocks: Blocks, sure: Column, least: float, words: PageWords, signed: Sequence[str]) -> list[int]:
    """Choose what the judgement is surer of than `least`, and subheadings, entries and tables between two of its paragraphs.

    `signed` are the authors. The words below pictures are no part of the text, unless they are most of it; nor are a menu
    before it, the box around a form in it, the box of its author behind it, and another article that follows.
    """
    values = sure.tolist()
    kept = _without_legends(blocks, [place for place, value in enumerate(values) if value > least])
    kept = _without_menu(blocks, _without_followers(blocks, kept, fold(words.headline)))
    kept = _without_signature(blocks, _without_boxes(blocks, kept), signed, words.headline)
    found = set(kept)
    for before, after in pairwise([place for place in kept if values[place] > _SURE]):
        above = blocks.parent[blocks.node[before]]
        if after - before > 1 and blocks.parent[blocks.node[after]] == above >= 0:
            between = [place for place in range(before + 1, after) if above <= blocks.node[place] <= blocks.last[above]]
            found.update(_cells(blocks, between, above))
            if after - before <= _MOST_BETWEEN:
                found.update(place for place in between if values[place] > _LEAST_SURE and _is_between(blocks, place))
            if len(between) == 1 and values[between[0]] > _LIKELY and _is_bare(blocks, between[0], above):
                found.add(between[0])
    return sorted(found)


def _without_legends(blocks: Blocks, kept: list[int]) -> list[int]:
    nodes = ((place, blocks.node[place]) for place in kept)
    own = [place for place, node in nodes if not (blocks.own[node] | blocks.own[max(blocks.parent[node], 0)]) & LEGEND]
    sizes = [sum(len(blocks.texts[place]) for place in places) for places in (own, kept)]
    return own if 2 * sizes[0] >= sizes[1] else kept


def _is_between(blocks: Blocks, place: int) -> bool:
    """Say whether a block is a subheading or an entry: short, and without links."""
    is_short = not blocks.links[place] and len(blocks.texts[place]) <= _LONGEST_BETWEEN
    return is_short and blocks.tag(blocks.node[place]) in _BETWEEN


def _is_bare(blocks: Blocks, place: int, above: int) -> bool:
    """Say whether a block is a subheading without a heading's tag: a few words beside the paragraphs, and no sentence."""
    text = blocks.texts[place]
    is_short = not blocks.links[place] and len(text) <= _LONGEST_BARE and blocks.parent[blocks.node[place]] == above
    return is_short and " " in text and not text.endswith(_SENTENCE_ENDS) and not CREDITED.search(text)


def _without_followers(blocks: Blocks, kept: list[int], title: str) -> list[int]:
    """End the text where another article begins: at a headline in an element of its own, or one that leads elsewhere."""
    tops = blocks.called("h1")
    if len(tops) < 2 or not kept:
        return kept
    headings = [blocks.node.index(element) for element in tops if element in blocks.node]
    first = next((place for place in headings if fold(blocks.texts[place]) == title), None)
    if first is None:
        return kept
    own = _article_around(blocks, first)
    for place in headings:
        if kept[0] < place <= kept[-1] and fold(blocks.texts[place]) != title:
            around = _article_around(blocks, place)
            leads = blocks.linked[place] >= _ALL_LINK * len(blocks.texts[place])
            if leads or (around > 0 and own > 0 and around != own):
                before, after = [each for each in kept if each < place], [each for each in kept if each > place]
                is_another = _parents(blocks, before).isdisjoint(_parents(blocks, after))
                if is_another and _size(blocks, before) >= _LEAST_ARTICLE:
                    return before
    return kept


def _parents(blocks: Blocks, places: list[int]) -> set[int]:
    return {blocks.parent[blocks.node[place]] for place in places}


def _article_around(blocks: Blocks, place: int) -> int:
    """Give the innermost `article` that a block stands in, 0 where there is none."""
    element = blocks.node[place]
    while element > 0 and blocks.tag(element) != "article":
        element = blocks.parent[element]
    return max(element, 0)


def _without_menu(blocks: Blocks, kept: list[int]) -> list[int]:
    """Take short links off the beginning, where several stand in a row."""
    first = 0
    while first < len(kept) and _is_link(blocks, kept[first]):
        first += 1
    return kept[first:] if first >= _LEAST_MENU else kept


def _is_link(blocks: Blocks, place: int) -> bool:
    return len(blocks.texts[place]) <= _LONGEST_LINK and blocks.linked[place] >= _ALL_LINK * len(blocks.texts[place])


def _without_boxes(blocks: Blocks, kept: list[int]) -> list[int]:
    """Leave out the few words that stand around a form: an offer of letters in the middle of the text."""
    for form in blocks.called("form"):
        box = blocks.parent[form]
        inside = [place for place in kept if box <= blocks.node[place] <= blocks.last[box]] if box > 0 else []
        if inside and _size(blocks, inside) <= min(_LONGEST_BOX, _LARGEST_BOX * _size(blocks, kept)):
            kept = [place for place in kept if place not in inside]
    return kept


def _without_signature(blocks: Blocks, kept: list[int], signed: Sequence[str], title: str) -> list[int]:
    """End the text where the name of its author stands once more, with a few words on who that is."""
    below = range(max(kept[-1] - _LINES_AFTER, kept[1]), kept[-1]) if len(kept) >= _LEAST_LINES else ()
    people = [place for place in below if _is_person(blocks.texts[place]) and blocks.texts[place] not in title]
    for place in people:
        behind = [each for each in kept if each >= place]
        is_box = _size(blocks, behind) <= min(_LONGEST_BOX, _LARGEST_BOX * _size(blocks, kept))
        if is_box and _has_signed(blocks.texts[place], blocks, kept[0], signed):
            return kept[: -len(behind)]
    return kept


def _has_signed(name: str, blocks: Blocks, first: int, signed: Sequence[str]) -> bool:
    """Say whether somebody is an author: named as one, alone on a line above the text, or in a byline there."""
    above = [text for text in blocks.texts[max(first - _LINES_BEFORE, 0) : first] if len(text) <= _LONGEST_BYLINE]
    bylines = (text for text in above if BY.match(text) or any(map(str.isdigit, text)))
    return name in signed or name in above or any(name in text for text in bylines)


def _is_person(text: str) -> bool:
    is_short = len(text) <= _LONGEST_NAME and " " in text and text[0].isupper()
    return is_short and are_people([text]) and not any(map(str.isdigit, text))


def _size(blocks: Blocks, places: list[int]) -> int:
    return sum(len(blocks.texts[place]) for place in places)


def _cells(blocks: Blocks, between: list[int], above: int) -> list[int]:
    """Give those of the blocks that are cells of a table inside an element; none of a table of links."""
    if blocks.flags[above] & TABLE:
        return []
    cells = [place for place in between if blocks.flags[blocks.node[place]] & TABLE]
    linked = sum(blocks.linked[place] for place in cells)
    return cells if 2 * linked <= sum(len(blocks.texts[place]) for place in cells) else []


def legend(blocks: Blocks, kept: list[int]) -> str | None:
    """Give the words below the picture that stands before the text, or at its very beginning."""
    first = kept[0] if kept else 0
    for place in range(max(first - _LINES_BEFORE, 0), min(first + _LINES_INTO, len(blocks.texts))):
        text, node = blocks.texts[place], blocks.node[place]
        is_legend = (blocks.own[node] | blocks.own[max(blocks.parent[node], 0)]) & LEGEND and len(text) <= _LONGEST_BOX
        if is_legend and place not in kept and not BY.match(text) and not _IS_NO_LEGEND.search(text):
            return text
    return None


def listed_count(blocks: Blocks, lines: Sequence[str], site: str) -> int:
    """Count the headings that are links to pages of the same site, right above one of these lines: what a list is made of."""
    found, own = 0, set(lines)
    for place in range(len(blocks.texts) - 1):
        if blocks.linked[place] >= _SHORTEST_TITLE and blocks.texts[place + 1] in own and _is_link_of(blocks, place, site):
            found += blocks.tag(blocks.node[place]) in _HEADINGS
    return found


def _is_link_of(blocks: Blocks, place: int, site: str) -> bool:
    href = blocks.href(place)
    return blocks.linked[place] >= _ALL_LINK * len(blocks.texts[place]) and ("//" not in href or site in href)
