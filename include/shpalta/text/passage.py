"""Tokens and sentences of a text, found once and shared by every enricher."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate, compress, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from shpalta.text.cleaning import CleanText, clean
from shpalta.text.memo import Memo
from shpalta.text.sentences import sentence_spans

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}]")
_LINK = r"(?:https?://|www\.)\S+"
# U.S., U.K., E.U.: with their full stops; the initials of people are left to the rules for people.
_DOTTED = r"(?:U\.(?:[A-Z]\.)+|E\.U\.)"
_NUMBER = r"\d+(?:[.,:]\d+)*(?:-[^\W\d_]+)?"
# Ideographs are words one by one; looking for them at every letter is half the time where there are none.
_TOKEN = re.compile(rf"({_LINK}|{_DOTTED}|[^\W\d_]\w*+(?:['\-‑][^\W_]++)*+|{_NUMBER}|\S)")
_TOKEN_WITH_IDEOGRAPHS = re.compile(
    rf"({_LINK}|{_DOTTED}|[{_IDEOGRAPH}]"
    rf"|[^\W\d_{_IDEOGRAPH}][^\W{_IDEOGRAPH}]*(?:['\-‑][^\W_{_IDEOGRAPH}]+)*|{_NUMBER}|\S)"
)


class Token(NamedTuple):
    """A word, a number or a single sign, with its place in the clean text."""

    text: str
    start: int
    end: int
    is_word: bool


# There are hundreds of tokens in an article: what is done to each is done without a line of Python.
_as_token = partial(tuple.__new__, Token)
_first_letter = itemgetter(0)
_begins_word = Memo(str.isalnum)


class _Columns(NamedTuple):
    """The tokens by column: their texts, where they start and end, which are words."""

    texts: list[str]
    starts: list[int]
    ends: list[int]
    are_words: list[bool]


@dataclass(frozen=True, eq=False)
class Passage:
    """A text read once: clean, cut into tokens and sentences; `found` keeps what is asked for by more than one enricher."""

    clean: CleanText
    found: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.clean.text

    @cached_property
    def _columns(self) -> _Columns:
        pattern = _TOKEN_WITH_IDEOGRAPHS if _HAS_IDEOGRAPH.search(self.text) else _TOKEN
        # Gaps and tokens by turns: to count them up is faster than to ask where each stood.
        parts = pattern.split(self.text)
        ends = list(accumulate(map(len, parts)))
        texts = parts[1::2]
        are_words = list(_begins_word.all_of(map(_first_letter, texts)))
        return _Columns(texts, ends[0::2][: len(texts)], ends[1::2], are_words)

    @cached_property
    def tokens(self) -> list[Token]:
        return list(map(_as_token, zip(*self._columns, strict=True)))

    @property
    def starts(self) -> list[int]:
        """Where each token begins, for finding tokens by their place."""
        return self._columns.starts

    @property
    def token_texts(self) -> list[str]:
        """The tokens' texts alone, for asking about all of them in one go."""
        return self._columns.texts

    @property
    def are_words(self) -> list[bool]:
        return self._columns.are_words

    @cached_property
    def lowered_words(self) -> list[str]:
        return list(map(str.lower, compress(self._columns.texts, self._columns.are_words)))

    @cached_property
    def words(self) -> list[Token]:
        return list(compress(self.tokens, self._columns.are_words))

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return sentence_spans(self.text)

    @cached_property
    def sentence_bounds(self) -> list[tuple[int, int]]:
        """Give the first token of each sentence and the one after its last, in reading order."""
        starts = self.starts
        return list(pairwise([0, *(bisect_left(starts, end) for _, end in self.sentences)]))

    @cached_property
    def token_sentences(self) -> list[list[Token]]:
        """Group the tokens by sentence, in reading order."""
        return [self.tokens[first:last] for first, last in self.sentence_bounds]

    def marked(self, marks: Iterable[object]) -> list[list[int]]:
        """Give each sentence's tokens that have a mark, counted from its first, for one mark a token of the text."""
        places = list(compress(range(len(self.tokens)), marks))
        return [
            [place - first for place in places[bisect_left(places, first) : bisect_left(places, last)]]
            for first, last in self.sentence_bounds
        ]


def read(text: str) -> Passage:
    """Clean a text and make it ready to be read by any number of enrichers."""
    return Passage(clean(text))
