"""What can be told of a block by its letters alone: how many of which kind, the last ones, the signs of notices."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.elements import Column, Matrix
from shpalta.text.blocks.markup import Numbers
from shpalta.text.blocks.reading import Blocks

_LETTER, _UPPER, _DIGIT, _SPACE, _COMMA, _STOP, _QUOTE, _IDEOGRAPH, _OTHER = range(9)
_CLASSES = 9
_SHARES = (_COMMA, _STOP, _UPPER, _DIGIT, _QUOTE, _OTHER)
# The columns, in order; each is one number a block.
LETTER_FEATURES = (
    "size", "words", "word_length", "stops", *(f"shares_{place}" for place in range(len(_SHARES))), "ends_sentence", "ends_cut",
    "link_share", "links", "has_sign",
)  # fmt: skip
SIZE, WORDS, WORD_LENGTH, STOPS, FIRST_SHARE = range(5)
ENDS_SENTENCE, ENDS_CUT, LINK_SHARE, LINKS, HAS_SIGN = range(5 + len(_SHARES) - 1, 10 + len(_SHARES) - 1)
_COMMAS = ",;:،、，；："
_STOPS = ".!?…。！？؟।"
_DOT, _ELLIPSIS = ord("."), ord("…")
_QUOTES = "\"'«»“”„‘’()"
_MOST_LINKS = 20
# What stands in notices all over the world, in every language.
_SIGNS = ("cookie", "Cookie", "©", "@", "newsletter", "Newsletter", "javascript", "JavaScript")


def _letter_classes() -> npt.NDArray[np.uint8]:
    table = np.full(0x10001, _OTHER, np.uint8)
    for code in range(0x10000):
        letter = chr(code)
        if 0x2E80 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7AF or 0xF900 <= code <= 0xFAFF:
            table[code] = _IDEOGRAPH
        elif letter.isdigit():
            table[code] = _DIGIT
        elif letter.isupper():
            table[code] = _UPPER
        elif letter.isalpha():
            table[code] = _LETTER
        elif letter.isspace():
            table[code] = _SPACE
    for letters, kind in ((_COMMAS, _COMMA), (_STOPS, _STOP), (_QUOTES, _QUOTE)):
        for letter in letters:
            table[ord(letter)] = kind
    return table


_CLASS_OF = _letter_classes()


def letters_of(blocks: Blocks, rows: Matrix) -> Column:
    """Fill the columns of LETTER_FEATURES, a row a block; give the sizes in letters, where an ideograph counts for three."""
    codes = np.frombuffer(blocks.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    links = np.array((blocks.linked, blocks.links), np.int64)
    sizes = _count(codes, np.array(blocks.ends, np.int64), _CLASS_OF, links, rows)
    _mark_signs(blocks.text, blocks.ends, rows)
    return sizes


@compiled
def _count(
    codes: npt.NDArray[np.uint32],
    ends: Numbers,
    classes: npt.NDArray[np.uint8],
    links: Numbers,
    rows: Matrix,
) -> Column:
    sizes = np.empty(len(ends))
    counts = np.empty(_CLASSES, np.int64)
    start = 0
    for block in range(len(ends)):
        end = ends[block]
        length = end - start
        counts[:] = 0
        last = before_last = _OTHER
        for at in range(start, end):
            before_last, last = last, classes[min(codes[at], 0x10000)]
            counts[last] += 1
        ideographs, spaces = counts[_IDEOGRAPH], counts[_SPACE]
        sizes[block] = length + 2 * ideographs
        row = rows[block]
        row[SIZE] = np.log1p(sizes[block])
        row[WORDS] = np.log1p(spaces + ideographs / 2)
        row[WORD_LENGTH] = (counts[_LETTER] + counts[_UPPER]) / (spaces + 1 + ideographs)
        row[STOPS] = counts[_STOP]
        for place in range(len(_SHARES)):
            row[FIRST_SHARE + place] = counts[_SHARES[place]] / length
        row[ENDS_SENTENCE] = last == _STOP or (last == _QUOTE and length > 1 and before_last == _STOP)
        is_dotted = length > 2 and codes[end - 1] == _DOT and codes[end - 2] == _DOT and codes[end - 3] == _DOT
        row[ENDS_CUT] = is_dotted or codes[end - 1] == _ELLIPSIS
        row[LINK_SHARE] = links[0, block] / length
        row[LINKS] = min(links[1, block], _MOST_LINKS)
        row[HAS_SIGN] = 0
        start = end
    return sizes


def _mark_signs(joined: str, ends: list[int], rows: Matrix) -> None:
    for sign in _SIGNS:
        place = joined.find(sign)
        while place >= 0:
            block = bisect_right(ends, place)
            rows[block, HAS_SIGN] = 1.0
            place = joined.find(sign, ends[block])
