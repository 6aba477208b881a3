"""Sitemaps: indexes, URL sets, news sitemaps and plain lists, read with a pull parser that believes nothing."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree

from shpalta.errors import BadUrl, DiscoveryError, NoAnswer
from shpalta.sources.found import Asking, Day, Found, Reading, read_time
from shpalta.sources.strategies import Sitemap, for_day
from shpalta.web.client import Answer
from shpalta.web.decode import decode_body
from shpalta.web.urls import is_same_site, parse

DEEPEST = 3
MOST_CHILDREN = 5_000
MOST_ENTRIES = 200_000
MOST_BYTES = 64 * 1024 * 1024
_FIELDS = frozenset({"loc", "lastmod", "publication_date", "title", "name"})
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0[1-9]|1[0-2])[-_/]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")


@dataclass
class SitemapFile:
    """One parsed file: the children of an index, or pages."""

    children: list[Found] = field(default_factory=list)
    pages: list[Found] = field(default_factory=list)


async def read_sitemap(strategy: Sitemap, asking: Asking) -> Reading:
    """Read a sitemap and the children that may hold the day. Raises DiscoveryError where nothing could be read."""
    day = asking.day
    first = for_day(strategy.url, day.day)
    waiting = deque([(first, 0)])
    seen = {first}
    found: list[Found] = []
    oldest: list[datetime] = []
    problems: list[str] = []
    while waiting:
        url, depth = waiting.popleft()
        try:
            file = parse_sitemap(unpacked(await asking.read(url)), url, day.zone)
        except (DiscoveryError, NoAnswer) as error:
            if depth == 0:
                raise
            problems.append(f"{url}: {error.problem}")
            continue
        found += [page for page in file.pages if day.may_hold(page) and (page.date_hint or page.modified_hint or depth == 0)]
        oldest += [page.date_hint for page in file.pages if page.date_hint]
        for child in file.children:
            if child.url not in seen and depth < DEEPEST and len(seen) <= MOST_CHILDREN and _may_reach(child, day):
                seen.add(child.url)
                waiting.append((child.url, depth + 1))
    reason = f"{len(problems)} of {len(seen)} sitemaps failed: {problems[0]}" if problems else None
    return Reading(tuple(found), min(oldest, default=None), reason)


def parse_sitemap(content: bytes, url: str, zone: str) -> SitemapFile:
    """Parse a sitemap file of any kind. Raises DiscoveryError for what is none."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<") and b"\0" not in start:
        return _plain_list(content, url)
    file = SitemapFile()
    parser = etree.XMLPullParser(
        ("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        parser.feed(content.lstrip())
        for _, element in parser.read_events():
            if isinstance(element, etree._Element):
                _take(element, file, url, zone)
            if len(file.children) + len(file.pages) >= MOST_ENTRIES:
                break
    except etree.XMLSyntaxError as error:
        if not file.children and not file.pages:
            raise DiscoveryError(f"Not a sitemap: {error.msg}") from error
    if not file.children and not file.pages and not re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", content):
        raise DiscoveryError("Not a sitemap: no <urlset> and no <sitemapindex>")
    return file


def unpacked(answer: Answer) -> bytes:
    """Give a file's bytes without Content-Encoding and, for a .gz file, without its own gzip. Raises NoAnswer."""
    content = decode_body(answer.body, answer.header("content-encoding") or "", MOST_BYTES)
    return decode_body(content, "gzip", MOST_BYTES) if content.startswith(b"\x1f\x8b") else content


def _take(element: etree._Element, file: SitemapFile, base: str, zone: str) -> None:
    kind = _local_name(element)
    if kind not in ("url", "sitemap"):
        return
    fields: dict[str, str] = {}
    for each in element.iter():
        name = _local_name(each)
        if name in _FIELDS and _is_own(each, element):
            fields.setdefault(name, "".join(map(str, each.itertext())).strip())
    element.clear()
    address = _absolute(fields.get("loc", ""), base)
    if address:
        target = file.children if kind == "sitemap" else file.pages
        target.append(
            Found(
                url=address,
                date_hint=read_time(fields.get("publication_date"), zone),
                modified_hint=read_time(fields.get("lastmod"), zone),
                title_hint=fields.get("title") or None,
            )
        )


def _is_own(element: etree._Element, entry: etree._Element) -> bool:
    """Tell a page's own fields from those of its images and videos, which have a loc and a title too."""
    parent = element.getparent()
    return parent is entry or (parent is not None and _local_name(parent) == "news")


def _local_name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _plain_list(content: bytes, base: str) -> SitemapFile:
    lines = content.decode("utf-8", "replace").lstrip("\ufeff").split()[:MOST_ENTRIES]
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines[:10]):
        raise DiscoveryError("Neither XML nor a list of URLs")
    return SitemapFile(pages=[Found(address) for line in lines if (address := _absolute(line, base))])


def _absolute(url: str, base: str) -> str | None:
    """Give the URL if it lies on the site of the sitemap that names it: no sitemap speaks for another site."""
    try:
        address = parse(url, base).href if url else None
    except BadUrl:
        return None
    return address if address and is_same_site(address, base) else None


def _may_reach(child: Found, day: Day) -> bool:
    """Tell whether a child may hold the day: not if it was last changed before it, nor if it is named after another time."""
    if child.modified_hint and child.modified_hint < day.start:
        return False
    name = parse(child.url).path
    days = {_day(*match) for match in _DAY.findall(name)} - {None}
    months = {(int(year), int(month)) for year, month in _MONTH.findall(name)}
    return day.day in days if days else not months or (day.day.year, day.day.month) in months


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
