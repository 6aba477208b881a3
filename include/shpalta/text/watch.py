"""Watch lists: the names that a user follows, found in any case they stand in, and patterns of the user's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import yaml

from shpalta.errors import SettingsError
from shpalta.text.morphology import lemmas
from shpalta.text.passage import Passage, Token, read

# What ends a name: a line, a clause, a bracket, a full stop before a space.
_ENDS = re.compile(r"[\n,;:!?()]|\.\s")
_QUOTES = "Write patterns in single quotes, where a backslash is one"
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


class _Wanted(NamedTuple):
    """A word of a name: the lemmas that it may have, and whether it has a capital, which the text must then have too."""

    lemmas: frozenset[str]
    is_capital: bool


class Hit(NamedTuple):
    """A term of a watch list found in a passage, with its span in the clean text."""

    start: int
    end: int
    watch_list: str
    term: str


def load_watch_lists(path: Path) -> tuple[WatchList, ...]:
    """Read a YAML file of watch lists. Raises SettingsError naming the file, the line and the entry that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
        content, tree = yaml.safe_load(text), yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}, line {mark.line + 1}, column {mark.column + 1}" if mark else str(path)
        remedy = _QUOTES if "escape" in str(error.problem) else _EXAMPLE
        raise SettingsError(f"{where}: no YAML: {error.problem}", remedy=remedy) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"The watch lists in {path} cannot be read: {error}", remedy=_EXAMPLE) from error
    if not isinstance(content, dict) or tree is None:
        raise SettingsError(f"{path} holds no watch lists", remedy=_EXAMPLE)
    if len(tree.value) > len(content):
        raise SettingsError(f"{path} has two watch lists of one name", remedy="Give each list a name of its own")
    nodes = [node for _, node in tree.value]
    return tuple(_watch_list(name, terms, node, path) for (name, terms), node in zip(content.items(), nodes, strict=True))


def _watch_list(name: object, terms: object, node: yaml.Node, path: Path) -> WatchList:
    if not isinstance(terms, list):
        raise SettingsError(f"{path}, line {node.start_mark.line + 1}: {name} is no list of terms", remedy=_EXAMPLE)
    wheres = [f"{path}, line {each.start_mark.line + 1}, {name}" for each in node.value]
    return WatchList(str(name), tuple(_term(entry, where) for entry, where in zip(terms, wheres, strict=True)))


def _term(entry: object, where: str) -> Term:
    if isinstance(entry, str) and _has_words(entry):
        return Term(entry)
    if isinstance(entry, Mapping):
        others = sorted(str(field) for field in entry.keys() - {"name", "aliases", "pattern"})
        if others:
            raise SettingsError(f"{where}: {others[0]!r} is no field of a term", remedy=_EXAMPLE)
        name, aliases, pattern = entry.get("name"), entry.get("aliases", []), entry.get("pattern")
        is_readable = isinstance(aliases, list) and all(isinstance(each, str) and _has_words(each) for each in aliases)
        if isinstance(pattern, str):
            _compiled(pattern, where)
            if is_readable and isinstance(name, str | None):
                return Term(name or pattern, tuple(aliases), pattern)
        elif is_readable and isinstance(name, str) and _has_words(name):
            return Term(name, tuple(aliases))
    raise SettingsError(f"{where}: {entry!r} is no term", remedy=_EXAMPLE)


def _has_words(name: str) -> bool:
    return bool(read(name).words)


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
                if _stand_for(found, wanted, language) and _stand_together(passage, found):
                    yield Hit(token.start, found[-1].end, watch_list, term)


def _stand_for(found: Sequence[Token], wanted: Sequence[_Wanted], language: str) -> bool:
    return len(found) == len(wanted) and all(
        not word.lemmas.isdisjoint(lemmas(token.text, language)) and (token.text[0].isupper() or not word.is_capital)
        for token, word in zip(found, wanted, strict=True)
    )


def _stand_together(passage: Passage, found: Sequence[Token]) -> bool:
    """Whether no sentence, clause or line ends between the words of a name."""
    return not any(_ENDS.search(passage.text, one.end, other.start) for one, other in pairwise(found))


def _by_pattern(passage: Passage, watch_lists: tuple[WatchList, ...]) -> Iterator[Hit]:
    for watch_list in watch_lists:
        for term in watch_list.terms:
            if term.pattern:
                for match in _compiled(term.pattern, watch_list.name).finditer(passage.text):
                    if match.end() > match.start():
                        yield Hit(match.start(), match.end(), watch_list.name, term.name)


@cache
def _index(watch_lists: tuple[WatchList, ...], language: str) -> dict[str, list[tuple[str, str, tuple[_Wanted, ...]]]]:
    """Index the names and aliases by each lemma that their first word may have."""
    index: dict[str, list[tuple[str, str, tuple[_Wanted, ...]]]] = {}
    for watch_list in watch_lists:
        for term in watch_list.terms:
            for name in term.aliases if term.pattern else (term.name, *term.aliases):
                wanted = tuple(_Wanted(lemmas(token.text, language), token.text[0].isupper()) for token in read(name).words)
                for lemma in wanted[0].lemmas:
                    index.setdefault(lemma, []).append((watch_list.name, term.name, wanted))
    return index
