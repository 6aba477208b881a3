"""Tokens and sentences of a text, found once and shared by every enricher."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from shpalta.text.cleaning import CleanText, clean
from shpalta.text.sentences import sentence_spans

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"""
    (?:https?://|www\.)\S+
  | [{_IDEOGRAPH}]
  | [^\W\d_{_IDEOGRAPH}][^\W{_IDEOGRAPH}]*(?:['\-‑][^\W_{_IDEOGRAPH}]+)*
  | \d+(?:[.,:]\d+)*(?:-[^\W\d_]+)?
  | \S
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word, a number or a single sign, with its place in the clean text."""

    text: str
    start: int
    end: int
    is_word: bool


# Half the cost of a call of the class; there are hundreds of tokens in an article.
_new = tuple.__new__


@dataclass(frozen=True)
class Passage:
    """A text read once: clean, cut into tokens and sentences."""

    clean: CleanText

    @property
    def text(self) -> str:
        return self.clean.text

    @cached_property
    def tokens(self) -> list[Token]:
        return [
            _new(Token, (text, *match.span(), text[0].isalnum()))
            for match in _TOKEN.finditer(self.text)
            for text in [match.group()]
        ]

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins, for finding tokens by their place."""
        return [token.start for token in self.tokens]

    @cached_property
    def words(self) -> list[Token]:
        return [token for token in self.tokens if token.is_word]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return sentence_spans(self.text)

    @cached_property
    def token_sentences(self) -> list[list[Token]]:
        """Group the tokens by sentence, in reading order."""
        ends = [bisect_left(self.starts, end) for _, end in self.sentences]
        return [self.tokens[first:last] for first, last in pairwise([0, *ends])]


def read(text: str) -> Passage:
    """Clean a text and make it ready to be read by any number of enrichers."""
    return Passage(clean(text))
