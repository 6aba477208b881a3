"""robots.txt by RFC 9309: we choose the group, Protego matches the paths.

Protego alone loses groups at a byte order mark, at unknown lines and at Crawl-delay, and matches agents by prefix; each of
these lets a crawler in where the site said no.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from protego import Protego

from shpalta.web.urls import parse

MAX_BYTES = 500 * 1024
_LINE_END = re.compile(rb"\r\n|\r|\n")
_PRODUCT_TOKEN = re.compile(r"[A-Za-z_-]+")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MEANING = {
    "user-agent": "agent",
    "useragent": "agent",
    "user agent": "agent",
    "allow": "allow",
    "disallow": "disallow",
    "dissallow": "disallow",
    "dissalow": "disallow",
    "disalow": "disallow",
    "diasllow": "disallow",
    "disallaw": "disallow",
    "crawl-delay": "delay",
    "crawldelay": "delay",
    "sitemap": "sitemap",
    "site-map": "sitemap",
}


@dataclass(frozen=True)
class Robots:
    """What one robots.txt says to one user agent."""

    matcher: Protego
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()

    def is_allowed(self, url: str) -> bool:
        """Tell whether the URL may be fetched; robots.txt itself always may."""
        path = _path_of(url)
        return path == "/robots.txt" or bool(self.matcher.can_fetch(path, "*"))


@dataclass
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[tuple[str, str]] = field(default_factory=list)
    delay: str | None = None
    is_open: bool = True


def read_robots(content: bytes, user_agent: str) -> Robots:
    """Read robots.txt for a product token; its first 500 KiB count, Crawl-delay is in seconds."""
    token = _product_token(user_agent)
    groups, sitemaps = _groups(content)
    ours = [group for group in groups if token and token in group.agents] or [
        group for group in groups if "*" in group.agents
    ]
    rules = [f"{kind}: {path}" for group in ours for kind, path in group.rules]
    delays = [delay for group in ours if (delay := _seconds(group.delay)) is not None]
    matcher = Protego.parse("\n".join(["User-agent: *", *rules]))
    return Robots(matcher, max(delays, default=None), tuple(dict.fromkeys(sitemaps)))


def allow_all() -> Robots:
    """Give what a site without robots.txt says (RFC 9309, 2.3.1.3)."""
    return Robots(Protego.parse(""))


def is_allowed(robots_txt: bytes, user_agent: str, url: str) -> bool:
    """Tell whether robots.txt lets the user agent fetch the URL."""
    return read_robots(robots_txt, user_agent).is_allowed(url)


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
            if value:
                groups[-1].rules.append((key, _escaped(value)))
    return groups, sitemaps


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    for length in (3, 2, 1):
        if content.startswith(_BYTE_ORDER_MARK[:length]):
            content = content[length:]
            break
    content = content[:MAX_BYTES].replace(b"\0", b"")
    for raw in _LINE_END.split(content):
        line = raw.partition(b"#")[0].decode("utf-8", "surrogateescape").strip(" \t\v\f")
        key, colon, value = line.partition(":")
        if not colon:
            words = line.split()
            key, value = words if len(words) == 2 else ("", "")
        meaning = _MEANING.get(key.strip().lower())
        if meaning:
            yield meaning, value.strip()


def _agent_named(value: str) -> str:
    if value.startswith("*") and (len(value) == 1 or value[1].isspace()):
        return "*"
    return _product_token(value)


def _product_token(value: str) -> str:
    found = _PRODUCT_TOKEN.match(value)
    return found[0].lower() if found else ""


def _seconds(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _escaped(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe="!#$%&'()*+,/:;=?@[]~^|{}\"<>\\`-._ ")


def _path_of(url: str) -> str:
    if "//" not in url.partition("?")[0]:
        return _escaped(url) if url.startswith("/") else "/"
    parts = parse(url)
    return parts.path + (f"?{parts.query}" if parts.query or parts.href.endswith("?") else "")
