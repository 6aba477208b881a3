"""An article as the enrichers see it: its own title and body, read once, and nothing else of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from shpalta.text.entities.model import Mention
from shpalta.text.entities.taggers import RULES, tag
from shpalta.text.language import Language, detect
from shpalta.text.passage import Passage, read

# Code points of a body that are read: the longest articles have half as many, and a body of megabytes is no article.
_LONGEST_BODY = 200_000
# Below so many characters a body says too little about its language, and the title is asked too.
_SHORT_BODY = 50


@dataclass(frozen=True)
class Reading:
    """Title and body as passages, the language, and the day in the source's zone that dates are resolved against.

    Of a body that is far too long for an article only the first `read_count` code points are in its passage.
    """

    headline: Passage
    body: Passage
    raw_body: str
    read_count: int
    declared_language: str | None
    published_on: date | None
    tagger: str = RULES

    @cached_property
    def language(self) -> Language:
        text = self.body.text
        if len(text) < _SHORT_BODY:
            text = f"{self.headline.text}\n{text}"
        return detect(text)

    @property
    def language_code(self) -> str:
        """The primary subtag of what the article is in: detected, or declared where nothing can be detected."""
        if self.language.is_known:
            return self.language.code
        return (self.declared_language or "und").partition("-")[0].lower()

    @cached_property
    def mentions_for_others(self) -> tuple[list[Mention], list[Mention]]:
        """Those of body and headline; none where the tagger fails, which costs the entities and no enricher that only asks."""
        try:
            return self.mentions, self.headline_mentions
        except Exception:  # the entities enricher meets the same error and reports it
            return [], []

    @cached_property
    def mentions(self) -> list[Mention]:
        """The people, organisations and places that the body names, found once for every enricher that asks."""
        return tag(self.tagger, self.body, self.language_code)

    @cached_property
    def headline_mentions(self) -> list[Mention]:
        return tag(self.tagger, self.headline, self.language_code)


def read_article(article: Mapping[str, object], zone: str, tagger: str = RULES) -> Reading:
    """Read a row of `parsed`, or a line with the same names; `zone` decides the day of `date_published`."""
    body = str(article.get("article_body") or "")
    read_body = _beginning(body)
    declared = article.get("in_language")
    return Reading(
        headline=read(str(article.get("headline") or "")),
        body=read(read_body),
        raw_body=body,
        read_count=len(read_body),
        declared_language=str(declared) if declared else None,
        published_on=_day(article.get("date_published"), zone),
        tagger=tagger,
    )


def _beginning(body: str) -> str:
    """Give what is read of a body: all of it, or as much as may be up to a space."""
    if len(body) <= _LONGEST_BODY:
        return body
    space = body.rfind(" ", _LONGEST_BODY // 2, _LONGEST_BODY)
    return body[: space if space > 0 else _LONGEST_BODY]


def _day(published: object, zone: str) -> date | None:
    if isinstance(published, datetime):
        return published.astimezone(ZoneInfo(zone)).date() if published.tzinfo else published.date()
    return published if isinstance(published, date) else None
