"""The week: every article of the seven days, dated from the last day, as it stands in one edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from newsroom.almanac import in_words
from newsroom.content import DAYS, Draft, read_drafts
from newsroom.model import SITES, ZONE, Article, Block, Teaser, blocks_of

EDITIONS = (1, 2)
BASE_URLS: Mapping[str, str] = {"lyman": "http://127.0.0.1:8091", "obrii": "http://127.0.0.1:8092"}

_TEASERS = 4
_NUMBERS_BEGIN = datetime(2014, 1, 1, tzinfo=UTC)
_PRESS_TIME = time(22, 0)


@dataclass(frozen=True)
class Week:
    """Seven days of both sites in one edition; the articles are sorted by the time they came out."""

    last_day: date
    edition: int
    base_urls: Mapping[str, str]
    articles: tuple[Article, ...]
    by_path: Mapping[tuple[str, str], Article] = field(repr=False)

    @property
    def days(self) -> list[date]:
        return [day_of(number, self.last_day) for number in range(1, DAYS + 1)]

    @property
    def printed_at(self) -> datetime:
        """When this edition went out: the evening of the last day, half an hour an edition."""
        return datetime.combine(self.last_day, _PRESS_TIME, ZONE) + timedelta(minutes=30 * (self.edition - 1))

    def of(self, site: str, day: date | None = None) -> list[Article]:
        """Give a site's articles, newest first: of one day, or all."""
        return [each for each in reversed(self.articles) if each.site == site and day in (None, each.day)]

    def live(self, site: str, day: date | None = None) -> list[Article]:
        """Give those that a reader finds on the site, newest first."""
        return [each for each in self.of(site, day) if each.is_live]

    def url(self, article: Article) -> str:
        return self.base_urls[article.site] + article.path


def day_of(number: int, last_day: date) -> date:
    """Give the calendar day of the week's day 1 to 7."""
    return last_day - timedelta(days=DAYS - number)


def open_week(
    last_day: date,
    *,
    edition: int = 1,
    base_urls: Mapping[str, str] = BASE_URLS,
    extra: Sequence[Article] = (),
) -> Week:
    """Date the week's articles from its last day and link them; `extra` articles join those of their site and day.

    Raises ValueError for an edition that was never written and for a draft that names what is not there.
    """
    if edition not in EDITIONS:
        raise ValueError(f"There is no edition {edition!r}: the sample has {EDITIONS[0]} and {EDITIONS[-1]}")
    drafts = {draft.slug: draft for day in read_drafts().values() for draft in day}
    dated = {
        draft.slug: _dated(draft, drafts, day_of(number, last_day), edition)
        for number, day in read_drafts().items()
        for draft in day
    }
    desk = _Desk(edition, base_urls, dated)
    written = [desk.linked(drafts[slug], article) for slug, article in dated.items()]
    articles = sorted([*written, *(replace(each, path=path_of(each)) for each in extra)], key=_order)
    return Week(last_day, edition, base_urls, tuple(articles), {(each.site, each.path): each for each in articles})


def _order(article: Article) -> tuple[datetime, str, str]:
    return article.published_at, article.site, article.slug


def path_of(article: Article) -> str:
    """Give an article's path: the paper dates it, the agency numbers it; forbidden ones have their folder and a number."""
    number = (article.published_at - _NUMBERS_BEGIN) // timedelta(minutes=1)
    if article.becomes.reason == "robots":
        return f"{SITES[article.site].forbidden_path}{number}-{article.slug}/"
    if article.site == "lyman":
        return f"/{article.day:%Y/%m/%d}/{article.slug}/"
    folder = "" if article.language == "uk" else f"/{article.language}"
    return f"{folder}/news/{number}-{article.slug}.html"


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE)


def _dated(draft: Draft, drafts: Mapping[str, Draft], day: date, edition: int) -> Article:
    revision = draft.revision if edition > 1 else None
    headline = (revision and revision.headline) or draft.headline
    article = Article(
        site=draft.site,
        slug=draft.slug,
        headline=in_words(headline, day, draft.language),
        published_at=_at(day, draft.at),
        modified_at=_at(day, revision.at) if revision else None,
        blocks=tuple(
            replace(block, text=in_words(block.text, day, draft.language)) for block in _blocks(draft, drafts, edition)
        ),
        language=draft.language,
        section=draft.section,
        authors=draft.authors,
        tags=draft.tags,
        credit=draft.credit,
        layout=draft.layout,
        becomes=draft.becomes,
        special=draft.special,
    )
    return replace(article, path=path_of(article))


def _blocks(draft: Draft, drafts: Mapping[str, Draft], edition: int) -> tuple[Block, ...]:
    text = drafts[draft.body_of].body if draft.body_of else draft.body
    blocks = _edited(blocks_of(text)[: draft.first_blocks], draft.edits, draft.slug)
    if edition > 1 and draft.revision:
        return _edited(blocks, draft.revision.edits, draft.slug) + blocks_of(draft.revision.append)
    return blocks


def _edited(blocks: tuple[Block, ...], edits: Mapping[str, str], slug: str) -> tuple[Block, ...]:
    for old, new in edits.items():
        if not any(old in block.text for block in blocks):
            raise ValueError(f"{slug} edits {old!r}, which its text does not hold")
        blocks = tuple(replace(block, text=block.text.replace(old, new)) for block in blocks)
    return blocks


@dataclass(frozen=True)
class _Desk:
    """Where articles are linked with each other: teasers, editions, redirects."""

    edition: int
    base_urls: Mapping[str, str]
    dated: Mapping[str, Article]

    def linked(self, draft: Draft, article: Article) -> Article:
        sidebar = draft.sidebars.get(self.edition)
        inside = tuple(self._resolved(block) for block in article.blocks)
        teasers = (
            tuple(self._teaser(slug, is_bare=slug == sidebar.bare) for slug in sidebar.teasers)
            if sidebar
            else tuple(self._teaser(each.slug) for each in self._beside(article))
        )
        return replace(
            article,
            blocks=inside,
            teasers=teasers,
            editions=tuple(self._editions(article, draft.other_edition)),
            redirect_url=self._url(draft.redirect_to) if draft.redirect_to else "",
        )

    def _url(self, slug: str) -> str:
        if slug not in self.dated:
            raise ValueError(f"No article has the slug {slug!r}")
        return self.base_urls[self.dated[slug].site] + self.dated[slug].path

    def _teaser(self, slug: str, *, is_bare: bool = False) -> Teaser:
        url = self._url(slug)
        return Teaser(url, url if is_bare else self.dated[slug].headline, self.dated[slug].summary)

    def _resolved(self, block: Block) -> Block:
        if block.kind != "read_also":
            return block
        return replace(block, url=self._url(block.text), text=self.dated[block.text].headline)

    def _beside(self, article: Article) -> list[Article]:
        """Choose what stands beside an article: others of its site and language, elsewhere in the list each edition."""
        shelf = [
            each
            for each in sorted(self.dated.values(), key=_order)
            if each.site == article.site and each.is_live and each.language == article.language and each.blocks
        ]
        place = next((index for index, each in enumerate(shelf) if each.slug == article.slug), 0)
        others = shelf[place + 1 :] + shelf[:place]
        begin = (self.edition - 1) * _TEASERS + place % 3
        return [each for each in others[begin:] + others[:begin] if each.slug != article.slug][:_TEASERS]

    def _editions(self, article: Article, other: str) -> Iterator[tuple[str, str]]:
        if other:
            for each in (article, self.dated[other]):
                yield each.language, self._url(each.slug)
