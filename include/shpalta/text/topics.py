"""What a text is about, on IPTC Media Topics, by the words it uses: Ukrainian, Russian and English."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple

from shpalta.text import lexicon
from shpalta.text.passage import Passage

TOPICS_METHOD = "shpalta-lexicon"
SCHEME = "medtop"

_KEPT_WORDS = 100_000
_HEADLINE_WEIGHT = 3
_MOST_OF_ONE_STEM = 3
_SHORT_TEXT = 60
_LEAST_SHARE = 0.2
_LEAST_HITS = 3
_LEAST_HITS_BELOW = 3
_SHORTEST_STEM = 3
_LETTERS = re.compile(r"[^\W\d_]")


class Topic(NamedTuple):
    """A Media Topic with its share of the text's telling words, from 0 to 1."""

    scheme: str
    code: str
    name: str
    score: float


class _Entry(NamedTuple):
    code: str
    name: str
    parent: str | None


def find_topics(headline: Passage, body: Passage, limit: int = 3) -> list[Topic]:
    """Give up to `limit` top-level topics, and of them the topics below that the text is sure about; best first."""
    hits: dict[str, Counter[str]] = {}
    for passage, weight in ((headline, _HEADLINE_WEIGHT), (body, 1)):
        for token in passage.words:
            for code, stem in _codes_of(token.text.lower()):
                hits.setdefault(code, Counter())[stem] += weight
    counts = {code: sum(min(count, _MOST_OF_ONE_STEM) for count in stems.values()) for code, stems in hits.items()}
    entries = _entries()
    tops = {code: count for code, count in counts.items() if entries[code].parent is None}
    total = sum(tops.values())
    least = 1 if len(body.words) < _SHORT_TEXT else _LEAST_HITS
    ranked = sorted(tops.items(), key=lambda pair: (-pair[1], pair[0]))
    chosen = [
        (code, count / total)
        for place, (code, count) in enumerate(ranked[:limit])
        if count >= least and (place == 0 or count / total >= _LEAST_SHARE)
    ]
    topics = [Topic(SCHEME, code, entries[code].name, round(share, 4)) for code, share in chosen]
    return topics + _below(dict(chosen), counts)


def _below(chosen: dict[str, float], counts: dict[str, int]) -> list[Topic]:
    rows = []
    for code, entry in _entries().items():
        count = counts.get(code, 0)
        if entry.parent in chosen and count >= _LEAST_HITS_BELOW:
            share = chosen[entry.parent] * count / counts[entry.parent] if counts.get(entry.parent) else 0.0
            rows.append(Topic(SCHEME, code, entry.name, round(min(share, chosen[entry.parent]), 4)))
    return sorted(rows, key=lambda topic: (-topic.score, topic.code))


@lru_cache(_KEPT_WORDS)
def _codes_of(word: str) -> tuple[tuple[str, str], ...]:
    """Give the topics that a word speaks for, each with its longest stem."""
    if not _LETTERS.match(word):
        return ()
    found: dict[str, str] = {}
    stems = _stems()
    for length in range(_SHORTEST_STEM, min(len(word), 20) + 1):
        for code in stems.get(word[:length], ()):
            if length > _SHORTEST_STEM or len(word) <= length + 2:
                found[code] = word[:length]
    return tuple(found.items())


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for entry in lexicon.load("topics"):
        for stem in set(entry["stems"].split()):
            codes[stem] = (*codes.get(stem, ()), entry["code"])
    return codes


@cache
def _entries() -> dict[str, _Entry]:
    return {each["code"]: _Entry(each["code"], each["name"], each.get("parent")) for each in lexicon.load("topics")}
