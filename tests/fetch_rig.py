"""A source on loopback, a store in a folder, and a fetch over both."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from loopback_site import Site
from shpalta.lake import schemas
from shpalta.lake.folder import FolderStore
from shpalta.lake.tables import conform
from shpalta.request import RunRequest
from shpalta.settings import Settings
from shpalta.sources.model import Source
from shpalta.steps import StepContext
from shpalta.steps.discover import Discovered, discover
from shpalta.steps.fetch import PageIndex, fetch
from shpalta.web.urls import url_key

DAY = date(2026, 11, 15)
SEEN_AT = datetime(2026, 11, 16, 1, tzinfo=UTC)


class Rig:
    """A source on loopback, a store in a folder, and a fetch over both."""

    def __init__(self, folder: Path, site: Site, **fields: object) -> None:
        self.site = site
        self.store = FolderStore(folder / "lake")
        self.settings = Settings(store=(folder / "lake").as_uri(), scratch=folder / "scratch", delay_seconds=0)
        fields = {"delay_seconds": 0, "is_local": True, "limits": {"seconds_per_page": 2}} | fields
        strategies = fields.pop("strategies", [{"kind": "rss", "url": site.url("/rss")}])
        self.source = Source.model_validate(
            {"id": "site", "name": "Site", "home": site.home, "strategies": strategies} | fields
        )
        self.pages = schemas.PAGES.empty()

    def discover(self, day: date = DAY, now: datetime = SEEN_AT) -> Discovered:
        context = StepContext(day=day, zone=self.source.zone, sources={"site": self.source})
        return discover(self.source, context, schemas.CANDIDATES.empty(), self.settings, now)

    def fetch(self, *paths: str, **request: object) -> dict[str, list[dict]]:
        """Fetch the paths and give all rows of the source by path."""
        return self.fetch_candidates(conform(schemas.CANDIDATES, [candidate(self.site.url(path)) for path in paths]), **request)

    def fetch_candidates(self, candidates: pa.Table, **request: object) -> dict[str, list[dict]]:
        asked = RunRequest(day=DAY, **request)
        with PageIndex() as index:
            index.add(self.pages.to_pylist())
            fetch(candidates, index, asked, self.source, settings=self.settings, store=self.store)
            self.pages = pa.concat_tables([schemas.PAGES.empty(), *index.tables()])
        rows: dict[str, list[dict]] = {}
        for row in self.pages.to_pylist():
            rows.setdefault(row["url"].removeprefix(self.site.home), []).append(row)
        return rows

    def outcomes(self, *paths: str, **request: object) -> dict[str, str]:
        rows = self.fetch(*paths, **request)
        return {path: rows[path][0]["fetch_outcome"] for path in paths}


def candidate(url: str) -> dict:
    return {
        "source_id": "site",
        "url": url,
        "url_key": url_key(url),
        "discovered_via": ["rss"],
        "first_seen_at": SEEN_AT,
    }
