"""A value with where on the page it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """A value with where it was found; empty source when it was not."""

    value: Any = None
    source: str = ""


NOTHING = Found()
