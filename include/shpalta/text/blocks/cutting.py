"""The one loop over a page's markup: it cuts the text at the borders of block-level elements, and leaves out what is no text.

Reads the markup that a tree is written as: well-formed, attributes in double quotes. What is left out: scripts, forms' fields
and the like, and menus, told by what they hold once they end; then all is as it was before they began.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shpalta.text.blocks.attributes import read_names
from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.markup import (
    Bytes,
    Numbers,
    end_of_comment,
    end_of_name,
    end_of_raw,
    end_of_tag,
    end_of_text,
    escaped,
    is_blank,
    key_at,
    width_of,
)
from shpalta.text.blocks.tags import (
    BORDER,
    BREAK,
    KEYS,
    LINK,
    LIST,
    MENU,
    NO_LIST,
    NO_MENU,
    PARAGRAPH,
    PLACES,
    RAW,
    ROLES,
    SLOTS,
    STRIPPED,
    VOID,
)

_LEAST_LINKS, _SHORT_LINK, _RUNNING = 4, 20, 3

_SLASH, _LESS, _BLANK, _AND, _BANG = (ord(letter) for letter in "/< &!")
_FIRST_OF_MANY = 0x80
_KEYS, _ROLES, _PLACES = (np.array(each, np.int64) for each in (KEYS, ROLES, PLACES))

# Where the loop stands, in the array `now`. Of the text: the bytes and characters written, the byte where the open block
# starts, whether a blank is due. Of the open block: whether it has text, characters in links, links. Of the open link: whether
# it has text, the character where it starts, where its attributes stand. Of names: the bytes written.
(
    _WRITTEN, _CHARACTERS, _START, _DUE, _HAS_TEXT, _LINKED, _LINK_COUNT, _LINK_DEPTH, _HAS_WORDS, _WORDS, _FROM, _UPTO,
    _HERE, _ELEMENTS, _BLOCKS, _LINKS, _FIRST_LINK, _LAST_END, _NAMES_WRITTEN,
) = range(19)  # fmt: skip
_STATE = 19
# How many elements and menus are open. Columns of an open element: the key of its name, how many paragraphs it holds, its menu
# or -1.
_DEPTH, _MENUS = range(2)
_KEY, _PARAGRAPHS, _MENU = range(3)
# Columns of an open menu: what it holds.
_HELD_LINKS, _HELD_LETTERS, _IS_NO_MENU, _IS_NO_LIST = range(4)
# Columns of a block, of a link and of an element, as they are cut.
END, NODE, LINKED, LINKS, UPTO_LINK = range(5)
WORDS_FROM, WORDS_UPTO, FROM, UPTO = range(4)
PARENT, LAST, DEPTH, TAG, NAMES_UPTO, IS_HIDDEN = range(6)


class Cut(NamedTuple):
    """The blocks of a page, a row each, their links, and the elements that they stand in.

    `text` is what all blocks say, squeezed; block i ends before character blocks[i, END]. Of a link, WORDS_FROM and WORDS_UPTO
    tell what it says in there, FROM and UPTO where its attributes stand in the markup. `names` is what all elements are called,
    element n up to byte elements[n, NAMES_UPTO].
    """

    text: Bytes
    names: Bytes
    blocks: Numbers
    links: Numbers
    elements: Numbers


class _Nest(NamedTuple):
    """What is open where the loop stands: elements, menus with what they hold, and where it stood before each menu."""

    elements: Numbers
    menus: Numbers
    before: Numbers
    counts: Numbers


@compiled
def _place_of(key: int) -> int:
    """Find what a tag's name is among those that do something; -1 where it is not there."""
    place = _PLACES[key % SLOTS]
    return int(place) if _KEYS[place] == key else -1


@compiled
def _read_text(page: Bytes, at: int, now: Numbers, text: Bytes) -> tuple[int, int, int]:
    """Write the letters up to the next tag, squeezed; give where they end, how many they are, and how many as written."""
    written, characters, due = now[_WRITTEN], now[_CHARACTERS], now[_DUE]
    start = now[_START]
    letters, spelled = 0, 0
    while at < len(page):
        letter = page[at]
        if letter == _LESS:
            break
        width = 1
        letters += 1
        spelled += 1
        if letter == _AND:
            width, letter = escaped(page, at)
            spelled += width - 1
        elif letter >= _FIRST_OF_MANY:
            width = width_of(page, at)
        if letter == _BLANK or is_blank(page, at, width):
            due = written > start
            at += width
            continue
        if due:
            text[written] = _BLANK
            written += 1
            characters += 1
            due = 0
        text[written] = letter
        written += 1
        characters += 1
        at += 1
        if letter >= _FIRST_OF_MANY:
            for _ in range(1, width):
                text[written] = page[at]
                written += 1
                at += 1
        else:
            at += width - 1
    now[_WRITTEN], now[_CHARACTERS], now[_DUE] = written, characters, due
    return at, letters, spelled


