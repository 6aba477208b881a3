"""What may be switched about enriching."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shpalta.settings import Settings
from shpalta.text.embeddings import NONE
from shpalta.text.entities.taggers import RULES
from shpalta.text.watch import WatchList, load_watch_lists

ALL = "all"


@dataclass(frozen=True)
class EnrichOptions:
    """Which enrichers run (their names, or "all"), and what finds the names: our rules, or a plug-in's model."""

    enrichers: tuple[str, ...] = (ALL,)
    tagger: str = RULES
    embedder: str = NONE
    watch_lists: tuple[WatchList, ...] = ()

    @classmethod
    def from_settings(cls, settings: Settings) -> EnrichOptions:
        """Read which enrichers, tagger and watch lists the settings name. Raises SettingsError for what cannot be read."""
        return cls(
            enrichers=tuple(settings.enrichers.replace(",", " ").split()),
            tagger=settings.tagger,
            embedder=settings.embedder,
            watch_lists=load_watch_lists(Path(settings.watch_lists)) if settings.watch_lists else (),
        )


DEFAULT = EnrichOptions()
