"""What a text is about, on IPTC Media Topics, by the words it uses: Ukrainian, Russian and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from shpalta.text import lexicon
from shpalta.text.memo import Memo
from shpalta.text.passage import Passage

TOPICS_METHOD = "shpalta-lexicon-2"
SCHEME = "medtop"
TOPIC_LANGUAGES = frozenset({"en", "ru", "uk"})

_HEADLINE_WEIGHT = 3
_TELLING = 2.0
_MOST_OF_ONE_STEM = 3
_SHORT_TEXT = 60
_LEAST_SHARE = 0.2
_LEAST_WEIGHT = 3.0
_LEAST_HITS_BELOW = 3
_VOICE_OF_WORDS = 0.4
_SHORTEST_STEM = 3
_LONGEST_STEM = 20
_LETTERS = re.compile(r"[^\W\d_]")


class Topic(NamedTuple):
    """A Media Topic with its share of the text's telling words, or its probability where a model told it, from 0 to 1."""

    scheme: str
    code: str
    name: str
    score: float


class _Entry(NamedTuple):
    code: str
    name: str
    parent: str | None


class _Stem(NamedTuple):
    number: int
    code: str
    stem: str
    weight: float
    is_top: bool


def find_topics(
    headline: Passage, body: Passage, language: str, *, likely: Mapping[str, float] | None = None, limit: int = 3
) -> list[Topic]:
    """Give up to `limit` top-level topics, and of them the topics below that the text is sure about; best first.

    `likely` is what a model says of each top-level code; with it the words of the text have a voice, without it they decide.
    Words are known in Ukrainian, Russian and English; in other languages they say nothing.
    """
    weights, counts = _weigh(headline, body) if language in TOPIC_LANGUAGES else ({}, {})
    total = sum(weights.values())
    least = 1.0 if len(body.words) < _SHORT_TEXT else _LEAST_WEIGHT
    shares = {code: weight / total for code, weight in weights.items() if weight >= least or likely}
    if likely:
        voice = _VOICE_OF_WORDS if shares else 0.0
        shares = {code: (1 - voice) * share + voice * shares.get(code, 0.0) for code, share in likely.items()}
    ranked = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    chosen = {code: share for place, (code, share) in enumerate(ranked) if place == 0 or share >= _LEAST_SHARE}
    tops = [Topic(SCHEME, code, _entries()[code].name, round(share, 4)) for code, share in chosen.items()]
    return tops + _below(chosen, counts)


def _weigh(headline: Passage, body: Passage) -> tuple[dict[str, float], dict[str, int]]:
    """Weigh each top-level topic by the words for it, and count the words for each topic below."""
    hits: dict[int, float] = {}
    for passage, weight in ((headline, _HEADLINE_WEIGHT), (body, 1)):
        for stems in filter(None, _known_stems().all_of(passage.lowered_words)):
            for number, share in stems:
                hits[number] = hits.get(number, 0.0) + weight * share
    tops: dict[str, float] = {}
    below: dict[str, int] = {}
    numbered = _numbered()
    for number, hit in hits.items():
        _, code, _, telling, is_top = numbered[number]
        if is_top:
            tops[code] = tops.get(code, 0.0) + telling * min(hit, _MOST_OF_ONE_STEM)
        else:
            below[code] = below.get(code, 0) + min(round(hit), _MOST_OF_ONE_STEM)
    return tops, below


def _below(chosen: Mapping[str, float], counts: Mapping[str, int]) -> list[Topic]:
    """Give the topics below the chosen ones that several words speak for, each with its part of the parent's share."""
    rows = []
    for parent, share in chosen.items():
        own = {code: counts[code] for code in counts if _entries()[code].parent == parent}
        total = sum(own.values())
        rows += [
            Topic(SCHEME, code, _entries()[code].name, round(share * count / total, 4))
            for code, count in own.items()
            if count >= _LEAST_HITS_BELOW
        ]
    return sorted(rows, key=lambda topic: (-topic.score, topic.code))


@cache
def _known_stems() -> Memo[tuple[tuple[int, float], ...]]:
    return Memo(_stems_of)


def _stems_of(word: str) -> tuple[tuple[int, float], ...]:
    """Give the number of a word's longest stem for each topic that it speaks for, shared out among several top-level ones."""
    if word[:_SHORTEST_STEM] not in _beginnings():
        return ()
    found: dict[str, _Stem] = {}
    stems = _stems()
    for length in range(_SHORTEST_STEM, min(len(word), _LONGEST_STEM) + 1):
        if word[:length] in stems and (length > _SHORTEST_STEM or len(word) <= length + 2):
            found |= {stem.code: stem for stem in stems[word[:length]]}
    found |= {stem.code: stem for stem in stems.get(f"{word}$", ())}
    tops = sum(stem.is_top for stem in found.values())
    return tuple((stem.number, 1.0 / tops if stem.is_top else 1.0) for stem in found.values())


@cache
def _stems() -> dict[str, tuple[_Stem, ...]]:
    stems: dict[str, tuple[_Stem, ...]] = {}
    for stem in _numbered():
        stems[stem.stem] = (*stems.get(stem.stem, ()), stem)
    return stems


@cache
def _beginnings() -> frozenset[str]:
    """Give the first letters of every stem: most words begin otherwise."""
    return frozenset(stem.removesuffix("$")[:_SHORTEST_STEM] for stem in _stems())


@cache
def _numbered() -> tuple[_Stem, ...]:
    """Give every stem with its number, by which a text's stems are counted: hashing a number costs nothing."""
    parts = [
        (entry["code"], stem, weight, entry.get("parent") is None)
        for entry in lexicon.load("topics")
        for part, weight in (("stems", 1.0), ("telling", _TELLING))
        for stem in entry.get(part, "").split()
    ]
    return tuple(_Stem(number, *part) for number, part in enumerate(parts))


@cache
def _entries() -> dict[str, _Entry]:
    return {each["code"]: _Entry(each["code"], each["name"], each.get("parent")) for each in lexicon.load("topics")}
