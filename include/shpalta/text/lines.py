"""A line of text as it stands on a page: one paragraph, subheading, list entry, quote or table row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Self

LineKind = Literal["paragraph", "heading", "entry", "quote", "row", "caption"]


class Line(NamedTuple):
    """A line; `href` is where its first link leads, `link_words` what that says, `link_share` how much stands in links."""

    text: str
    kind: LineKind = "paragraph"
    href: str | None = None
    link_share: float = 0.0
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page: their texts, and each whole once it is asked for, as most never are; `site` is their host."""

    texts: Sequence[str]
    make: Callable[[int], Line]
    site: str = ""
    _made: dict[int, Line] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Self:
        return cls([line.text for line in lines], lines.__getitem__)

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, place: int) -> Line:
        if place not in self._made:
            self._made[place] = self.make(place)
        return self._made[place]


@dataclass(frozen=True, slots=True)
class Teaser:
    """What the page shows of another article."""

    url: str | None
    title: str | None
    text: str | None
