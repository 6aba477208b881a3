"""Where a site's clocks tick, as far as its domain tells: a country's own domain, and a country with one clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

_MAINLAND = {"ES": "Europe/Madrid", "PT": "Europe/Lisbon", "UA": "Europe/Kyiv"}
_COUNTRY_OF = {"UK": "GB"}
_SOLD_WORLDWIDE = frozenset({
    "AC", "AD", "AG", "AI", "AM", "AS", "BZ", "CC", "CD", "CF", "CO", "CX", "DJ", "FM", "GA", "GG", "GL", "GQ", "GS", "IM",
    "IO", "LA", "LC", "LY", "ME", "ML", "MS", "MU", "NU", "PW", "SC", "SH", "SO", "SR", "ST", "SU", "TK", "TL", "TO", "TV",
    "VC", "VG", "WS",
})  # fmt: skip
_WINTER, _SUMMER = (2022, 1, 15), (2022, 7, 15)


def zone_of_site(url: str) -> str | None:
    """Name the zone of a URL's country; None where the domain is no country's, or the country has several clocks."""
    host = urlsplit(url).hostname or ""
    return _zone_of_domain(host.rpartition(".")[2].upper())


@cache
def _zone_of_domain(domain: str) -> str | None:
    country = _COUNTRY_OF.get(domain, domain)
    if country in _SOLD_WORLDWIDE:
        return None
    if country in _MAINLAND:
        return _MAINLAND[country]
    clocks = {_offsets(name): name for name in reversed(get_global("territory_zones").get(country, ()))}
    clocks.pop((), None)
    return next(iter(clocks.values())) if len(clocks) == 1 else None


def _offsets(name: str) -> tuple[timedelta | None, ...]:
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ()
    return tuple(datetime(*day, tzinfo=zone).utcoffset() for day in (_WINTER, _SUMMER))
