"""Writes include/shpalta/text/dates/months.json: the names of months in the languages of newspapers, from CLDR.

Run: python bench/make_months.py
"""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale, localedata

LANGUAGES = [
    "uk", "ru", "en", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu", "id",
    "is", "it", "ka", "kk", "lt", "lv", "mk", "ms", "nb", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sr", "sv",
    "tr", "ar", "ar_SY", "ar_DZ", "fa", "hi", "bn", "ta", "te", "ml", "mr", "gu", "pa", "kn", "ne", "si", "th", "hy",
    "ky", "az", "uz", "eu", "gl", "cy", "af", "lb", "sw", "ur", "km", "my", "fo", "mt", "he",
]  # fmt: skip
TARGET = Path(__file__).parent.parent / "include/shpalta/text/dates/months.json"
SHORTEST_NAME = 3


def names_of(language: str) -> dict[str, int]:
    """Map every form of a month's name, lower-cased and without a full stop, to its number."""
    localedata._cache.clear()  # what one language lends from another would stay in it
    months = Locale.parse(language).months
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in months[context][width].items():
                key = name.lower().rstrip(".")
                if len(key) >= SHORTEST_NAME and not key[0].isdigit() and " " not in key:
                    names.setdefault(key, number)
    return names


def main() -> None:
    table = {language: dict(sorted(names_of(language).items(), key=lambda pair: (pair[1], pair[0]))) for language in LANGUAGES}
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
