"""Group the mentions of a text: whoever and whatever is meant by one name, under that name in the nominative."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from shpalta.text.entities.clues import clues
from shpalta.text.entities.model import EntityKind, Mention
from shpalta.text.entities.naming import nominatives
from shpalta.text.morphology import lemmas
from shpalta.text.passage import Passage, read

_NO_CASES: frozenset[str] = frozenset()


class Entity(NamedTuple):
    """Who or what is mentioned: the name in the nominative, a key that is equal across articles, the mentions."""

    kind: EntityKind
    name: str
    key: str
    mentions: tuple[Mention, ...]


def group(passage: Passage, mentions: Sequence[Mention], language: str) -> list[Entity]:
    """Put mentions of one person, organisation or place together, in the order of their first mention."""
    named = _name_each(passage, mentions, language)
    groups: dict[tuple[EntityKind, str], list[tuple[str, Mention]]] = {}
    owners = _owners([name for name, mention in named if mention.kind == "person" and " " in name])
    for name, mention in named:
        key = _person_key(name, owners) if mention.kind == "person" else _key(name, language)
        groups.setdefault((mention.kind, key), []).append((name, mention))
    return [
        Entity(kind, _fullest(name for name, _ in members), key, tuple(mention for _, mention in members))
        for (kind, key), members in groups.items()
    ]


def _owners(full_names: Sequence[str]) -> dict[str, str]:
    """Map each full name to its person's key, and each word of it that belongs to one person alone.

    The key is the surname; of several people with one surname, the one named most often has it, the others' given names
    are added: 'байден' and 'байден гантер'.
    """
    people: dict[str, list[list[str]]] = {}
    for name, _ in sorted(Counter(full_names).items(), key=lambda pair: -pair[1]):
        alike = people.setdefault(_surname(name.lower().split()), [])
        same = next((names for names in alike if any(_may_be_one(name, other) for other in names)), None)
        if same is None:
            alike.append([name])
        else:
            same.append(name)
    owners: dict[str, str] = {}
    words: dict[str, set[str]] = {}
    for surname, alike in people.items():
        for number, names in enumerate(alike):
            key = surname if number == 0 else f"{surname} {_given(names[0])[0]}"
            owners |= dict.fromkeys(names, key)
            for word in {word for name in names for word in _given(name)}:
                words.setdefault(word, set()).add(key)
    return owners | {word: keys.pop() for word, keys in words.items() if len(keys) == 1 and word not in people}


def _given(name: str) -> list[str]:
    words = name.lower().split()
    surname = _surname(words)
    return [word for word in words if word != surname] or words


def _may_be_one(one: str, other: str) -> bool:
    """Whether two full names of one surname share a given name, or an initial of it."""
    return any(
        left.startswith(right.rstrip(".")) or right.startswith(left.rstrip("."))
        for left in _given(one)
        for right in _given(other)
    )


def _name_each(passage: Passage, mentions: Sequence[Mention], language: str) -> list[tuple[str, Mention]]:
    """Choose each mention's nominative; where it may be read in several ways, the rest of the text decides."""
    ways = [_ways(passage, mention, language) for mention in mentions]
    if all(len(each) == 1 for each in ways):
        return [(each[0], mention) for mention, each in zip(mentions, ways, strict=True)]
    votes = Counter(_last(way) for each in ways for way in each)
    sure = Counter(_last(each[0]) for each in ways if len(each) == 1)
    return [
        (
            each[0] if len(each) == 1 else max(each, key=lambda way: (sure[_last(way)], votes[_last(way)], -each.index(way))),
            mention,
        )
        for mention, each in zip(mentions, ways, strict=True)
    ]


def _last(name: str) -> str:
    return name.rpartition(" ")[2]


def _ways(passage: Passage, mention: Mention, language: str) -> tuple[str, ...]:
    kind, start, end, _ = mention
    cases = _case_of_title(passage, start, language) if kind == "person" else _NO_CASES
    return _nominatives(passage.text[start:end], kind, language, cases)


@lru_cache(5_000)
def _nominatives(name: str, kind: EntityKind, language: str, cases: frozenset[str]) -> tuple[str, ...]:
    return nominatives(read(name).tokens, kind, language, cases)


def _case_of_title(passage: Passage, start: int, language: str) -> frozenset[str]:
    """Give the cases of the nearest title just before a person's name that starts there."""
    end = bisect_left(passage.starts, start)
    for text in reversed(passage.token_texts[max(0, end - 3) : end]):
        word = clues(text, language)
        if "person_titles" in word.roles:
            return word.cases
    return _NO_CASES


def _person_key(name: str, owners: Mapping[str, str]) -> str:
    """Give a person's key; a given name alone is the one person's that has it."""
    return owners.get(name) or owners.get(name.lower(), name.lower())


def _surname(words: Sequence[str]) -> str:
    """Take the last word, but the first where a patronymic stands last: 'Ковач Анна Василівна'."""
    is_turned = len(words) == 3 and words[2].endswith(("ович", "йович", "івна", "ївна", "овна", "евна", "евич"))
    long = [word for word in words if not word.endswith(".")] or list(words)
    return words[0] if is_turned else long[-1]


@lru_cache(5_000)
def _key(name: str, language: str) -> str:
    return " ".join(min(lemmas(word.strip('«»"“”'), language), default=word) for word in name.split()).lower()


def _fullest(names: Iterable[str]) -> str:
    counts = Counter(names)
    if len(counts) == 1:
        return next(iter(counts))
    return max(counts, key=lambda name: (len(name.split()), counts[name], name))
