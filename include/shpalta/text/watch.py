"""Watch lists: the names that a user follows, found in any case they stand in, and patterns of the user's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from shpalta.errors import SettingsError
from shpalta.text.morphology import lemmas
from shpalta.text.passage import Passage, Token, read

_EXAMPLE = (
    "A watch list is a name and its terms: 'energy: [Нафтогаз, {name: Укренерго, aliases: [Ukrenergo]}, {pattern: блекаут}]'"
)


@dataclass(frozen=True)
class Term:
    """What is followed: a name, the other ways to write it, or a regular expression."""

    name: str
    aliases: tuple[str, ...] = ()
    pattern: str | None = None


@dataclass(frozen=True)
class WatchList:
    """A named list of terms."""

    name: str
    terms: tuple[Term, ...]


class Hit(NamedTuple):
    """A term of a watch list found in a passage, with its span in the clean text."""

    start: int
    end: int
    watch_list: str
    term: str


def load_watch_lists(path: Path) -> tuple[WatchList, ...]:
    """Read a YAML file of watch lists. Raises SettingsError naming the file and the entry that cannot be read."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"The watch lists in {path} cannot be read: {error}", remedy=_EXAMPLE) from error
    if not isinstance(content, dict) or not all(isinstance(terms, list) for terms in content.values()):
        raise SettingsError(f"{path} holds no watch lists", remedy=_EXAMPLE)
    return tuple(
        WatchList(str(name), tuple(_term(entry, f"{path}, {name}") for entry in terms)) for name, terms in content.items()
    )


def _term(entry: object, where: str) -> Term:
    if isinstance(entry, str) and entry.strip():
        return Term(entry)
    if isinstance(entry, Mapping):
        name, aliases, pattern = entry.get("name"), entry.get("aliases", []), entry.get("pattern")
        is_readable = isinstance(aliases, list) and all(isinstance(each, str) for each in aliases)
        if is_readable and (isinstance(name, str) or isinstance(pattern, str)):
            if isinstance(pattern, str):
                _compiled(pattern, where)
            return Term(str(name or pattern), tuple(aliases), pattern)
    raise SettingsError(f"{where}: {entry!r} is no term", remedy=_EXAMPLE)


def _compiled(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise SettingsError(f"{where}: {pattern!r} is no regular expression: {error}", remedy="Correct the pattern") from error


def find_hits(passage: Passage, watch_lists: tuple[WatchList, ...], language: str) -> list[Hit]:
    """Find every term of the watch lists in a passage, in reading order."""
    hits = {*_by_name(passage, watch_lists, language), *_by_pattern(passage, watch_lists)}
    return sorted(hits)


def _by_name(passage: Passage, watch_lists: tuple[WatchList, ...], language: str) -> Iterator[Hit]:
    index = _index(watch_lists, language)
    if not index:
        return
    words = passage.words
    for place, token in enumerate(words):
        for lemma in lemmas(token.text, language):
            for watch_list, term, wanted in index.get(lemma, ()):
                found = words[place : place + len(wanted)]
                if _stand_for(found, wanted, language):
                    yield Hit(token.start, found[-1].end, watch_list, term)


def _stand_for(found: list[Token], wanted: tuple[frozenset[str], ...], language: str) -> bool:
    return len(found) == len(wanted) and all(
        not lemmas_wanted.isdisjoint(lemmas(token.text, language)) for token, lemmas_wanted in zip(found, wanted, strict=True)
    )


def _by_pattern(passage: Passage, watch_lists: tuple[WatchList, ...]) -> Iterator[Hit]:
    for watch_list in watch_lists:
        for term in watch_list.terms:
            if term.pattern:
                for match in _compiled(term.pattern, watch_list.name).finditer(passage.text):
                    if match.end() > match.start():
                        yield Hit(match.start(), match.end(), watch_list.name, term.name)


@cache
def _index(watch_lists: tuple[WatchList, ...], language: str) -> dict[str, list[tuple[str, str, tuple[frozenset[str], ...]]]]:
    """Index the terms by each lemma that their first word may have."""
    index: dict[str, list[tuple[str, str, tuple[frozenset[str], ...]]]] = {}
    for watch_list in watch_lists:
        for term in watch_list.terms:
            for name in () if term.pattern else (term.name, *term.aliases):
                wanted = tuple(lemmas(token.text, language) for token in read(name).words)
                for lemma in wanted[0] if wanted else ():
                    index.setdefault(lemma, []).append((watch_list.name, term.name, wanted))
    return index
