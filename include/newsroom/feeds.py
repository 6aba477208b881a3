"""What each site tells crawlers: robots.txt, a feed of the newest articles, dated sitemaps and a news sitemap."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email.utils import format_datetime
from xml.etree import ElementTree

from newsroom.model import SITES, ZONE, Article
from newsroom.week import Week

FEED_LENGTH = 12
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_DC = "http://purl.org/dc/elements/1.1/"
_ATOM = "http://www.w3.org/2005/Atom"
_NEWS_DAYS = 2

for _prefix, _name in (("", _SITEMAP), ("news", _NEWS), ("dc", _DC), ("atom", _ATOM)):
    ElementTree.register_namespace(_prefix, _name)


def robots(week: Week, site: str) -> bytes:
    """Forbid one folder to everybody and name both sitemaps."""
    base_url = week.base_urls[site]
    rules = [
        "User-agent: *",
        f"Disallow: {SITES[site].forbidden_path}",
        "Disallow: /*?q=",
        "",
        f"Sitemap: {base_url}/sitemap.xml",
        f"Sitemap: {base_url}/sitemap-news.xml",
        "",
    ]
    return "\n".join(rules).encode()


def rss(week: Week, site: str) -> bytes:
    """List the newest articles as RSS 2.0; it remembers a day and a bit."""
    about, base_url = SITES[site], week.base_urls[site]
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    _texts(channel, title=about.name, link=f"{base_url}/", description=about.tagline, language=about.language)
    _texts(channel, lastBuildDate=format_datetime(week.printed_at))
    own = {"href": base_url + about.feed_path, "rel": "self", "type": "application/rss+xml"}
    ElementTree.SubElement(channel, f"{{{_ATOM}}}link", own)
    for article in week.live(site)[:FEED_LENGTH]:
        entry = ElementTree.SubElement(channel, "item")
        _texts(entry, title=article.headline, link=week.url(article), guid=week.url(article))
        _texts(entry, pubDate=format_datetime(article.published_at), category=article.section, description=article.summary)
        for name in article.authors:
            ElementTree.SubElement(entry, f"{{{_DC}}}creator").text = name
    return _written(root)


def sitemap_index(week: Week, site: str) -> bytes:
    """List one sitemap a day, newest first."""
    root = ElementTree.Element(f"{{{_SITEMAP}}}sitemapindex")
    for day in reversed(_days(week, site)):
        child = ElementTree.SubElement(root, f"{{{_SITEMAP}}}sitemap")
        _sitemap_texts(child, loc=f"{week.base_urls[site]}{dated_path(day)}")
        _sitemap_texts(child, lastmod=_stamp(max(map(_changed_at, week.of(site, day)))))
    return _written(root)


def dated_path(day: date) -> str:
    return f"/sitemaps/{day:%Y-%m-%d}.xml"


def dated_sitemap(week: Week, site: str, day: date) -> bytes:
    """List everything that the site ever announced on a day, dead links and old addresses included."""
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for article in week.of(site, day):
        entry = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
        _sitemap_texts(entry, loc=week.url(article), lastmod=_stamp(_changed_at(article)))
    return _written(root)


def news_sitemap(week: Week, site: str) -> bytes:
    """List the last two days in Google's news format, with titles and publication dates."""
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    first = week.last_day - timedelta(days=_NEWS_DAYS - 1)
    for article in week.of(site):
        if article.day < first:
            continue
        entry = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
        _sitemap_texts(entry, loc=week.url(article), lastmod=_stamp(_changed_at(article)))
        news = ElementTree.SubElement(entry, f"{{{_NEWS}}}news")
        publication = ElementTree.SubElement(news, f"{{{_NEWS}}}publication")
        ElementTree.SubElement(publication, f"{{{_NEWS}}}name").text = SITES[site].name
        ElementTree.SubElement(publication, f"{{{_NEWS}}}language").text = article.language
        ElementTree.SubElement(news, f"{{{_NEWS}}}publication_date").text = _stamp(article.published_at)
        ElementTree.SubElement(news, f"{{{_NEWS}}}title").text = article.headline
    return _written(root)


def _days(week: Week, site: str) -> list[date]:
    return sorted({article.day for article in week.of(site)})


def _changed_at(article: Article) -> datetime:
    return article.modified_at or article.published_at


def _stamp(instant: datetime) -> str:
    return instant.astimezone(ZONE).isoformat()


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = text


def _sitemap_texts(parent: ElementTree.Element, **texts: str) -> None:
    _texts(parent, **{f"{{{_SITEMAP}}}{name}": text for name, text in texts.items()})


def _written(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'.encode()
