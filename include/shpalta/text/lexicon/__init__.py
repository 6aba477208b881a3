"""The word lists that the rules of `text/` read, each a YAML file beside this one, written for Shpalta."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> Any:  # noqa: ANN401 - each list has its own shape, which its reader knows
    """Read one of the lists; the caller must not change it."""
    text = (files(__name__) / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both loaders are safe


@cache
def words(name: str, part: str) -> frozenset[str]:
    """Read one part of a list of words that are written with spaces between them."""
    return frozenset(load(name)[part].split())
