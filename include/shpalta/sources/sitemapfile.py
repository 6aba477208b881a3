"""One sitemap file, of any kind, read with a pull parser that believes nothing and keeps nothing but what is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from lxml import etree

from shpalta.errors import BadUrl, DiscoveryError, NoAnswer
from shpalta.sources.found import Found, read_time
from shpalta.web.urls import is_same_site, parse

MOST_ENTRIES = 50_000  # sitemaps.org allows no more
_LONGEST_TITLE = 1_000
_STEP = 64 * 1024
_LONGEST_REFERENCE = 12
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,10};)")
# What plug-ins that fail print before the file, as far as it is seen at once.
_JUNK = re.compile(
    rb"(?:\xef\xbb\xbf){2,}|[^<\0]{4,}(?=<\?xml|<urlset|<sitemapindex)|(?:<br|<b>|<p>)(?:(?!<\?xml)[^\0])*?(?=<\?xml)"
)
_FIELDS = frozenset({"loc", "lastmod", "publication_date", "title"})
_ENTRIES = frozenset({"url", "sitemap"})
_OWNERS = _ENTRIES | {"news"}  # images and videos of a page have a loc and a title too
_ROOTS = frozenset({"urlset", "sitemapindex"})


@dataclass
class SitemapFile:
    """The children of an index or the pages of a set that were asked for, and how far back all of its pages' dates go.

    `problem` says why not all of the file was read.
    """

    children: list[Found] = field(default_factory=list)
    pages: list[Found] = field(default_factory=list)
    oldest: datetime | None = None
    entry_count: int = 0
    has_root: bool = False
    is_ended: bool = False
    is_full: bool = False
    problem: str | None = None


@dataclass(frozen=True)
class _Place:
    """Where a file was found, which zone its times are in, and which of its pages are wanted."""

    url: str
    zone: str
    is_wanted: Callable[[Found], bool]


def parse_sitemap(pieces: Iterable[bytes], url: str, zone: str, is_wanted: Callable[[Found], bool]) -> SitemapFile:
    """Parse a sitemap file of any kind. Raises DiscoveryError for what is none, and NoAnswer where `pieces` does at once."""
    stream = iter(pieces)
    start = b""
    while len(start) < 512 and (more := next(stream, None)) is not None:
        start += more
    if junk := _JUNK.match(start):
        start = start[junk.end() :]
    place, whole, file = _Place(url, zone, is_wanted), chain([start.lstrip()], stream), SitemapFile()
    is_xml = start[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or b"\0" in start[:512]
    try:
        (_read_xml if is_xml else _read_list)(whole, place, file)
    except NoAnswer as error:
        if not file.entry_count:
            raise
        file.problem = error.problem
    if file.is_full:
        file.problem = "it has more entries than a sitemap may have, the rest was not read"
    elif file.has_root and not file.is_ended:
        file.problem = file.problem or "it ends early"
    return file


def _read_xml(pieces: Iterable[bytes], place: _Place, file: SitemapFile) -> None:
    parser = etree.XMLPullParser(
        ("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    fields: dict[str, str] = {}
    try:
        for piece in _steps(pieces):
            parser.feed(piece)
            for event, element in parser.read_events():
                if not isinstance(element, etree._Element):
                    continue
                if event == "start":
                    file.has_root = file.has_root or _local_name(element) in _ROOTS
                else:
                    file.is_ended = file.is_ended or _local_name(element) in _ROOTS
                    fields = _closed(element, fields, place, file)
            if file.is_full:
                return
    except etree.XMLSyntaxError as error:
        if not file.entry_count:
            raise DiscoveryError(f"Not a sitemap: {error.msg}") from error
    if not file.entry_count and not file.has_root:
        raise DiscoveryError("Not a sitemap: no <urlset> and no <sitemapindex>")


def _closed(element: etree._Element, fields: dict[str, str], place: _Place, file: SitemapFile) -> dict[str, str]:
    """Take what a closed element says, let its memory go, and give the fields of the entry that is still open."""
    name, parent = _local_name(element), element.getparent()
    if name in _FIELDS and parent is not None and _local_name(parent) in _OWNERS:
        fields.setdefault(name, "".join(map(str, element.itertext())).strip())
    elif name in _ENTRIES:
        _take(name, fields, place, file)
        fields = {}
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
    return fields


def _take(kind: str, fields: dict[str, str], place: _Place, file: SitemapFile) -> None:
    address = _absolute(fields.get("loc", ""), place.url)
    file.is_full = file.entry_count >= MOST_ENTRIES
    if not address or file.is_full:
        return
    found = Found(
        url=address,
        date_hint=read_time(fields.get("publication_date"), place.zone),
        modified_hint=read_time(fields.get("lastmod"), place.zone),
        title_hint=" ".join(fields.get("title", "").split())[:_LONGEST_TITLE] or None,
    )
    file.entry_count += 1
    if kind == "sitemap":
        file.children.append(found)
        return
    if found.date_hint:
        file.oldest = min(file.oldest or found.date_hint, found.date_hint)
    if place.is_wanted(found):
        file.pages.append(found)


def _read_list(pieces: Iterable[bytes], place: _Place, file: SitemapFile) -> None:
    for number, line in enumerate(_lines(pieces)):
        if line.startswith("#"):
            continue
        if not line.startswith(("http://", "https://")) and number < 10:
            raise DiscoveryError("Neither XML nor a list of URLs")
        _take("url", {"loc": line}, place, file)
        if file.is_full:
            return
    if not file.entry_count:
        raise DiscoveryError("Neither XML nor a list of URLs")


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).replace(b"\r", b"\n").split(b"\n")
        yield from filter(None, (each.decode("utf-8", "replace").strip("\ufeff \t\r") for each in whole))
    yield from filter(None, [rest.decode("utf-8", "replace").strip("\ufeff \t\r")])


def _steps(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give small pieces, in which an ampersand that starts no reference is escaped, as the site forgot to."""
    rest = b""
    for piece in pieces:
        for start in range(0, len(piece), _STEP):
            step = rest + piece[start : start + _STEP]
            cut = step.find(b"&", max(0, len(step) - _LONGEST_REFERENCE))
            step, rest = (step, b"") if cut < 0 else (step[:cut], step[cut:])
            yield _with_references(step)
    yield _with_references(rest)


def _with_references(step: bytes) -> bytes:
    return step if b"<![CDATA[" in step or b"\0" in step else _BARE_AMPERSAND.sub(b"&amp;", step)


def _local_name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _absolute(url: str, base: str) -> str | None:
    """Give the URL if it lies on the site of the sitemap that names it: no sitemap speaks for another site."""
    try:
        address = parse(url, base).href if url else None
    except BadUrl:
        return None
    return address if address and is_same_site(address, base) else None
