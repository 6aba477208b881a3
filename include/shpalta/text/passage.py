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
_HAS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}]")
_LINK = r"(?:https?://|www\.)\S+"
# U.S., U.K., E.U.: with their full stops; the initials of people are left to the rules for people.
_DOTTED = r"(?:U\.(?:[A-Z]\.)+|E\.U\.)"
_NUMBER = r"\d+(?:[.,:]\d+)*(?:-[^\W\d_]+)?"
# Ideographs are words one by one; looking for them at every letter is half the time where there are none.
_TOKEN = re.compile(rf"(\s*)({_LINK}|{_DOTTED}|[^\W\d_]\w*(?:['\-‑][^\W_]+)*|{_NUMBER}|\S)")
_TOKEN_WITH_IDEOGRAPHS = re.compile(
    rf"(\s*)({_LINK}|{_DOTTED}|[{_IDEOGRAPH}]"
    rf"|[^\W\d_{_IDEOGRAPH}][^\W{_IDEOGRAPH}]*(?:['\-‑][^\W_{_IDEOGRAPH}]+)*|{_NUMBER}|\S)"
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
        pattern = _TOKEN_WITH_IDEOGRAPHS if _HAS_IDEOGRAPH.search(self.text) else _TOKEN
        end = 0
        # Everything is a token or a gap before one: to ask for both and count is faster than to ask where each stood.
        return [
            _new(Token, (text, (start := end + len(gap)), (end := start + len(text)), text[0].isalnum()))
            for gap, text in pattern.findall(self.text.rstrip())
        ]

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins, for finding tokens by their place."""
        return [token.start for token in self.tokens]

    @cached_property
    def token_texts(self) -> list[str]:
        """The tokens' texts alone, for asking about all of them in one go."""
        return [token.text for token in self.tokens]

    @cached_property
    def lowered_words(self) -> list[str]:
        return [token.text.lower() for token in self.words]

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
