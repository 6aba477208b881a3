"""Read the day files: what was written, and checked, before the days have dates."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from newsroom.model import CONTENT, PUBLISHED, Becomes, Layout

DAYS = 7

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Revision(_Written):
    """What the site changes in an article for the second edition."""

    at: Clock
    headline: str = ""
    edits: dict[str, str] = {}
    append: str = ""


class Sidebar(_Written):
    """Teasers of one edition, by the slugs of the articles that they point to; `bare` shows its URL for a title."""

    teasers: tuple[str, ...]
    bare: str


class Draft(_Written):
    """An article as it is written in a day's file, before the day has a date."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    site: str
    at: Clock
    headline: str
    section: str = ""
    language: str = "uk"
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    body: str = ""
    body_of: Annotated[str, Field(description="Slug of the article whose text this one reprints")] = ""
    first_blocks: Annotated[int | None, Field(description="How many blocks a truncated reprint keeps")] = None
    edits: dict[str, str] = {}
    credit: str = ""
    revision: Revision | None = None
    layout: Layout = "usual"
    sidebars: dict[int, Sidebar] = {}
    other_edition: Annotated[str, Field(description="Slug of the same article in another language")] = ""
    redirect_to: str = ""
    becomes: Becomes = PUBLISHED
    special: Annotated[str, Field(description="Which special case of the sample it is, in a few words")] = ""


class Series(_Written):
    """A daily report: one text, other numbers every day."""

    slug: str
    site: str
    at: Clock
    headline: str
    section: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    body: str
    numbers: Annotated[tuple[dict[str, str], ...], Field(min_length=DAYS, max_length=DAYS)]

    def draft(self, day_number: int) -> Draft:
        """Write the report of one day of the week, 1 to 7."""
        numbers = self.numbers[day_number - 1]

        def filled(text: str) -> str:
            for name, number in numbers.items():
                text = text.replace(f"[{name}]", number)
            return text

        return Draft(
            **self.model_dump(exclude={"numbers", "slug", "headline", "body"}),
            slug=filled(self.slug),
            headline=filled(self.headline),
            body=filled(self.body),
            special="daily report",
        )


@lru_cache(maxsize=1)
def read_drafts() -> dict[int, tuple[Draft, ...]]:
    """Read every day's drafts, by the day's number.

    Raises pydantic.ValidationError naming a wrong field, and ValueError naming a slug that stands twice.
    """
    series = [Series.model_validate(entry) for entry in _read("reports")]
    drafts = {
        number: tuple(each.draft(number) for each in series)
        + tuple(Draft.model_validate(entry) for entry in _read(f"day{number}"))
        for number in range(1, DAYS + 1)
    }
    slugs = Counter(draft.slug for day in drafts.values() for draft in day)
    twice = [slug for slug, count in slugs.items() if count > 1]
    if twice:
        raise ValueError(f"These slugs stand twice in the day files: {', '.join(twice)}")
    return drafts


def _read(name: str) -> list[object]:
    entries: list[object] = yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8")) or []
    return entries
