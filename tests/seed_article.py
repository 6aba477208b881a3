"""The page that the project grew from, as an article that the newsroom serves in its own templates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsroom.model import ZONE, Article, Teaser, blocks_of
from tuning import shared

CAME_OUT = datetime(2024, 11, 29, 18, 27, tzinfo=ZONE)


@dataclass(frozen=True)
class Seed:
    """The dump's lines, and what a right pipeline gets out of them."""

    lines: list[str]
    expected: dict[str, Any]

    @property
    def body(self) -> list[str]:
        first, last = self.expected["body_lines"]
        return self.lines[first - 1 : last]

    @property
    def teasers(self) -> list[str]:
        """The sidebar's lines: a title and a cut text in turn."""
        first, last = self.expected["related_teasers_lines"]
        return self.lines[first - 1 : last]

    def article(self, site: str) -> Article:
        """Give the article of a site of the newsroom, its sidebar and rating in the container of its text."""
        place = self.expected["subheading_line"] - 1
        blocks = [("## " if each == place else "") + line for each, line in enumerate(self.body)]
        pairs = zip(self.teasers[::2], self.teasers[1::2], strict=True)
        teasers = tuple(Teaser(f"https://kurs.example/{each}", *pair) for each, pair in enumerate(pairs))
        text = blocks_of("\n\n".join(blocks))
        return Article(site, "seed", "Візит", CAME_OUT, text, layout="related_inside", teasers=teasers)


def read_seed() -> Seed:
    """Read the seed; skip the test where it is absent."""
    lines = shared("seed", "000_ac40b6e118bc9d2a.txt").read_text(encoding="utf-8").split("\n")
    return Seed(lines, json.loads(shared("seed", "expected.json").read_text(encoding="utf-8")))
