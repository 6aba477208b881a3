"""One call for all strategies: who reads what."""

from __future__ import annotations

from shpalta.sources.archive import read_archive
from shpalta.sources.cdx import read_cdx
from shpalta.sources.found import Asking, Reading
from shpalta.sources.rss import read_feed
from shpalta.sources.sitemap import read_sitemap
from shpalta.sources.strategies import Archive, Cdx, Feed, Sitemap, Strategy, UrlList
from shpalta.sources.urllist import read_list
from shpalta.sources.warc import read_warcs


async def read_strategy(strategy: Strategy, asking: Asking) -> Reading:
    """Read one strategy of a source. Raises DiscoveryError and NoAnswer."""
    match strategy:
        case Feed():
            return await read_feed(strategy, asking)
        case Sitemap():
            return await read_sitemap(strategy, asking)
        case Archive():
            return await read_archive(strategy, asking)
        case UrlList():
            return await read_list(strategy, asking)
        case Cdx():
            return await read_cdx(strategy, asking)
        case _:
            return await read_warcs(strategy, asking)
