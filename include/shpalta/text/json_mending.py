"""Reads JSON that no strict reader takes: with comments, stray quotes, commas too many or missing, ends that never come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any, TypeAlias

Json: TypeAlias = Any

_MOST_TOKENS, _DEEPEST = 200_000, 100
_TOKEN = re.compile(
    r"""(?P<skipped>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|<!--|-->|<!\[CDATA\[|\]\]>)
    |(?P<opening>[{\[])|(?P<closing>[}\]])|(?P<comma>,)|(?P<quote>["'])|(?P<word>[\w.+-]++)""",
    re.VERBOSE,
)
_UPTO_QUOTE = {quote: re.compile(rf"(?:[^\\{quote}]|\\.)*+", re.DOTALL) for quote in "\"'"}
# What stands behind a quote that ends a string; any other quote is one of the text's own.
_BEHIND = re.compile(r"\s*+(?:[:}\]]|,\s*+(?:[\"'{\[\]}\d/-]|true|false|null|<!|\Z)|//|/\*|\Z)|[^\S\n]*+\n\s*+[\"{]")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " "}
_CONTROL = re.compile(r"[\x00-\x1f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"-?\d{1,15}")
_FRACTION = re.compile(r"-?\d{1,15}\.\d{1,15}")
_WORDS = {"true": True, "false": False}


@dataclass(slots=True)
class _Open:
    """An object or a list that is being read; `key` is the name whose value is waited for."""

    held: dict[str, Json] | list[Json]
    key: str | None = None

    def add(self, value: Json) -> None:
        if isinstance(self.held, list):
            self.held.append(value)
        elif self.key is not None:
            self.held[self.key] = value
            self.key = None
        elif isinstance(value, str):
            self.key = value

    def end_entry(self) -> None:
        if self.key is not None:
            self.add(None)


@dataclass(slots=True)
class _Reader:
    """Where the reading stands: what is open, and the objects and lists that are read to their end."""

    whole: list[Json] = field(default_factory=list)
    nest: list[_Open] = field(default_factory=list)

    def open(self, sign: str) -> None:
        held: dict[str, Json] | list[Json] = {} if sign == "{" else []
        if self.nest:
            self.nest[-1].add(held)
        else:
            self.whole.append(held)
        self.nest.append(_Open(held))

    def close(self, sign: str) -> None:
        """Close the innermost of its kind and what is open in it; a sign too many closes nothing."""
        kind = dict if sign == "}" else list
        place = next((place for place in reversed(range(len(self.nest))) if isinstance(self.nest[place].held, kind)), None)
        if place is not None:
            for each in self.nest[place:]:
                each.end_entry()
            del self.nest[place:]


def read_broken(text: str) -> Json:
    """Read what JSON there is: one object or list, or a list of them where they stand one behind another; None for none."""
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    reader = _Reader()
    at = 0
    for _ in range(_MOST_TOKENS):
        match = _TOKEN.search(text, at)
        if match is None or len(reader.nest) > _DEEPEST:
            break
        at = match.end()
        if match["opening"]:
            reader.open(match["opening"])
        elif match["closing"]:
            reader.close(match["closing"])
        elif reader.nest and match["comma"]:
            reader.nest[-1].end_entry()
        elif reader.nest and match["quote"]:
            words, at = _string(text, at, match["quote"])
            reader.nest[-1].add(words)
        elif reader.nest and match["word"]:
            reader.nest[-1].add(_value(match["word"]))
    return reader.whole[0] if len(reader.whole) == 1 else reader.whole or None


def _string(text: str, start: int, quote: str) -> tuple[str, int]:
    """Read a string from behind its quote up to the quote that ends it; give where the text goes on."""
    at = start
    while True:
        match = _UPTO_QUOTE[quote].match(text, at)
        at = match.end() if match else len(text)
        if at >= len(text) or text[at] != quote or _BEHIND.match(text, at + 1):
            return _plain(text[start:at]), at + 1
        at += 1


def _plain(raw: str) -> str:
    def meant(match: re.Match[str]) -> str:
        sign = match[1]
        return chr(int(sign[1:], 16)) if len(sign) > 1 else _MEANT.get(sign, sign)

    text = _ESCAPE.sub(meant, _CONTROL.sub(" ", raw)) if "\\" in raw else _CONTROL.sub(" ", raw)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _value(word: str) -> Json:
    if _NUMBER.fullmatch(word):
        return int(word)
    return float(word) if _FRACTION.fullmatch(word) else _WORDS.get(word)
