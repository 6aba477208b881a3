"""Try every source's discovery once and say what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

from shpalta.lake import schemas
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps import StepContext
from shpalta.steps.discover import Discovered, discover

AT_ONCE = 16


def check(sources: Mapping[str, Source], settings: Settings, now: datetime) -> Iterator[tuple[Source, Discovered]]:
    """Discover today's candidates of each source and give what came of it, in the file's order; writes nothing to the lake."""

    def look(source: Source) -> tuple[Source, Discovered]:
        today = now.astimezone(ZoneInfo(source.zone)).date()
        context = StepContext(day=today, zone=settings.zone, sources=sources)
        return source, discover(source, context, schemas.CANDIDATES.empty(), settings, now)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(look, sources.values())