@compiled
def _end_link(now: Numbers, links: Numbers) -> None:
    """Keep what a link has said."""
    if now[_HAS_WORDS]:
        link = links[now[_LINKS]]
        link[WORDS_FROM], link[WORDS_UPTO] = now[_WORDS], now[_CHARACTERS]
        link[FROM], link[UPTO] = now[_FROM], now[_UPTO]
        now[_LINKS] += 1
    now[_WORDS] = now[_CHARACTERS]
    now[_HAS_WORDS] = 0


@compiled
def _turn_link(now: Numbers, links: Numbers, closing: bool, start: int, end: int) -> None:
    """Begin or end a link; `start` and `end` are where its attributes stand."""
    _end_link(now, links)
    if closing:
        now[_LINK_DEPTH] = max(now[_LINK_DEPTH] - 1, 0)
        return
    now[_LINK_DEPTH] += 1
    now[_LINK_COUNT] += 1
    now[_FROM], now[_UPTO] = start, end


@compiled
def _take_text(page: Bytes, at: int, now: Numbers, text: Bytes, nest: _Nest) -> int:
    """Take the text up to the next tag; give where it ends."""
    end, letters, spelled = _read_text(page, at, now, text)
    now[_HAS_TEXT] = 1
    if now[_LINK_DEPTH]:
        now[_HAS_WORDS] = 1
        now[_LINKED] += spelled
    if nest.counts[_MENUS]:
        nest.menus[nest.counts[_MENUS] - 1, _HELD_LETTERS] += letters
    return end


@compiled
def _end_block(now: Numbers, blocks: Numbers, links: Numbers) -> None:
    """Keep the text since the last border as a block, if there is any."""
    if not now[_HAS_TEXT]:
        return
    _end_link(now, links)
    size = now[_CHARACTERS] - now[_LAST_END]
    if size:
        block = blocks[now[_BLOCKS]]
        block[END], block[NODE], block[LINKED] = now[_CHARACTERS], now[_HERE], min(now[_LINKED], size)
        block[LINKS], block[UPTO_LINK] = now[_LINK_COUNT], now[_LINKS]
        now[_BLOCKS] += 1
        now[_FIRST_LINK], now[_LAST_END] = now[_LINKS], now[_CHARACTERS]
    now[_LINKS] = now[_FIRST_LINK]
    now[_START], now[_DUE], now[_HAS_TEXT], now[_LINKED] = now[_WRITTEN], 0, 0, 0
    now[_LINK_COUNT] = 1 if now[_LINK_DEPTH] else 0


@compiled
def _open_element(now: Numbers, elements: Numbers, tag: int, is_hidden: bool) -> None:
    here = now[_HERE]
    element = elements[now[_ELEMENTS]]
    element[PARENT], element[LAST], element[TAG] = here, now[_ELEMENTS], tag
    element[DEPTH] = elements[here, DEPTH] + 1 if here >= 0 else 0
    element[NAMES_UPTO], element[IS_HIDDEN] = now[_NAMES_WRITTEN], is_hidden
    now[_HERE] = now[_ELEMENTS]
    now[_ELEMENTS] += 1


@compiled
def _close_element(now: Numbers, elements: Numbers) -> None:
    here = now[_HERE]
    if here > 0:
        elements[here, LAST] = now[_ELEMENTS] - 1
        now[_HERE] = elements[here, PARENT]


@compiled
def _is_menu(role: int, held: Numbers) -> bool:
    """Say whether an element is a menu beyond doubt: called so, or a list of nothing but short links."""
    if not role & LIST:
        return bool(held[_IS_NO_MENU] == 0)
    links = held[_HELD_LINKS]
    return bool(links >= _LEAST_LINKS and held[_HELD_LETTERS] < _SHORT_LINK * links and held[_IS_NO_LIST] == 0)


