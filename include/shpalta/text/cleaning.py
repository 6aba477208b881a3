"""Make a text readable for rules without losing where each letter stood: composed, visible, of one alphabet a word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_KEPT_WORDS = 5_000
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_COMBINING = re.compile("[\u0300-\u036f]")
_APOSTROPHE = re.compile("[’ʼ‘ʹ′`´\u02bb\uff07]")
_SPACE = re.compile("[\u00a0\u2007\u2009\u200a\u202f\u3000]")
# A Latin letter with a Cyrillic one on either side; what begins with one set of characters is looked for fastest.
_ALPHABETS_MEET = re.compile("[A-Za-z](?:(?=[А-Яа-яІіЇїЄєҐґ])|(?<=[А-Яа-яІіЇїЄєҐґ].))")
_WORD = re.compile(r"[^\W\d_]*")
_LATIN = "aceiopxyABCEHIKMOPTXY"
_CYRILLIC = "асеіорхуАВСЕНІКМОРТХУ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_LATIN_LETTER = re.compile("[A-Za-z]")
_CYRILLIC_LETTER = re.compile("[А-Яа-яЁёІіЇїЄєҐґЎў]")


@dataclass(frozen=True)
class CleanText:
    """A text fit for rules; `origins` holds where each character starts and ends in the raw text, None where all stayed."""

    text: str
    origins: tuple[tuple[int, int], ...] | None = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the clean text to the raw text, in Unicode code points."""
        if self.origins is None or start >= end:
            return start, end
        return self.origins[start][0], self.origins[end - 1][1]


def clean(text: str) -> CleanText:
    """Drop invisible characters, compose letters, straighten apostrophes and spaces, undo look-alike letters."""
    origins: tuple[tuple[int, int], ...] | None = None
    if _INVISIBLE.search(text) or _COMBINING.search(text):
        text, origins = _compose(text)
    text = _SPACE.sub(" ", _APOSTROPHE.sub("'", text))
    if _ALPHABETS_MEET.search(text):
        text = _mend(text)
    return CleanText(text, origins)


def _mend(text: str) -> str:
    """Write each word in which alphabets meet in one of them."""
    parts: list[str] = []
    reached = 0
    for match in _ALPHABETS_MEET.finditer(text):
        if match.start() >= reached:
            start = match.start()
            while start > reached and text[start - 1].isalpha():
                start -= 1
            word = _WORD.match(text, start)[0]  # type: ignore[index]
            parts += [text[reached:start], _one_alphabet(word)]
            reached = start + len(word)
    return "".join([*parts, text[reached:]])


def _compose(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    letters: list[str] = []
    origins: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if _INVISIBLE.match(character):
            continue
        if not _COMBINING.match(character):
            letters.append(character)
            origins.append((place, place + 1))
        elif letters:  # a mark that makes no letter of its own, like a stress, is left out
            joined = unicodedata.normalize("NFC", letters[-1] + character)
            letters[-1] = joined if len(joined) == 1 else letters[-1]
            origins[-1] = (origins[-1][0], place + 1)
    return "".join(letters), tuple(origins)


@lru_cache(_KEPT_WORDS)
def _one_alphabet(word: str) -> str:
    if not _ALPHABETS_MEET.search(word):
        return word
    latin, cyrillic = len(_LATIN_LETTER.findall(word)), len(_CYRILLIC_LETTER.findall(word))
    mended = word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)
    is_mended = not (_LATIN_LETTER.search(mended) and _CYRILLIC_LETTER.search(mended))
    return mended if is_mended else word
