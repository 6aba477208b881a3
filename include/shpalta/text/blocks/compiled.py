"""Compiles the loops that look at every letter and every block of a page to machine code."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import numba
import numba.core.config
import xxhash

P = ParamSpec("P")
R = TypeVar("R")

_SOURCES = Path(__file__).parent
_HOMES = (_SOURCES / "__pycache__", Path("~/.cache/shpalta"))


def _home() -> str | None:
    """Find a folder that keeps the code for the next process, one for each state of the sources.

    Numba itself looks at the file of a function alone, and would go on with what others that it calls were before.
    """
    digest = xxhash.xxh3_64_hexdigest(b"".join(path.read_bytes() for path in sorted(_SOURCES.glob("*.py"))))
    for home in _HOMES:
        try:
            folder = home.expanduser() / f"compiled-{digest}"
            folder.mkdir(parents=True, exist_ok=True)
        except (OSError, RuntimeError):
            continue
        if os.access(folder, os.W_OK):
            return str(folder)
    return None


_HOME = _home()
numba.core.config.CACHE_DIR = _HOME or ""  # type: ignore[attr-defined]  # numba makes it when it is loaded


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays when it is first called.

    Indices are not checked: whoever calls gives arrays that are large enough for any input.
    """
    made: Callable[P, R] = numba.njit(cache=_HOME is not None, error_model="numpy")(function)
    return made
