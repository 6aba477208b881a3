"""robots.txt by RFC 9309, read twice: a page may be fetched only if both readings allow it.

Google's reading compares escapes as they are written, the RFC's compares what they stand for; sites mean either.
docs/decisions/ says why this is no library's parser.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

MAX_BYTES = 500 * 1024
_MAX_LINE = 16_663
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LINE_STOP = re.compile(rb"[#\0]")
_SPACE = " \t\v\f"
_GAP = re.compile(r"[ \t]+")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_PLAIN = re.compile(r"%(?:2[DE]|3\d|[46][1-9A-F]|[57][0-9A]|5F|7E)")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ASCII = "".join(map(chr, range(1, 128)))
_KEYS = (
    ("agent", ("user-agent", "useragent", "user agent")),
    ("allow", ("allow",)),
    ("disallow", ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw")),
    ("delay", ("crawl-delay", "crawldelay")),
    ("sitemap", ("sitemap", "site-map")),
)


@dataclass(frozen=True)
class Robots:
    """What one robots.txt says to one user agent: its rules, as (is_allow, pattern)."""

    rules: tuple[tuple[bool, str], ...] = ()
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()

    def is_allowed(self, url: str) -> bool:
        """Tell whether the URL may be fetched; who reads robots.txt itself does not ask."""
        path = _path_of(url)
        if not self.rules:
            return True
        meant = [(is_allow, _meant(pattern)) for is_allow, pattern in self.rules]
        return _verdict(self.rules, path) and _verdict(meant, _meant(_escaped(path)))


@dataclass
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[tuple[bool, str]] = field(default_factory=list)
    delay: str | None = None
    is_open: bool = True


def read_robots(content: bytes, user_agent: str) -> Robots:
    """Read robots.txt for a product token, or for a User-Agent that starts with one and a slash; Crawl-delay is in seconds."""
    agent = user_agent.partition("/")[0].lower()
    groups, sitemaps = _groups(content)
    ours = [group for group in groups if agent and agent in group.agents] or [group for group in groups if "*" in group.agents]
    delays = [delay for group in ours if (delay := _seconds(group.delay)) is not None]
    return Robots(
        tuple(rule for group in ours for rule in group.rules), max(delays, default=None), tuple(dict.fromkeys(sitemaps))
    )


def is_allowed(robots_txt: bytes, user_agent: str, url: str) -> bool:
    """Tell whether robots.txt lets the user agent fetch the URL."""
    return read_robots(robots_txt, user_agent).is_allowed(url)


def _verdict(rules: Iterator[tuple[bool, str]] | tuple[tuple[bool, str], ...] | list[tuple[bool, str]], path: str) -> bool:
    """Let the longest matching pattern decide; among equals the one that allows."""
    longest = {True: 0, False: 0}
    for is_allow, pattern in rules:
        if len(pattern) > longest[is_allow] and matches(pattern, path):
            longest[is_allow] = len(pattern)
    return longest[True] >= longest[False]


def matches(pattern: str, path: str) -> bool:
    """Match `*` and a closing `$` in linear time."""
    is_whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    if not rest:
        return not is_whole or position == len(path)
    for piece in rest[:-1] if is_whole else rest:
        position = path.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return not is_whole or (path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= position)


def _groups(content: bytes) -> tuple[list[_Group], list[str]]:
    groups: list[_Group] = []
    sitemaps: list[str] = []
    for key, value in _lines(content):
        if key == "sitemap":
            sitemaps.append(value)
        elif key == "agent":
            if not groups or not groups[-1].is_open:
                groups.append(_Group())
            groups[-1].agents.append(_agent_named(value))
        elif groups and key == "delay":
            groups[-1].delay = value
        elif groups:
            groups[-1].is_open = False
            groups[-1].rules += _rules(value, is_allow=key == "allow")
    return groups, sitemaps


def _rules(value: str, *, is_allow: bool) -> Iterator[tuple[bool, str]]:
    if value:
        yield is_allow, _escaped(value)
    folder, slash, name = value.rpartition("/")
    if is_allow and slash and name.startswith("index.htm"):
        yield is_allow, f"{_escaped(folder)}/$"


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    for length in (3, 2, 1):
        if content.startswith(_BYTE_ORDER_MARK[:length]):
            content = content[length:]
            break
    for raw in _LINE_END.split(content[:MAX_BYTES]):
        line = _LINE_STOP.split(raw[:_MAX_LINE], maxsplit=1)[0].decode("utf-8", "surrogateescape").strip(_SPACE)
        key, colon, value = line.partition(":")
        if not colon:
            words = _GAP.split(line)
            key, value = words if len(words) == 2 else ("", "")
        name = key.strip(_SPACE).lower()
        for meaning, spellings in _KEYS:
            if name.startswith(spellings):
                yield meaning, value.strip(_SPACE)
                break


def _agent_named(value: str) -> str:
    if value.startswith("*") and (len(value) == 1 or value[1].isspace()):
        return "*"
    found = _TOKEN.match(value)
    return found[0].lower() if found else ""


def _seconds(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _escaped(path: str) -> str:
    """Escape what is not ASCII, and write escapes in capitals."""
    escaped = quote(path.encode("utf-8", "surrogateescape"), safe=_ASCII)
    return _ESCAPE.sub(lambda match: match[0].upper(), escaped)


def _meant(path: str) -> str:
    """Write the escapes of letters, digits and `-._~` as the characters that they stand for."""
    return _PLAIN.sub(lambda match: chr(int(match[0][1:], 16)), path)


def _path_of(url: str) -> str:
    """Give path and query as they stand in the URL, escapes in capitals."""
    _, slashes, rest = url.partition("#")[0].partition("//")
    found = re.search(r"[/?;]", rest if slashes else url)
    path = (rest if slashes else url)[found.start() :] if found else "/"
    path = _ESCAPE.sub(lambda match: match[0].upper(), path)
    return path if path.startswith("/") else f"/{path}"
