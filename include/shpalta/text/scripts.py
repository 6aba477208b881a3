"""Which script a text is written in, letter by letter."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from itertools import islice

UNKNOWN_SCRIPT = "Zyyy"

# First word of a letter's Unicode name -> ISO 15924.
_BY_NAME = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "GUJARATI": "Gujr",
    "ORIYA": "Orya",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "SINHALA": "Sinh",
    "THAI": "Thai",
    "LAO": "Laoo",
    "TIBETAN": "Tibt",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "ETHIOPIC": "Ethi",
    "MONGOLIAN": "Mong",
    "HANGUL": "Kore",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "CJK": "Hani",
}


@cache
def script_of_letter(letter: str) -> str:
    """Name the script of one character by its ISO 15924 code; "Zyyy" for what is no letter."""
    if not letter.isalpha():
        return UNKNOWN_SCRIPT
    return _BY_NAME.get(unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0], UNKNOWN_SCRIPT)


def script_of(text: str, *, letters: int = 2000) -> str:
    """Name the script that most of the first `letters` letters are in; "Zyyy" where there are none."""
    counts: Counter[str] = Counter()
    for letter, count in Counter(islice(filter(str.isalpha, text), letters)).items():
        counts[script_of_letter(letter)] += count
    if counts["Jpan"]:
        counts["Jpan"] += counts.pop("Hani", 0)
    counts.pop(UNKNOWN_SCRIPT, None)
    return max(counts, key=lambda script: (counts[script], script)) if counts else UNKNOWN_SCRIPT