@compiled
def _enter(key: int, role: int, now: Numbers, nest: _Nest) -> None:
    """Note that an element is open, and of the menu around it what its kind is told by."""
    depth, menus = nest.counts[_DEPTH], nest.counts[_MENUS]
    is_running = False
    if role & PARAGRAPH and depth:
        nest.elements[depth - 1, _PARAGRAPHS] += 1
        is_running = nest.elements[depth - 1, _PARAGRAPHS] >= _RUNNING
    if menus:
        held = nest.menus[menus - 1]
        held[_HELD_LINKS] += role & LINK != 0
        held[_IS_NO_MENU] += role & NO_MENU != 0 or is_running
        held[_IS_NO_LIST] += role & NO_LIST != 0
    element = nest.elements[depth]
    element[_KEY], element[_PARAGRAPHS], element[_MENU] = key, 0, -1
    if role & MENU:
        element[_MENU] = menus
        nest.before[menus] = now
        nest.menus[menus] = 0
        nest.counts[_MENUS] += 1
    nest.counts[_DEPTH] += 1


@compiled
def _leave(key: int, role: int, now: Numbers, nest: _Nest) -> bool:
    """Note that an element is closed; say whether it was a menu, and then stand where the loop stood before it."""
    level = nest.counts[_DEPTH] - 1
    while level >= 0 and nest.elements[level, _KEY] != key:
        level -= 1
    if level < 0:
        return False
    nest.counts[_DEPTH] = level
    menu = nest.elements[level, _MENU]
    if menu < 0:
        return False
    nest.counts[_MENUS] = menu
    if _is_menu(role, nest.menus[menu]):
        now[:] = nest.before[menu]
        return True
    if menu:
        nest.menus[menu - 1] += nest.menus[menu]
    return False


@compiled
def cut_up(page: Bytes) -> Cut:  # noqa: PLR0912, PLR0915 - one loop over all there is
    """Cut markup, as UTF-8, into blocks."""
    most = 2
    for byte in page:
        most += byte == _LESS
    text, names = np.empty(len(page) + 1, np.uint8), np.empty(len(page) + 1, np.uint8)
    blocks, links, elements = np.empty((most, 5), np.int64), np.empty((most, 4), np.int64), np.empty((most, 6), np.int64)
    columns = np.empty((most, 3), np.int64), np.empty((most, 4), np.int64), np.empty((most, _STATE), np.int64)
    nest = _Nest(columns[0], columns[1], columns[2], np.zeros(2, np.int64))
    now = np.zeros(_STATE, np.int64)
    now[_HERE] = -1
    skipped, skipped_depth, at = 0, 0, 0
    while at < len(page):
        if page[at] != _LESS or (at + 1 < len(page) and page[at + 1] == _BANG):
            if page[at] == _LESS:
                at = end_of_comment(page, at)
            elif skipped:
                at = end_of_text(page, at)
            else:
                at = _take_text(page, at, now, text, nest)
            continue
        closing = at + 1 < len(page) and page[at + 1] == _SLASH
        name = at + 2 if closing else at + 1
        name_end = end_of_name(page, name)
        end = end_of_tag(page, name_end)
        key = key_at(page, name, name_end)
        place = _place_of(key)
        role = _ROLES[place] if place >= 0 else 0
        at = end + 1
        if role & RAW and not closing:
            at = end_of_raw(page, end + 1, name, name_end - name)
        if skipped:
            if key == skipped:
                skipped_depth += -1 if closing else 1
                skipped = skipped if skipped_depth else 0
            continue
        if role & STRIPPED:
            if not (role & VOID or closing):
                skipped, skipped_depth = key, 1
            continue
        if closing and _leave(key, role, now, nest):
            continue
        if not (closing or role & VOID):
            _enter(key, role, now, nest)
        if role & BORDER:
            _end_block(now, blocks, links)
            if closing:
                _close_element(now, elements)
            elif not role & BREAK:
                is_hidden = read_names(page, name_end, min(end, len(page)), names, now[_NAMES_WRITTEN : _NAMES_WRITTEN + 1])
                _open_element(now, elements, place, is_hidden)
        elif role & LINK:
            _turn_link(now, links, closing, name_end, min(end, len(page)))
    if now[_ELEMENTS]:
        elements[0, LAST] = now[_ELEMENTS] - 1
    return Cut(
        text[: now[_WRITTEN]],
        names[: now[_NAMES_WRITTEN]],
        blocks[: now[_BLOCKS]],
        links[: now[_LINKS]],
        elements[: now[_ELEMENTS]],
    )
