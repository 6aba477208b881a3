"""Pages that somebody else crawled: WARC files in a folder, in a bucket, or listed by a warc.paths.gz as Common Crawl does."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from shpalta.errors import DiscoveryError, NoAnswer, StoreError
from shpalta.lake.store import open_store
from shpalta.settings import Settings
from shpalta.sources.found import Asking, Found, Reading
from shpalta.sources.model import Source
from shpalta.sources.ranges import RangedFile, ReadRange, stored_range, web_range
from shpalta.sources.strategies import WarcFiles, for_day
from shpalta.sources.unpack import unpacked
from shpalta.web.urls import is_same_site

MOST_FILES = 2_000
_NAMED = re.compile(r"[A-Za-z0-9._=+/-]+\.warc\.gz")
_STAMP = re.compile(r"(?<!\d)(20\d{12})(?!\d)")


async def read_warcs(strategy: WarcFiles, asking: Asking) -> Reading:
    """Look for captures of the source's pages from the day on; the pages' own dates decide later. Raises DiscoveryError."""
    day = asking.day
    address = for_day(strategy.url, day.day)
    until = day.end + timedelta(days=strategy.days_after)
    found: dict[str, Found] = {}
    problems: list[str] = []
    files = [file for file in await _files(address, asking) if _may_hold(file, day.start, until)][:MOST_FILES]
    loop = asyncio.get_running_loop()
    for file in files:
        try:
            reader = web_range(file, asking.read, loop) if file.startswith("http") else stored_range(file, asking.settings)
            for each in await asyncio.to_thread(_all_captures, reader, file, asking.source, (day.start, until)):
                if day.allows(each.url):
                    found.setdefault(each.url, each)
        except (OSError, ValueError, StoreError, NoAnswer) as error:
            problems.append(f"{file}: {error}")
    reason = f"{len(problems)} of {len(files)} files failed: {problems[0]}" if problems else None
    return Reading(tuple(found.values()), reason=reason or (None if files else "No WARC file of these days"))


def captures(stream: RangedFile, file: str, source: Source, span: tuple[datetime, datetime]) -> Iterator[Found]:
    """Give the source's pages in a WARC file that were captured in a span of time, and where in the file each stands."""
    waiting: tuple[str, int] | None = None
    for record in ArchiveIterator(stream, parse_http=True):
        if waiting:
            yield _capture(*waiting, record.stream_pos, file)
        waiting = (str(record.headers["WARC-Target-URI"]), record.stream_pos) if _is_page(record, source, span) else None
    if waiting:
        yield _capture(*waiting, stream.tell(), file)


def _all_captures(reader: ReadRange, file: str, source: Source, span: tuple[datetime, datetime]) -> list[Found]:
    return list(captures(RangedFile(reader), file, source, span))


def _capture(url: str, offset: int, end: int, file: str) -> Found:
    return Found(url, archived_in=f"{file}#{offset},{end - offset}")


async def _files(address: str, asking: Asking) -> list[str]:
    if not address.startswith("http"):
        return await asyncio.to_thread(_stored_files, address.rstrip("/"), asking.settings)
    lines = unpacked(await asking.read(address)).decode("ascii", "replace").split()
    names = [line for line in lines if _NAMED.fullmatch(line) and ".." not in line]
    if lines and not names:
        raise DiscoveryError("Not a list of WARC files")
    return [urljoin(address, f"/{name.lstrip('/')}") for name in names]


def _stored_files(folder: str, settings: Settings) -> list[str]:
    try:
        keys = open_store(settings.model_copy(update={"store": folder})).keys("")
    except StoreError as error:
        raise DiscoveryError(error.problem) from error
    return [f"{folder}/{key}" for key in keys if key.endswith(".warc.gz")]


def _may_hold(file: str, start: datetime, until: datetime) -> bool:
    """Tell by the time in a file's name, which is when it was begun; one that says none may hold any day."""
    stamp = _STAMP.search(file.rpartition("/")[2])
    if not stamp:
        return True
    begun = datetime.strptime(stamp[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return start - timedelta(days=1) <= begun < until


def _is_page(record: WarcRecord, source: Source, span: tuple[datetime, datetime]) -> bool:
    if record.record_type != WarcRecordType.response or record.http_headers is None or record.record_date is None:
        return False
    is_good = record.http_headers.status_code == 200 and "html" in (record.http_content_type or "")
    is_ours = is_same_site(str(record.headers.get("WARC-Target-URI", "")), source.home)
    return is_good and is_ours and span[0] <= record.record_date < span[1]
