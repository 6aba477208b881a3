"""What a site says about its pages being mined and kept: TDM reservations, noai, noarchive; in headers, markup and a file."""

from __future__ import annotations

import re

import orjson
from selectolax.lexbor import LexborHTMLParser

from shpalta.settings import RIGHTS
from shpalta.web.client import Answer
from shpalta.web.robots import matches

RESERVED = "tdm-reservation"
_MOST_BYTES = 256 * 1024
_SPLIT = re.compile(r"[,;\s]+")


def signals(answer: Answer, token: str) -> frozenset[str]:
    """Give the signals of an answer's headers and of the beginning of its page; those for other crawlers are not ours."""
    found = {name for value in _headers(answer, "x-robots-tag") for name in _directives(value, token)}
    if any(value.strip() == "1" for value in _headers(answer, RESERVED)):
        found.add(RESERVED)
    return frozenset((found | _in_markup(answer.start, token)) & RIGHTS)


def reservations(content: bytes) -> tuple[tuple[str, bool], ...]:
    """Read /.well-known/tdmrep.json: patterns of paths, and whether mining them is reserved; none where it makes no sense."""
    if len(content) > _MOST_BYTES:
        return ()
    try:
        entries = orjson.loads(content)
    except orjson.JSONDecodeError:
        return ()
    if not isinstance(entries, list):
        return ()
    return tuple((str(each.get("location", "")), each.get(RESERVED) in (1, "1")) for each in entries if isinstance(each, dict))


def is_reserved(rules: tuple[tuple[str, bool], ...], path: str) -> bool:
    """Tell by the longest pattern that matches the path."""
    fitting = [(len(pattern), reserved) for pattern, reserved in rules if pattern and matches(pattern, path)]
    return max(fitting, default=(0, False))[1]


def _headers(answer: Answer, name: str) -> list[str]:
    return [value for key, value in answer.headers if key.lower() == name]


def _directives(value: str, token: str) -> list[str]:
    """Split an X-Robots-Tag; `agent: directives` counts only for our own agent."""
    agent, colon, rest = value.partition(":")
    if colon and agent.strip().lower() not in ("unavailable_after", token.lower()):
        return []
    return _SPLIT.split((rest if colon else value).lower())


def _in_markup(start: bytes, token: str) -> set[str]:
    if b"<meta" not in start.lower():
        return set()
    found: set[str] = set()
    for node in LexborHTMLParser(start.decode("ascii", "replace")).css("meta[name][content]"):
        name, content = (node.attributes["name"] or "").lower(), node.attributes["content"] or ""
        if name in ("robots", token.lower()):
            found |= set(_SPLIT.split(content.lower()))
        elif name == RESERVED and content.strip() == "1":
            found.add(RESERVED)
    return found
