"""What may be switched about enriching."""

from __future__ import annotations

from dataclasses import dataclass

ALL = "all"


@dataclass(frozen=True)
class EnrichOptions:
    """Which enrichers run: their names, or "all" of those that need no extra package."""

    enrichers: tuple[str, ...] = (ALL,)


DEFAULT = EnrichOptions()
