"""What may be switched about enriching."""

from __future__ import annotations

from dataclasses import dataclass

from shpalta.text.entities.taggers import RULES

ALL = "all"


@dataclass(frozen=True)
class EnrichOptions:
    """Which enrichers run (their names, or "all"), and what finds the names: our rules, or a plug-in's model."""

    enrichers: tuple[str, ...] = (ALL,)
    tagger: str = RULES


DEFAULT = EnrichOptions()
