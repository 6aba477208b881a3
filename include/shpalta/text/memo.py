"""What is known of words, found once each: an answer costs one look into a dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Known = TypeVar("Known")

# A word is some 1.5 KB over all that is known of it: as many as a process can keep below 500 MB, twice.
_KEPT_WORDS = 20_000
# Of how many languages memos are kept at a time.
KEPT_LANGUAGES = 6


class Memo(dict[str, Known]):
    """The answers of a function about words; when there are too many it forgets those that nobody asked for since last time.

    Asking `functools.lru_cache` takes three times as long, since it also notes who asked last.
    """

    def __init__(self, find: Callable[[str], Known]) -> None:
        super().__init__()
        self._find = find
        self._older: dict[str, Known] = {}

    def __missing__(self, word: str) -> Known:
        if len(self) >= _KEPT_WORDS:
            self._older = dict(self)
            self.clear()
        known = self[word] = self._older[word] if word in self._older else self._find(word)
        return known

    def all_of(self, words: Iterable[str]) -> Iterator[Known]:
        """Answer for each word, in order."""
        return map(self.__getitem__, words)
