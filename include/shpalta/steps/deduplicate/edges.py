"""Links from a day's articles to articles that came before them, each with its kind and the tests that it passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.lake import schemas
from shpalta.steps.deduplicate.candidates import worth_comparing
from shpalta.steps.deduplicate.places import Fingerprints, Places
from shpalta.steps.deduplicate.verify import Text, containment, is_same_article, near_text_tests, shared_numbers

EDITION = "edition"
NUMBERS_OF_EDITIONS = 0.25
TEXTS_AT_HAND = 4096

Pair = tuple[int, int]
Edge = dict[str, Any]


def link(fingerprints: pa.Table, window: Fingerprints, same_articles: pa.Table, matches: pa.Table) -> pa.Table:
    """Link FINGERPRINTS rows of a day to those before them: same article, same text, nearly the same text, edition.

    `same_articles` are rows of earlier days with an article_id of the day; `matches` the MATCHES rows of every bucket, found
    between these very fingerprints. Fingerprints of another version say nothing.
    """
    places = Places(window, fingerprints)
    equals, candidates = worth_comparing(matches)
    links = _Links(places, [*equals, *candidates])
    for later, earlier, kind in equals:
        if kind == EDITION:
            links.add_edition(later, earlier)
        else:
            links.add_equal(later, earlier, kind)
    for later, earlier in candidates:
        links.add_near(later, earlier)
    edges = [*links.edges(), *_returned(fingerprints, same_articles)]
    table = pa.Table.from_pylist(edges, schema=schemas.EDGES.schema)
    return table.sort_by([(key, "ascending") for key in schemas.EDGES.sort_by])


class _Links:
    """The verified pairs of a day's articles, by place: of two kinds between the same two the first found stays."""

    def __init__(self, places: Places, pairs: Sequence[tuple[Any, ...]]) -> None:
        compared = sorted({place for later, earlier, *_ in pairs for place in (later, earlier)})
        row = {place: number for number, place in enumerate(compared)}
        tokens = places.tokens(compared)
        self._identities = dict(zip(compared, places.identities(compared), strict=True))
        self._text = lru_cache(maxsize=TEXTS_AT_HAND)(lambda place: Text(tokens[row[place]].values.to_numpy()))
        self._found: dict[Pair, Edge] = {}
        self._editions: dict[Pair, Edge] = {}
        self._nearer: dict[int, int] = {}

    def add_equal(self, later: int, earlier: int, kind: str) -> None:
        """Take what is equal in its text; confirm what is equal in its URL alone."""
        if kind == "same_text":
            self._add(later, earlier, _link(kind, 1.0, ["text_hash"]))
        elif is_same_article(self._text(later), self._text(earlier)):
            similarity = containment(self._text(later), self._text(earlier))
            self._add(later, earlier, _link(kind, similarity, ["twin_key", "contained"]))

    def add_edition(self, later: int, earlier: int) -> None:
        """Confirm what two pages say of each other: languages that differ, and numbers that translation leaves alone."""
        languages = {_language(self._identities[place]) for place in (later, earlier)}
        share = shared_numbers(self._text(later), self._text(earlier))
        if len(languages) > 1 and share >= NUMBERS_OF_EDITIONS:
            self._editions[later, earlier] = _link(EDITION, share, ["hreflang", "language", "numbers"])

    def add_near(self, later: int, earlier: int) -> None:
        """Make the tests until one fails; two that are linked already, over others, need no link of their own."""
        if self._first(later) == self._first(earlier):
            return
        one, other = self._text(later), self._text(earlier)
        passed = []
        for name, is_passed in near_text_tests(one, other):
            if not is_passed:
                return
            passed.append(name)
        self._add(later, earlier, _link("near_text", containment(one, other), passed))

    def _add(self, later: int, earlier: int, found: Edge) -> None:
        self._found.setdefault((later, earlier), found)
        one, other = sorted((self._first(later), self._first(earlier)))
        self._nearer[other] = one

    def _first(self, place: int) -> int:
        """Find the first of those that a place is linked with, and shorten the way for the next who asks."""
        way = []
        while (nearer := self._nearer.get(place, place)) != place:
            way.append(place)
            place = nearer
        self._nearer.update(dict.fromkeys(way, place))
        return place

    def edges(self) -> Iterator[Edge]:
        for (later, earlier), found in (*self._found.items(), *self._editions.items()):
            yield _edge(self._identities[later], self._identities[earlier]) | found


def _returned(fingerprints: pa.Table, same_articles: pa.Table) -> Iterator[Edge]:
    """Link an article to the first day on which it was seen, where its text confirms that it is the same."""
    columns = ["article_id", "date", "date_published", "tokens"]
    first = {row["article_id"]: row for row in same_articles.select(columns).sort_by([("date", "descending")]).to_pylist()}
    known = fingerprints.filter(pc.is_in(fingerprints["article_id"], pa.array(list(first), pa.string())))
    for row in known.select(columns).to_pylist():
        before = first[row["article_id"]]
        one, other = (Text.of(each["tokens"]) for each in (row, before))
        if is_same_article(one, other):
            yield _edge(row, before) | _link("same_article", containment(one, other), ["article_id", "contained"])


def _link(kind: str, similarity: float, passed: list[str]) -> Edge:
    return {"kind": kind, "similarity": similarity, "passed": passed}


def _edge(later: Mapping[str, Any], earlier: Mapping[str, Any]) -> Edge:
    names = ("article_id", "date", "date_published")
    return {name: later[name] for name in names} | {f"other_{name}": earlier[name] for name in names}


def _language(identity: Mapping[str, Any]) -> str:
    return (identity["in_language"] or "").partition("-")[0]
