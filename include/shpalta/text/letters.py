"""What can be told of a block by its letters alone: how many of which kind, the last ones, the signs of notices."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks import Blocks
from shpalta.text.elements import Column, Matrix

_LETTER, _UPPER, _DIGIT, _SPACE, _COMMA, _STOP, _QUOTE, _IDEOGRAPH, _OTHER = range(9)
_CLASSES = 9
_SHARES = (_COMMA, _STOP, _UPPER, _DIGIT, _QUOTE, _OTHER)
_COMMAS = ",;:،、，；："
_STOPS = ".!?…。！？؟।"
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


def letters_of(blocks: Blocks) -> dict[str, Matrix]:
    """Count kinds of letters; look at a block's last letters, its links, and signs of notices: a row a feature."""
    texts = blocks.texts
    joined = "".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _CLASS_OF.take(codes, mode="clip")
    lengths = np.array([len(text) for text in texts], np.int64)
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(0, len(texts) * _CLASSES, _CLASSES), lengths)
    counts = np.bincount(owner + kinds, minlength=len(texts) * _CLASSES).reshape(-1, _CLASSES).T.astype(np.float32)
    size = lengths.astype(np.float32)
    last, before_last = kinds[ends - 1], kinds[np.maximum(ends - 2, 0)]
    is_stop = (last == _STOP) | ((last == _QUOTE) & (before_last == _STOP) & (lengths > 1))
    ideographs = counts[_IDEOGRAPH]
    return {
        "size": np.log1p(size + 2.0 * ideographs),
        "words": np.log1p(counts[_SPACE] + ideographs / 2),
        "word_length": (counts[_LETTER] + counts[_UPPER]) / (counts[_SPACE] + 1 + ideographs),
        "stops": counts[_STOP],
        "shares": counts[_SHARES, :] / size,
        "ends_sentence": is_stop.astype(np.float32),
        "ends_cut": np.array([text.endswith(("...", "…")) for text in texts], np.float32),
        "link_share": np.array(blocks.linked, np.float32) / size,
        "links": np.minimum(np.array(blocks.links, np.float32), _MOST_LINKS),
        "has_sign": _signs(len(texts), joined, ends.tolist()),
    }


def _signs(count: int, joined: str, ends: list[int]) -> Column:
    signs = np.zeros(count, np.float32)
    for sign in _SIGNS:
        place = joined.find(sign)
        while place >= 0:
            block = bisect_right(ends, place)
            signs[block] = 1.0
            place = joined.find(sign, ends[block])
    return signs
