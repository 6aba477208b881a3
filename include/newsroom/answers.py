"""What a site answers to a path: a pure function of the week, so that the same edition always answers the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from newsroom import feeds, template
from newsroom.almanac import long_date
from newsroom.model import SITES, Article, Teaser
from newsroom.template.pieces import Surroundings, tag_path
from newsroom.week import Week

_TEMPLATES = Path(template.__file__).parent
_HTML = "text/html; charset=utf-8"
_XML = "application/xml; charset=utf-8"
_LATEST = 8
_POPULAR = 5
_COMMENTS = 2

_DATED_SITEMAP = re.compile(r"/sitemaps/(\d{4}-\d\d-\d\d)\.xml")
_ARCHIVE = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/")
_STYLE = re.compile(r"/static/(lyman|obrii)\.css")
_PICTURE = re.compile(r"/media/([a-z0-9-]+)\.svg")


@dataclass(frozen=True)
class Answer:
    """A response before conditional requests are looked at."""

    status: int
    body: bytes = b""
    content_type: str = _HTML
    location: str = ""

    @property
    def etag(self) -> str:
        """A strong validator: the digest of the body, without its quotes."""
        return sha256(self.body).hexdigest()[:32]


def answer(week: Week, site: str, path: str) -> Answer:
    """Answer a GET of a path (still percent-encoded, without query)."""
    for respond in (_article, _for_crawlers, _archive, _list, _asset):
        found = respond(week, site, path)
        if found:
            return found
    around = surroundings(week, site)
    return Answer(404, template.render_list(site, "Сторінку не знайдено", around.latest, around).encode())


def surroundings(week: Week, site: str, article: Article | None = None) -> Surroundings:
    """Gather what stands around a page of the site in this edition."""
    live = [each for each in week.live(site) if each != article]
    place = week.articles.index(article) if article else 0
    comments = SITES[site].comments
    return Surroundings(
        base_url=week.base_urls[site],
        today=week.last_day,
        latest=teasers(week, live[week.edition - 1 :][:_LATEST], is_short=True),
        popular=teasers(week, live[place % 7 + week.edition :: 5][:_POPULAR], is_short=True),
        comments=tuple(comments[(place + step) % len(comments)] for step in range(_COMMENTS)) if comments else (),
        views=380 + 37 * (place * 29 % 61) + 112 * week.edition,
    )


def teasers(week: Week, articles: Sequence[Article], *, is_short: bool = False) -> tuple[Teaser, ...]:
    return tuple(Teaser(week.url(each), each.headline, "" if is_short else each.summary) for each in articles)


def _article(week: Week, site: str, path: str) -> Answer | None:
    article = week.by_path.get((site, path))
    if article is None or article.is_gone:
        return None
    if article.redirect_url:
        return Answer(301, location=article.redirect_url)
    page = template.render_article(article, surroundings(week, site, article))
    if article.layout == "old_engine":
        return Answer(200, page.encode("windows-1251"), "text/html")
    return Answer(200, page.encode())


def _for_crawlers(week: Week, site: str, path: str) -> Answer | None:
    writers: dict[str, tuple[Callable[[Week, str], bytes], str]] = {
        "/robots.txt": (feeds.robots, "text/plain; charset=utf-8"),
        SITES[site].feed_path: (feeds.rss, "application/rss+xml; charset=utf-8"),
        "/sitemap.xml": (feeds.sitemap_index, _XML),
        "/sitemap-news.xml": (feeds.news_sitemap, _XML),
    }
    if path in writers:
        write, content_type = writers[path]
        return Answer(200, write(week, site), content_type)
    dated = _DATED_SITEMAP.fullmatch(path)
    day = _day(dated.group(1)) if dated else None
    if day and week.of(site, day):
        return Answer(200, feeds.dated_sitemap(week, site, day), _XML)
    return None


def _archive(week: Week, site: str, path: str) -> Answer | None:
    dated = _ARCHIVE.fullmatch(path)
    day = _day("-".join(dated.groups())) if dated else None
    if day is None or not week.live(site, day):
        return None
    return _listing(week, site, f"Архів за {long_date(day)}", week.live(site, day))


def _list(week: Week, site: str, path: str) -> Answer | None:
    live = week.live(site)
    if path == "/":
        return _listing(week, site, SITES[site].tagline, live[:30])
    for section in SITES[site].sections:
        if path == SITES[site].section_path(section):
            return _listing(week, site, section, [each for each in live if each.section == section])
    tagged = [each for each in live if any(unquote(tag_path(tag)) == unquote(path) for tag in each.tags)]
    return _listing(week, site, unquote(path).split("/")[2].replace("-", " "), tagged) if tagged else None


def _listing(week: Week, site: str, headline: str, articles: Sequence[Article]) -> Answer:
    page = template.render_list(site, headline, teasers(week, articles), surroundings(week, site))
    return Answer(200, page.encode())


def _asset(week: Week, site: str, path: str) -> Answer | None:
    style, picture = _STYLE.fullmatch(path), _PICTURE.fullmatch(path)
    if style:
        return Answer(200, (_TEMPLATES / f"{style.group(1)}.css").read_bytes(), "text/css; charset=utf-8")
    if picture and any(each.slug == picture.group(1) for each in week.of(site)):
        return Answer(200, _drawn(picture.group(1)), "image/svg+xml")
    return None


def _drawn(slug: str) -> bytes:
    """Draw a horizon in colours that the slug decides."""
    sky, sea = (int(sha256(f"{part}{slug}".encode()).hexdigest()[:4], 16) % 360 for part in ("sky", "sea"))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9">'
        f'<rect width="16" height="9" fill="hsl({sky},45%,80%)"/><circle cx="11" cy="4" r="1.2" fill="#fff8e1"/>'
        f'<rect y="5" width="16" height="4" fill="hsl({sea},40%,45%)"/></svg>'
    ).encode()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
