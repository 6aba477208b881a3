"""A plain list of URLs, one a line, each with its date behind a tab or a comma if it is known."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from shpalta.errors import BadUrl, DiscoveryError
from shpalta.sources.found import Asking, Day, Found, Reading, date_in_url, read_time
from shpalta.sources.strategies import UrlList, for_day
from shpalta.sources.unpack import unpacked
from shpalta.web.urls import parse


async def read_list(strategy: UrlList, asking: Asking) -> Reading:
    """Read the list; lines without any date are taken at their word. Raises DiscoveryError and NoAnswer."""
    day = asking.day
    address = for_day(strategy.url, day.day)
    content = _file(address) if address.startswith("file:") else unpacked(await asking.read(address))
    found, bad = parse_list(content.decode("utf-8", "replace"), day.zone)
    reason = f"{len(bad)} lines are no URLs, the first is {bad[0][:80]!r}" if bad else None
    return Reading(tuple(each for each in found if _is_of(each, day)), reason=reason)


def parse_list(text: str, zone: str) -> tuple[list[Found], list[str]]:
    """Give the URLs of a list and the lines that are none; empty lines and `#` comments are neither."""
    found, bad = [], []
    for line in text.removeprefix("\ufeff").splitlines():
        url, *rest = re.split(r"[\t,; ]+", line.strip(), maxsplit=1)
        if not url or url.startswith("#"):
            continue
        try:
            found.append(Found(parse(url).href, date_hint=read_time(rest[0], zone) if rest else None))
        except BadUrl:
            bad.append(line)
    return found, bad


def _is_of(found: Found, day: Day) -> bool:
    return day.may_hold(found) if found.date_hint or date_in_url(found.url) else True


def _file(address: str) -> bytes:
    path = Path(unquote(urlsplit(address).path))
    try:
        return path.read_bytes()
    except OSError as error:
        raise DiscoveryError(f"Cannot read {path}: {error.strerror}") from error
