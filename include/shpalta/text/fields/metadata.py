"""The fields of an article besides its text: from JSON-LD, then meta, then microdata, then what readers see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from shpalta.text import jsonld
from shpalta.text.blocks.features import PageWords
from shpalta.text.document import Document, squeeze
from shpalta.text.fields import marked
from shpalta.text.fields.bylines import authors
from shpalta.text.fields.found import NOTHING, Found
from shpalta.text.fields.headlines import headline
from shpalta.text.fields.media import Medium, caption, image, media
from shpalta.text.fields.sections import section
from shpalta.text.jsonld import Node
from shpalta.text.names import fold
from shpalta.web.urls import is_same_site

_KEYWORDS = (
    "article:tag", "og:article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags", "dc.subject",
    "dcterms.subject",
)  # fmt: skip
_DESCRIPTIONS = (
    "og:description", "description", "twitter:description", "dc.description", "dcterms.description", "dcterms.abstract",
)  # fmt: skip
_MOST_KEYWORDS = 60
_ANSWERS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_LONGEST_CODE = 35


@dataclass(frozen=True, slots=True)
class Fields:
    """What a page says besides its text and its dates.

    `node` is the JSON-LD node that is the article, `sites` what the site calls itself.
    """

    node: Node | None
    headline: Found
    alternative_headline: Found
    description: Found
    authors: Found
    section: Found
    keywords: Found
    image: Found
    image_caption: Found
    media: tuple[Medium, ...]
    publisher: Found
    is_free: Found
    canonical_url: Found
    sites: tuple[str, ...] = ()

    def words(self, document: Document) -> PageWords:
        """Give what the page says of its own text."""
        stated = " ".join(jsonld.texts((self.node or {}).get("articleBody"), document.graph))
        headline, is_title = self.headline.value or "", self.headline.source == "title"
        return PageWords(headline, self.description.value or "", squeeze(unescape(stated)), is_title)


def read_fields(document: Document) -> Fields:
    """Read every field of a page whose tree is still whole."""
    node = main_node(document)
    sites = site_names(document, node)
    title, other = headline(document, node, sites)
    lead = image(document, node)
    return Fields(
        node=node,
        headline=title,
        alternative_headline=other,
        description=description(document, node),
        authors=authors(document, node, sites),
        section=section(document, node),
        keywords=keywords(document, node),
        image=lead,
        image_caption=caption(document, node, lead.value),
        media=media(document, node),
        publisher=publisher(document, node),
        is_free=is_free(document, node),
        canonical_url=canonical_url(document, node),
        sites=sites,
    )


def main_node(document: Document) -> Node | None:
    """Choose the JSON-LD node that is this page's article: named after its URL or its title, else the first."""
    nodes = document.graph.of_type(jsonld.ARTICLE_TYPES)
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    titles = {fold(text) for text in (document.title, document.meta("og:title") or "") if text}
    path = urlsplit(document.url).path.rstrip("/")

    def score(node: Node) -> tuple[bool, bool, int]:
        addresses = jsonld.texts([node.get("url"), node.get("mainEntityOfPage")], document.graph, "@id")
        headline = fold(str(node.get("headline") or node.get("name") or ""))
        return (
            bool(path) and any(urlsplit(address).path.rstrip("/") == path for address in addresses if "://" in address[:9]),
            bool(headline) and any(headline in title or title in headline for title in titles),
            bool(node.get("datePublished")) + bool(node.get("headline")),
        )

    return max(nodes, key=score)


def site_names(document: Document, node: Node | None) -> tuple[str, ...]:
    """Collect what the site calls itself, its domain's words included."""
    graph = document.graph
    names = [document.meta("og:site_name", "application-name", "publisher", "dc.publisher", "al:ios:app_name") or ""]
    if node is not None:
        names += jsonld.texts(node.get("publisher"), graph)
    names += [str(other["name"]) for other in graph.of_type(_SITES) if isinstance(other.get("name"), str)]
    host = (urlsplit(document.url).hostname or "").removeprefix("www.")
    names += [host, host.rsplit(".", 1)[0], *host.split(".")[:-1]]
    return tuple(dict.fromkeys(name for name in map(squeeze, names) if len(name) > 1))


_SITES = frozenset({"WebSite", "NewsMediaOrganization", "Organization"})


def keywords(document: Document, node: Node | None) -> Found:
    """Give the site's own tags, in its order."""
    stated = jsonld.texts((node or {}).get("keywords"), document.graph)
    listed = _split_keywords(stated)
    if listed:
        return Found(listed, "jsonld")
    for name in _KEYWORDS:
        listed = _split_keywords(document.metas.get(name, ()))
        if listed:
            return Found(listed, "meta")
    for texts, source in ((marked.tags, "microdata"), (marked.linked_tags, "text")):
        listed = _split_keywords(texts(document))
        if listed:
            return Found(listed, source)
    return Found(())


