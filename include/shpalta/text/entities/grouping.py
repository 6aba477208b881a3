"""Group the mentions of a text: whoever and whatever is meant by one name, under that name in the nominative."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shpalta.text.entities.clues import clues
from shpalta.text.entities.model import EntityKind, Mention
from shpalta.text.entities.naming import nominatives
from shpalta.text.morphology import lemmas
from shpalta.text.passage import Passage, Token


@dataclass(frozen=True)
class Entity:
    """Who or what is mentioned: the name in the nominative, a key that is equal across articles, the mentions."""

    kind: EntityKind
    name: str
    key: str
    mentions: tuple[Mention, ...]


def group(passage: Passage, mentions: Sequence[Mention], language: str) -> list[Entity]:
    """Put mentions of one person, organisation or place together, in the order of their first mention."""
    named = _name_each(passage, mentions, language)
    groups: dict[tuple[EntityKind, str], list[tuple[str, Mention]]] = {}
    full_names = [name for name, mention in named if mention.kind == "person" and " " in name]
    for name, mention in named:
        key = _person_key(name, full_names) if mention.kind == "person" else _key(name, language)
        groups.setdefault((mention.kind, key), []).append((name, mention))
    return [
        Entity(kind, _fullest(name for name, _ in members), key, tuple(mention for _, mention in members))
        for (kind, key), members in groups.items()
    ]


def _name_each(passage: Passage, mentions: Sequence[Mention], language: str) -> list[tuple[str, Mention]]:
    """Choose each mention's nominative; where it may be read in several ways, the rest of the text decides."""
    ways = [
        nominatives(_tokens(passage, mention), mention.kind, language, _case_of_title(passage, mention, language))
        for mention in mentions
    ]
    votes = Counter(way.split()[-1] for each in ways for way in each)
    sure = Counter(each[0].split()[-1] for each in ways if len(each) == 1)
    chosen = []
    for mention, each in zip(mentions, ways, strict=True):
        best = max(each, key=lambda way: (sure[way.split()[-1]], votes[way.split()[-1]], -each.index(way)))
        chosen.append((best, mention))
    return chosen


def _case_of_title(passage: Passage, mention: Mention, language: str) -> frozenset[str]:
    """Give the cases of the nearest title just before a person's name."""
    if mention.kind != "person":
        return frozenset()
    end = bisect_left(passage.tokens, mention.start, key=lambda token: token.start)
    for token in reversed(passage.tokens[max(0, end - 3) : end]):
        word = clues(token.text, language)
        if "person_titles" in word.roles:
            return word.cases
    return frozenset()


def _tokens(passage: Passage, mention: Mention) -> list[Token]:
    first = bisect_left(passage.tokens, mention.start, key=lambda token: token.start)
    last = bisect_left(passage.tokens, mention.end, key=lambda token: token.start)
    return passage.tokens[first:last]


def _person_key(name: str, full_names: Sequence[str]) -> str:
    """Give a person's key: the full name's surname; a given name alone finds the one full name that has it."""
    words = name.lower().split()
    if len(words) > 1:
        return _surname(words)
    owners = {_surname(full.lower().split()) for full in full_names if words[0] in full.lower().split()}
    return owners.pop() if len(owners) == 1 else words[0]


def _surname(words: Sequence[str]) -> str:
    """Take the last word, but the first where a patronymic stands last: 'Ковач Анна Василівна'."""
    is_turned = len(words) == 3 and words[2].endswith(("ович", "йович", "івна", "ївна", "овна", "евна", "евич"))
    long = [word for word in words if not word.endswith(".")] or list(words)
    return words[0] if is_turned else long[-1]


def _key(name: str, language: str) -> str:
    return " ".join(min(lemmas(word.strip('«»"“”'), language), default=word) for word in name.split()).lower()


def _fullest(names: Iterable[str]) -> str:
    counts = Counter(names)
    return max(counts, key=lambda name: (len(name.split()), counts[name], name))
