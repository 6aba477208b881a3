"""The language of a page's text: what its letters say, with what the page declares as the second witness."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_CHARACTERS_READ = 1_500
_LEAST_LETTERS = 20
_CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?$", re.I)


def language_of(text: str, declared: str) -> str | None:
    """Give the BCP 47 code of the text; the declared one only where the text is too short to tell."""
    match = _CODE.match(declared)
    said = match[1].lower() if match else None
    if sum(map(str.isalpha, text[:200])) < _LEAST_LETTERS:
        return said
    return str(_detector()(text[:_CHARACTERS_READ].replace("\n", " "))) or said


@cache
def _detector() -> Callable[[str], object]:
    import eldc  # noqa: PLC0415 - 23 MB that only detection needs

    eldc.init()
    detect: Callable[[str], object] = eldc.detect
    return detect