def _split_keywords(texts: Iterable[str]) -> tuple[str, ...]:
    words = [squeeze(unescape(word)) for text in texts for word in text.replace(";", ",").split(",")]
    return tuple(dict.fromkeys(word for word in words if 1 < len(word) <= 120))[:_MOST_KEYWORDS]


def description(document: Document, node: Node | None) -> Found:
    for value, source in (
        (document.meta(*_DESCRIPTIONS), "meta"),
        (next(iter(jsonld.texts((node or {}).get("description"), document.graph)), ""), "jsonld"),
    ):
        if value and squeeze(value):
            return Found(squeeze(unescape(value)), source)
    return NOTHING


def publisher(document: Document, node: Node | None) -> Found:
    stated = jsonld.texts((node or {}).get("publisher"), document.graph)
    if stated and squeeze(stated[0]):
        return Found(squeeze(stated[0]), "jsonld")
    named = document.meta("og:site_name", "dc.publisher", "dcterms.publisher")
    if named:
        return Found(named, "meta")
    shown = marked.publisher(document)
    if shown:
        return Found(shown, "microdata")
    app = document.meta("application-name")
    return Found(app, "meta") if app else NOTHING


def is_free(document: Document, node: Node | None) -> Found:
    """Read isAccessibleForFree, of the article or of a part of it that is sold, and the content tier; silence is no answer."""
    parts = (node or {}).get("hasPart")
    for part in (node, *(parts if isinstance(parts, list) else [parts])):
        stated = document.graph.resolve(part)
        answer = _yes_or_no(stated.get("isAccessibleForFree")) if isinstance(stated, dict) else None
        if answer is not None and (part is node or not answer):
            return Found(answer, "jsonld")
    answer = _yes_or_no(document.meta("isaccessibleforfree"))
    if answer is not None:
        return Found(answer, "microdata")
    tier = (document.meta("article:content_tier", "og:article:content_tier") or "").lower()
    return Found(tier == "free", "meta") if tier in ("free", "metered", "locked") else NOTHING


def _yes_or_no(stated: jsonld.Json) -> bool | None:
    if isinstance(stated, list) and stated:
        stated = stated[0]
    if isinstance(stated, int):
        return bool(stated)
    return _ANSWERS.get(stated.lower().rsplit("/", 1)[-1]) if isinstance(stated, str) else None


def canonical_url(document: Document, node: Node | None) -> Found:
    """Give the URL the page calls its own, where it makes sense: same site, and no front page for an inner one."""
    links = [(link.href, "link") for link in document.links if link.rel == "canonical"][:1]
    links += [(address, "meta") for address in document.metas.get("og:url", ())[:1]]
    links += [(text, "jsonld") for text in jsonld.texts((node or {}).get("url"), document.graph)[:1]]
    path = urlsplit(document.url).path.strip("/")
    for address, source in links:
        resolved = document.absolute(address)
        if resolved is None or not is_same_site(resolved, document.url):
            continue
        there = urlsplit(resolved)
        is_front = not there.path.strip("/") and not there.query
        if not (is_front and path):
            return Found(resolved.split("#")[0], source)
    return NOTHING


def alternates(document: Document) -> tuple[tuple[str, str | None, str], ...]:
    """Give (kind, language, url) of the AMP and hreflang editions, in the page's order."""
    found: dict[tuple[str, str | None, str], None] = {}
    for link in document.links:
        kind = "amp" if link.rel == "amphtml" else "hreflang" if link.rel == "alternate" and link.hreflang else ""
        resolved = document.absolute(link.href) if kind else None
        if resolved:
            found[kind, (link.hreflang or None) if kind == "hreflang" else None, resolved] = None
    return tuple(found)


def language_hints(document: Document, node: Node | None) -> tuple[tuple[str, str], ...]:
    """Give (source, code) of each place where the page names its own language, as written."""
    stated = jsonld.texts((node or {}).get("inLanguage"), document.graph, "alternateName")
    hints = [
        ("html", document.language),
        ("http-equiv", document.meta("content-language") or ""),
        ("og:locale", document.meta("og:locale") or ""),
        ("meta", document.meta("dc.language", "dcterms.language", "language", "inlanguage") or ""),
        ("jsonld", stated[0] if stated else ""),
    ]
    return tuple((source, squeeze(code)[:_LONGEST_CODE]) for source, code in hints if code.strip())
