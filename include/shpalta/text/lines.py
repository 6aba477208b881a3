"""A line of text as it stands on a page: one paragraph, subheading, list entry, quote or table row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LineKind = Literal["paragraph", "heading", "entry", "quote", "row", "caption"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `href` is where it leads when all of it is one link, `link_share` how much of it stands in links."""

    text: str
    kind: LineKind = "paragraph"
    href: str | None = None
    link_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Teaser:
    """What the page shows of another article."""

    url: str | None
    title: str | None
    text: str | None
