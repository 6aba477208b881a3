"""The one loop over a page's markup: it cuts the text at the borders of block-level elements, and leaves out what is no text.

Reads the markup that a tree is written as: well-formed, attributes in double quotes. What is left out: scripts, forms' fields
and the like, and menus, told by what they hold once they end; then all is as it was before they began.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks.attributes import read_names
from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.tags import BORDER, BREAK, LINK, LIST, MENU, NO_LIST, NO_MENU, PARAGRAPH, RAW, STRIPPED, VOID, key_of

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]

_LEAST_LINKS, _SHORT_LINK, _RUNNING = 4, 20, 3

_AND, _SEMICOLON, _QUOTE, _EQUALS, _SLASH, _LESS, _MORE, _BLANK = (ord(letter) for letter in '&;"=/<> ')
_BANG, _DASH = (ord(letter) for letter in "!-")

# Where the loop stands, in the array `now`. Of the text: the bytes and characters written, the byte where the open block
# starts, whether a blank is due. Of the open block: whether it has text, characters in links, links. Of the open link: whether
# it has text, the character where it starts, where its attributes stand. Of names: the bytes and characters written.
(
    _WRITTEN, _CHARACTERS, _START, _DUE, _HAS_TEXT, _LINKED, _LINK_COUNT, _LINK_DEPTH, _HAS_WORDS, _WORDS, _FROM, _UPTO,
    _HERE, _ELEMENTS, _BLOCKS, _LINKS, _FIRST_LINK, _LAST_END, _NAMES_WRITTEN, _NAMES,
) = range(20)  # fmt: skip
_STATE = 20
# Columns of an open element: the key of its name, how many paragraphs it holds, its menu or -1.
_KEY, _PARAGRAPHS, _MENU = range(3)
# Columns of an open menu: what it holds.
_HELD_LINKS, _HELD_LETTERS, _IS_NO_MENU, _IS_NO_LIST = range(4)
# Columns of a block, of a link and of an element, as they are cut.
END, NODE, LINKED, LINKS, UPTO_LINK = range(5)
WORDS_FROM, WORDS_UPTO, FROM, UPTO = range(4)
PARENT, LAST, DEPTH, TAG, NAMES_UPTO, IS_HIDDEN = range(6)


_key_of = compiled(key_of)


class Cut(NamedTuple):
    """The blocks of a page, a row each, their links, and the elements that they stand in.

    `text` is what all blocks say, squeezed; block i ends before character blocks[i, END]. Of a link, WORDS_FROM and WORDS_UPTO
    tell what it says in there, FROM and UPTO where its attributes stand in the markup. `names` is what all elements are called,
    element n up to character elements[n, NAMES_UPTO].
    """

    text: Bytes
    names: Bytes
    blocks: Numbers
    links: Numbers
    elements: Numbers


@compiled
def _place_of(key: int, keys: Numbers) -> int:
    """Find a key in a sorted array; -1 where it is not there."""
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low if low < len(keys) and keys[low] == key else -1


@compiled
def _escaped(page: Bytes, at: int) -> tuple[int, int]:
    """Give the length of the escape at an ampersand, and the letter that it stands for; 1 and & where it is none."""
    left = len(page) - at
    if left >= 4 and page[at + 2] == 116 and page[at + 3] == _SEMICOLON:
        if page[at + 1] == 108:
            return 4, _LESS
        if page[at + 1] == 103:
            return 4, _MORE
    if left >= 5 and page[at + 1] == 97 and page[at + 2] == 109 and page[at + 3] == 112 and page[at + 4] == _SEMICOLON:
        return 5, _AND
    if left >= 6 and page[at + 5] == _SEMICOLON:
        one, two, three, four = page[at + 1], page[at + 2], page[at + 3], page[at + 4]
        if one == 113 and two == 117 and three == 111 and four == 116:
            return 6, _QUOTE
        if one == 110 and two == 98 and three == 115 and four == 112:
            return 6, _BLANK
    return 1, _AND


@compiled
def _width(page: Bytes, at: int) -> int:
    """Give the number of bytes of the UTF-8 letter that starts here."""
    first = page[at]
    width = 1 if first < 0xC0 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    return min(width, len(page) - at)


@compiled
def _is_blank(page: Bytes, at: int, width: int) -> bool:
    """Say whether a letter is white space, as str.isspace does."""
    first = page[at]
    if width == 1:
        return bool(first == 32 or 9 <= first <= 13 or 28 <= first <= 31)
    second = page[at + 1]
    if width == 2:
        return bool(first == 0xC2 and second in (0x85, 0xA0))
    if width != 3:
        return False
    third = page[at + 2]
    if first == 0xE2:
        if second == 0x80:
            return bool(third <= 0x8A or third in (0xA8, 0xA9, 0xAF))
        return bool(second == 0x81 and third == 0x9F)
    return bool(third == 0x80 and ((first == 0xE1 and second == 0x9A) or (first == 0xE3 and second == 0x80)))


@compiled
def _read_text(page: Bytes, at: int, now: Numbers, text: Bytes) -> tuple[int, int]:
    """Write the letters up to the next tag, squeezed; give where they end and how many they are."""
    written, characters, due = now[_WRITTEN], now[_CHARACTERS], now[_DUE]
    letters = 0
    while at < len(page) and page[at] != _LESS:
        width = _width(page, at)
        letters += 1
        letter = 0
        if page[at] == _AND:
            width, letter = _escaped(page, at)
        if letter == _BLANK or (letter == 0 and _is_blank(page, at, width)):
            due = written > now[_START]
        else:
            if due:
                text[written] = _BLANK
                written += 1
                characters += 1
                due = 0
            if letter:
                text[written] = letter
                written += 1
            else:
                for byte in range(width):
                    text[written + byte] = page[at + byte]
                written += width
            characters += 1
        at += width
    now[_WRITTEN], now[_CHARACTERS], now[_DUE] = written, characters, due
    return at, letters


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
    element[NAMES_UPTO], element[IS_HIDDEN] = now[_NAMES], is_hidden
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
def _note(held: Numbers, role: int, is_running: bool) -> None:
    """Note what a menu holds that its kind is told by."""
    if role & LINK:
        held[_HELD_LINKS] += 1
    if role & NO_MENU or is_running:
        held[_IS_NO_MENU] = 1
    if role & NO_LIST:
        held[_IS_NO_LIST] = 1


@compiled
def _end_of_tag(page: Bytes, at: int) -> int:
    """Find the bracket that ends a tag, outside of values; the name of an attribute may hold a quote."""
    quoted = False
    while at < len(page) and (quoted or page[at] != _MORE):
        if page[at] == _QUOTE:
            quoted = not quoted and page[at - 1] == _EQUALS
        at += 1
    return at


@compiled
def _end_of_comment(page: Bytes, at: int) -> int:
    while at + 2 < len(page) and not (page[at] == _DASH and page[at + 1] == _DASH and page[at + 2] == _MORE):
        at += 1
    return min(at + 3, len(page))


@compiled
def _end_of_raw(page: Bytes, at: int, name: int, size: int) -> int:
    """Find the end tag of an element whose content is no markup; `name` is where its own name stands."""
    while at + 2 + size <= len(page):
        if page[at] == _LESS and page[at + 1] == _SLASH:
            same = 0
            while same < size and page[at + 2 + same] == page[name + same]:
                same += 1
            if same == size:
                return at
        at += 1
    return len(page)


@compiled
def _end_of_text(page: Bytes, at: int) -> int:
    while at < len(page) and page[at] != _LESS:
        at += 1
    return at


@compiled
def _end_of_name(page: Bytes, at: int) -> int:
    while at < len(page) and page[at] != _MORE and page[at] != _BLANK and page[at] != _SLASH:
        at += 1
    return at


@compiled
def _beyond(page: Bytes, start: int, end: int) -> int:
    """Count the bytes that begin no letter: places in bytes run ahead of places in letters by so many."""
    count = 0
    for at in range(start, end):
        count += page[at] & 0xC0 == 0x80
    return count


@compiled
def cut_up(page: Bytes, keys: Numbers, roles: Numbers) -> Cut:  # noqa: PLR0912, PLR0915 - one loop over all there is
    """Cut markup, as UTF-8, into blocks; `roles` says what the tags do whose keys are `keys`, sorted."""
    most = 2
    for byte in page:
        most += byte == _LESS
    text, names = np.empty(len(page) + 1, np.uint8), np.empty(len(page) + 1, np.uint8)
    blocks, links, elements = np.empty((most, 5), np.int64), np.empty((most, 4), np.int64), np.empty((most, 6), np.int64)
    stack, before, held = np.empty((most, 3), np.int64), np.empty((most, _STATE), np.int64), np.zeros((most, 4), np.int64)
    now = np.zeros(_STATE, np.int64)
    now[_HERE] = -1
    depth, menus, skipped, skipped_depth = 0, 0, 0, 0
    at, beyond = 0, 0
    while at < len(page):
        if page[at] != _LESS:
            if skipped:
                end = _end_of_text(page, at)
                beyond += _beyond(page, at, end)
            else:
                end, letters = _read_text(page, at, now, text)
                more = _beyond(page, at, end)
                beyond += more
                now[_HAS_TEXT] = 1
                if now[_LINK_DEPTH]:
                    now[_HAS_WORDS] = 1
                    now[_LINKED] += end - at - more
                if menus:
                    held[menus - 1, _HELD_LETTERS] += letters
            at = end
            continue
        if at + 1 < len(page) and page[at + 1] == _BANG:
            end = _end_of_comment(page, at)
            beyond += _beyond(page, at, end)
            at = end
            continue
        closing = at + 1 < len(page) and page[at + 1] == _SLASH
        name = at + 2 if closing else at + 1
        name_end = _end_of_name(page, name)
        start = name_end - beyond
        end = _end_of_tag(page, name_end)
        beyond += _beyond(page, name, end)
        key = _key_of(page, name, name_end)
        place = _place_of(key, keys)
        role = roles[place] if place >= 0 else 0
        at = end + 1
        if role & RAW and not closing:
            raw_end = _end_of_raw(page, at, name, name_end - name)
            beyond += _beyond(page, at, raw_end)
            at = raw_end
        if skipped:
            if key == skipped:
                skipped_depth += -1 if closing else 1
                if skipped_depth == 0:
                    skipped = 0
            continue
        if role & STRIPPED:
            if not (role & VOID or closing):
                skipped, skipped_depth = key, 1
            continue
        if closing:
            level = depth - 1
            while level >= 0 and stack[level, _KEY] != key:
                level -= 1
            if level >= 0:
                depth = level
                menu = stack[level, _MENU]
                if menu >= 0:
                    menus = menu
                    if _is_menu(role, held[menu]):
                        now[:] = before[menu]
                        continue
                    if menu:
                        held[menu - 1] += held[menu]
        elif not role & VOID:
            is_running = False
            if role & PARAGRAPH and depth:
                stack[depth - 1, _PARAGRAPHS] += 1
                is_running = stack[depth - 1, _PARAGRAPHS] >= _RUNNING
            if menus:
                _note(held[menus - 1], role, is_running)
            stack[depth, _KEY], stack[depth, _PARAGRAPHS], stack[depth, _MENU] = key, 0, -1
            if role & MENU:
                stack[depth, _MENU] = menus
                before[menus] = now
                held[menus] = 0
                menus += 1
            depth += 1
        if role & BORDER:
            _end_block(now, blocks, links)
            if closing:
                _close_element(now, elements)
            elif not role & BREAK:
                is_hidden = read_names(page, name_end, min(end, len(page)), names, now[_NAMES_WRITTEN : _NAMES + 1])
                _open_element(now, elements, place, is_hidden)
        elif role & LINK:
            _end_link(now, links)
            if closing:
                now[_LINK_DEPTH] = max(now[_LINK_DEPTH] - 1, 0)
            else:
                now[_LINK_DEPTH] += 1
                now[_LINK_COUNT] += 1
                now[_FROM], now[_UPTO] = start, end - beyond
    if now[_ELEMENTS]:
        elements[0, LAST] = now[_ELEMENTS] - 1
    return Cut(
        text[: now[_WRITTEN]],
        names[: now[_NAMES_WRITTEN]],
        blocks[: now[_BLOCKS]],
        links[: now[_LINKS]],
        elements[: now[_ELEMENTS]],
    )
