"""What of a text is kept to find it again: its words, their hashes, and a hash of the whole.

Hashes are xxhash, so they are equal in every process, on every machine and in every version of Python.
"""

from __future__ import annotations

import re
import unicodedata

import xxhash

FINGERPRINT_VERSION = "1"

_WORD = re.compile(r"\w+(?:['’ʼ‑-]\w+)*")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "‑": "-"})


def words_of(text: str) -> list[str]:
    """List the words of a text as they are compared: NFKC, case folded, one apostrophe, no punctuation."""
    plain = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    return _WORD.findall(plain)


def text_hash(words: list[str]) -> str:
    """Hash the words of a text in their order; 32 hex digits, empty for a text without words."""
    return xxhash.xxh3_128_hexdigest(" ".join(words).encode()) if words else ""
