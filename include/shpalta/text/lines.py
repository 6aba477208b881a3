"""A line of text as it stands on a page: one paragraph, subheading, list entry, quote or table row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

LineKind = Literal["paragraph", "heading", "entry", "quote", "row", "caption"]


class Line(NamedTuple):
    """A line; `href` is where its first link leads, `link_words` what that says, `link_share` how much stands in links."""

    text: str
    kind: LineKind = "paragraph"
    href: str | None = None
    link_share: float = 0.0
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class Teaser:
    """What the page shows of another article."""

    url: str | None
    title: str | None
    text: str | None
