"""A site's own list of a day's articles: its links, page after page, less what every page of the site links to."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from shpalta.errors import BadUrl, DiscoveryError, NoAnswer
from shpalta.sources.found import Asking, Found, Reading, date_in_url
from shpalta.sources.strategies import Archive, for_day
from shpalta.web.charset import decode
from shpalta.web.client import Answer
from shpalta.web.outcomes import Outcome
from shpalta.web.urls import is_same_site, parse
from shpalta.web.visit import answer_text

_SHORTEST_TITLE = 15
_LOOKS_LIKE_AN_ARTICLE = re.compile(r"\d{5,}|(?:[^/]+[-_]){3,}[^/]*/?$|/\d+[^/]*\.html?$")


async def read_archive(strategy: Archive, asking: Asking) -> Reading:
    """Read the day's archive pages until one brings nothing new. Raises DiscoveryError and NoAnswer for the first page."""
    day = asking.day
    found: dict[str, Found] = {}
    address: str | None = for_day(strategy.url, day.day, strategy.first_page)
    seen: set[str] = set()
    reason = None
    for number in range(strategy.first_page, strategy.first_page + strategy.most_pages):
        if address is None or address in seen:
            break
        seen.add(address)
        try:
            answer = await asking.read(address)
        except NoAnswer as error:
            if not seen - {address}:
                raise
            reason = None if error.outcome == Outcome.GONE else f"{address}: {error.problem}"
            break
        page = {each.url: each for each in links(answer, strategy) if day.allows(each.url)}
        if not page.keys() - found.keys():
            break
        found |= {url: each for url, each in page.items() if url not in found}
        address = _next(answer, for_day(strategy.url, day.day, number + 1), strategy)
    else:
        reason = f"More than {strategy.most_pages} archive pages"
    return Reading(tuple(found.values()), reason=reason)


def links(answer: Answer, strategy: Archive) -> list[Found]:
    """Give the links of an archive page that may be articles, with their texts as titles."""
    tree = _tree(answer)
    pattern = re.compile(strategy.articles) if strategy.articles else None
    found: dict[str, Found] = {}
    for anchor in tree.css("a[href]"):
        url = _absolute(anchor, answer.url)
        if url is None or not is_same_site(url, answer.url) or url == answer.url:
            continue
        if pattern.search(url) if pattern else date_in_url(url) or _LOOKS_LIKE_AN_ARTICLE.search(parse(url).path):
            title = " ".join(anchor.text(separator=" ").split())
            known = found.get(url)
            if known is None or not known.title_hint:
                found[url] = Found(url, title_hint=title if len(title) >= _SHORTEST_TITLE else None)
    return list(found.values())


def _tree(answer: Answer) -> LexborHTMLParser:
    text = decode(answer_text(answer), answer.header("content-type"))
    if "<" not in text:
        raise DiscoveryError("The archive page is no HTML")
    return LexborHTMLParser(text)


def _next(answer: Answer, numbered: str, strategy: Archive) -> str | None:
    """Give the next page: by its number where the template has one, else by the page's own rel=next."""
    if "{page}" in strategy.url:
        return numbered
    node = _tree(answer).css_first('link[rel~="next"][href], a[rel~="next"][href]')
    url = _absolute(node, answer.url) if node else None
    return url if url and is_same_site(url, answer.url) else None


def _absolute(node: LexborNode, base: str) -> str | None:
    try:
        return parse((node.attributes.get("href") or "").strip(), base).href
    except BadUrl:
        return None
