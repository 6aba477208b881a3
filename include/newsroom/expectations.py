"""What a pipeline must make of the newsroom: one expectation for each candidate, from the same content that is served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from newsroom.model import SITES, Article, DuplicateKind, Outcome, Teaser
from newsroom.week import BASE_URLS, Week, open_week


@dataclass(frozen=True)
class Expectation:
    """What must become of one candidate; the fields of its article are those that its page shows, in UTC.

    A duplicate of kind `near_text` is found only by deduplication that looks past equal texts: without it, it is published.
    `related` are the teasers that carry a cut text, then "read also" links; plain lists of headlines are not counted.
    """

    site: str
    url: str
    outcome: Outcome
    reason: str | None
    duplicate_kind: DuplicateKind | None
    duplicate_of: str | None
    headline: str
    article_body: str
    authors: tuple[str, ...]
    date_published: datetime
    date_modified: datetime | None
    in_language: str
    section: str
    tags: tuple[str, ...]
    related: tuple[Teaser, ...]
    editions: tuple[tuple[str, str], ...]
    special: str

    @property
    def path(self) -> str:
        return "/" + self.url.split("/", 3)[3]


def expected_day(
    day: date,
    last_day: date,
    edition: int = 1,
    *,
    base_urls: Mapping[str, str] = BASE_URLS,
    extra: Sequence[Article] = (),
) -> list[Expectation]:
    """Tell what must become of every candidate of a day, by site and then from the newest."""
    week = open_week(last_day, edition=edition, base_urls=base_urls, extra=extra)
    return [_expectation(week, article) for site in SITES for article in week.of(site, day)]


def _expectation(week: Week, article: Article) -> Expectation:
    slugs = {each.slug: each for each in week.articles}
    becomes = article.becomes
    shown = slugs[becomes.of] if becomes.kind == "same_article" and becomes.of else article
    return Expectation(
        site=article.site,
        url=week.url(article),
        outcome=becomes.outcome,
        reason=becomes.reason,
        duplicate_kind=becomes.kind,
        duplicate_of=week.url(slugs[becomes.of]) if becomes.of else None,
        headline=shown.headline,
        article_body=shown.body,
        authors=shown.authors,
        date_published=shown.published_at.astimezone(UTC),
        date_modified=shown.modified_at.astimezone(UTC) if shown.modified_at else None,
        in_language=shown.language,
        section=shown.section,
        tags=shown.tags,
        related=shown.teasers + tuple(Teaser(each.url, each.text) for each in shown.blocks if each.kind == "read_also"),
        editions=shown.editions,
        special=article.special,
    )
