"""Links from a day's articles to articles that came before them, each with its kind and the tests that it passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from shpalta.lake import schemas
from shpalta.steps.deduplicate.candidates import (
    NEEDED,
    Engine,
    candidate_pairs,
    duckdb_engine,
    equal_pairs,
    in_places,
)
from shpalta.steps.deduplicate.verify import Text, containment, is_same_article, near_text_tests
from shpalta.text.fingerprint import FINGERPRINT_VERSION

KINDS = ("same_article", "same_text", "near_text")
TEXTS_AT_HAND = 4096

Pair = tuple[int, int]
Edge = dict[str, Any]


def link(fingerprints: pa.Table, window: pa.Table, same_articles: pa.Table, engine: Engine = duckdb_engine) -> pa.Table:
    """Link FINGERPRINTS rows of a day to those before them: the same text, nearly the same text, the same article.

    `same_articles` are rows of earlier days with an article_id of the day. Fingerprints of another version say nothing.
    """
    comparable = window.filter(pc.equal(window["fingerprint_version"], FINGERPRINT_VERSION))
    columns = [*NEEDED, "tokens"]
    articles = in_places(pa.concat_tables([comparable.select(columns), fingerprints.select(columns)]))
    first_place = articles.num_rows - fingerprints.num_rows
    links = _Links(articles)
    with engine() as query:
        equals = equal_pairs(articles, first_place, query)
        candidates = candidate_pairs(articles, first_place, query)
    for later, earlier, kind in _rows(equals):
        links.add_equal(later, earlier, kind)
    for later, earlier in _rows(candidates):
        links.add_near(later, earlier)
    edges = [*links.edges(), *_returned(fingerprints, same_articles)]
    table = pa.Table.from_pylist(edges, schema=schemas.EDGES.schema)
    return table.sort_by([(key, "ascending") for key in schemas.EDGES.sort_by])


class _Links:
    """The verified pairs of a day's articles, by place: of two kinds between the same two the closer one stays."""

    def __init__(self, articles: pa.Table) -> None:
        self._identities = articles.select(["article_id", "date", "date_published"]).to_pylist()
        self._hashes = articles["text_hash"].to_pylist()
        self._found: dict[Pair, Edge] = {}
        tokens = articles["tokens"].combine_chunks()
        self._text = lru_cache(maxsize=TEXTS_AT_HAND)(lambda place: Text(tokens[place].values.to_numpy()))

    def add_equal(self, later: int, earlier: int, kind: str) -> None:
        """Take what is equal in its text; confirm what is equal in its URL alone."""
        if kind == "same_text":
            self._found.setdefault((later, earlier), _link(kind, 1.0, ["text_hash"]))
        elif is_same_article(self._text(later), self._text(earlier)):
            similarity = containment(self._text(later), self._text(earlier))
            self._found[later, earlier] = _link(kind, similarity, ["twin_key", "contained"])

    def add_near(self, later: int, earlier: int) -> None:
        """Make the tests until one fails."""
        if (later, earlier) in self._found or self._hashes[later] == self._hashes[earlier]:
            return
        one, other = self._text(later), self._text(earlier)
        passed = []
        for name, is_passed in near_text_tests(one, other):
            if not is_passed:
                return
            passed.append(name)
        self._found[later, earlier] = _link("near_text", containment(one, other), passed)

    def edges(self) -> Iterator[Edge]:
        for (later, earlier), found in self._found.items():
            yield _edge(self._identities[later], self._identities[earlier]) | found


def _returned(fingerprints: pa.Table, same_articles: pa.Table) -> Iterator[Edge]:
    """Link an article to the first day on which it was seen, where its text confirms that it is the same."""
    columns = ["article_id", "date", "date_published", "tokens"]
    first = {row["article_id"]: row for row in reversed(in_places(same_articles).select(columns).to_pylist())}
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


def _rows(pairs: pa.Table) -> Iterable[tuple[Any, ...]]:
    ordered = pairs.sort_by([(name, "ascending") for name in pairs.column_names])
    return zip(*(column.to_pylist() for column in ordered.columns), strict=True)
