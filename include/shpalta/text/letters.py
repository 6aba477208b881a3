"""What can be told of a block by its letters alone: how many of which kind, the first one, the last ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks import Blocks
from shpalta.text.elements import Matrix

_LETTER, _UPPER, _DIGIT, _SPACE, _COMMA, _STOP, _QUOTE, _IDEOGRAPH, _OTHER = range(9)
_CLASSES = 9
_COMMAS = ",;:،、，；："
_STOPS = ".!?…。！？؟।"
_QUOTES = "\"'«»“”„‘’()"
_MOST_LINKS = 20
# What stands in notices all over the world, in every language.
_SIGNS = ("cookie", "©", "@", "newsletter", "javascript")


def _letter_classes() -> npt.NDArray[np.uint8]:
    table = np.full(0x10000, _OTHER, np.uint8)
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
    """Count kinds of letters; look at a block's first and last letter, its links, and signs of notices."""
    texts = blocks.texts
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _CLASS_OF[np.minimum(codes, 0xFFFF)]
    lengths = np.array([len(text) for text in texts], np.int64)
    ends = np.cumsum(lengths) - 1
    starts = ends + 1 - lengths
    owner = np.repeat(np.arange(0, len(texts) * _CLASSES, _CLASSES), lengths)
    counts = np.bincount(owner + kinds, minlength=len(texts) * _CLASSES).reshape(-1, _CLASSES).astype(np.float32)
    size = lengths.astype(np.float32)
    shares = counts / size[:, None]
    first, last, before_last = kinds[starts], kinds[ends], kinds[np.maximum(ends - 1, starts)]
    is_stop, is_quote = last == _STOP, last == _QUOTE
    return {
        "size": np.log1p(size + 2.0 * counts[:, _IDEOGRAPH]),
        "words": np.log1p(counts[:, _SPACE] + counts[:, _IDEOGRAPH] / 2),
        "word_length": (counts[:, _LETTER] + counts[:, _UPPER]) / (counts[:, _SPACE] + 1 + counts[:, _IDEOGRAPH]),
        "commas": counts[:, _COMMA],
        "stops": counts[:, _STOP],
        "shares": shares[:, (_COMMA, _STOP, _UPPER, _DIGIT, _QUOTE, _OTHER)],
        "starts_upper": ((first == _UPPER) | (first == _IDEOGRAPH)).astype(np.float32),
        "starts_letter": (first == _LETTER).astype(np.float32),
        "ends_sentence": (is_stop | (is_quote & (before_last == _STOP)) | ((before_last == _QUOTE) & is_stop)).astype(
            np.float32
        ),
        "ends_cut": np.array([text.endswith(("...", "…")) for text in texts], np.float32),
        "ends_colon": np.array([text.endswith((":", "：")) for text in texts], np.float32),
        "link_share": np.array(blocks.linked, np.float32) / size,
        "links": np.minimum(np.array(blocks.links, np.float32), _MOST_LINKS),
        "has_sign": _signs(texts),
    }


def _signs(texts: list[str]) -> Matrix:
    lower = [text.lower() for text in texts]
    return np.array([any(sign in text for sign in _SIGNS) for text in lower], np.float32)
