"""What the newsroom is made of: sites, articles, the blocks of a text, and what an article must become."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field

ZONE = ZoneInfo("Europe/Kyiv")
CONTENT = Path(__file__).parent / "content"

BlockKind = Literal["paragraph", "subheading", "entry", "quote", "read_also"]
Layout = Literal["usual", "related_inside", "old_engine"]
Outcome = Literal["published", "duplicate", "rejected", "failed"]
DuplicateKind = Literal["same_article", "same_text", "near_text"]

_MARKERS: dict[str, BlockKind] = {"## ": "subheading", "- ": "entry", "> ": "quote", "!! ": "read_also"}
_BLOCK_BREAK = re.compile(r"\n\s*\n|\n(?=- |> |## |!! )")


class Site(BaseModel):
    """One of the newsroom's two sites, as `content/sites.yaml` tells it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    tagline: str
    language: str
    feed_path: str
    forbidden_path: Annotated[str, Field(description="What robots.txt disallows")]
    sections: Annotated[dict[str, str], Field(description="Section to its folder in the URL")]
    comments: tuple[tuple[str, str, str], ...] = ()

    def section_path(self, section: str) -> str:
        return f"/rubric/{self.sections[section]}/"


class Becomes(BaseModel):
    """What a pipeline must make of a candidate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Outcome = "published"
    reason: Literal["gone", "robots"] | None = None
    kind: DuplicateKind | None = None
    of: Annotated[str | None, Field(description="Slug of the article that a duplicate is linked to")] = None


PUBLISHED = Becomes()


@dataclass(frozen=True)
class Block:
    """One line of an article's body, or a "read also" link that stands between its lines and is none of them."""

    kind: BlockKind
    text: str
    url: str = ""


@dataclass(frozen=True)
class Teaser:
    """A pointer to another article; the title of a broken one is its bare URL."""

    url: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Article:
    """A candidate of one of the sites with all that its page needs; a dead link and a redirect have no blocks."""

    site: str
    slug: str
    headline: str
    published_at: datetime
    blocks: tuple[Block, ...] = ()
    path: str = ""
    modified_at: datetime | None = None
    language: str = "uk"
    section: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    credit: str = ""
    layout: Layout = "usual"
    teasers: tuple[Teaser, ...] = ()
    editions: tuple[tuple[str, str], ...] = ()
    redirect_url: str = ""
    becomes: Becomes = PUBLISHED
    special: str = ""

    @property
    def day(self) -> date:
        return self.published_at.astimezone(ZONE).date()

    @property
    def is_live(self) -> bool:
        """Whether a reader finds it: a page, and not one that robots.txt forbids."""
        return not (self.redirect_url or self.becomes.reason)

    @property
    def is_gone(self) -> bool:
        return self.becomes.reason == "gone"

    @property
    def body(self) -> str:
        """One paragraph, subheading or list entry a line, in reading order."""
        return "\n".join(block.text for block in self.blocks if block.kind != "read_also")

    @property
    def summary(self) -> str:
        """The first paragraph, cut at a word as a site's teaser is: at most 140 characters and "…"."""
        lead = next((block.text for block in self.blocks if block.kind == "paragraph"), "")
        return lead if len(lead) <= 140 else lead[:140].rsplit(" ", 1)[0].rstrip(",:;—– ") + "…"


def blocks_of(text: str) -> tuple[Block, ...]:
    """Read blocks from text: an empty line parts them; `## ` marks a subheading, `- ` a list entry, `> ` a quote,
    `!! ` the slug of a "read also" link."""
    return tuple(_block(" ".join(part.split())) for part in _BLOCK_BREAK.split(text.strip()) if part.strip())


def _block(line: str) -> Block:
    for marker, kind in _MARKERS.items():
        if line.startswith(marker):
            return Block(kind, line.removeprefix(marker))
    return Block("paragraph", line)


def read_sites() -> dict[str, Site]:
    """Read the two sites by their id."""
    entries = yaml.safe_load((CONTENT / "sites.yaml").read_text(encoding="utf-8"))
    return {site.id: site for site in map(Site.model_validate, entries)}


SITES = read_sites()
