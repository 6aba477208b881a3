"""The headline of a page, without the name of its site, and another one that the page gives itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborNode

from shpalta.text import jsonld
from shpalta.text.document import Document, squeeze, texts_of
from shpalta.text.fields.found import NOTHING, Found
from shpalta.text.jsonld import Node
from shpalta.text.names import SEPARATOR, fold, without_site_name
from shpalta.text.tree_nodes import HEADLINES

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title", "headline")
_CUT_OFF = ("…", "...")
_KICKER = re.compile(r":\s+|\s+[|–—-]\s+")
_SHORTEST = 24
_LONGEST, _LEAST_BLANKS, _SLACK = 400, 2, 10
_MOST_SHOWN = 4
_MOST_STATED, _LONGEST_STATED = 100, 1_000
_LONGEST_LABEL = 2
_HOME = re.compile(r"(?:(?:https?:)?//(?:www\.)?(?P<host>[^/?#]+)/?|/)(?:index\.\w+)?")
_WORDS = re.compile(r"\w{2,}")


def headline(document: Document, node: Node | None, sites: tuple[str, ...]) -> tuple[Found, Found]:
    """Give the headline without the site's name, and another that the page gives itself."""
    shown = document.nodes.get("h1", [])[:_MOST_SHOWN]
    logos = {node.mem_id: node for node in shown if _leads_home(node, document.url)}
    sites = (*sites, *texts_of(list(logos.values())))
    visible = [text for text in texts_of([node for node in shown if node.mem_id not in logos]) if len(text) > 3]
    visible = visible or _marked(document)
    own = {fold(site) for site in sites}
    cleaned = [
        (words, source)
        for text, source in _candidates(document, node, visible)
        if text and fold(text) not in own and (words := without_site_name(text, sites, visible))
    ]
    if not cleaned:
        return NOTHING, NOTHING
    first, source = _whole(cleaned[0], cleaned[1:])
    others = (Found(*each) for each in cleaned if fold(each[0]) not in fold(first) and fold(first) not in fold(each[0]))
    return Found(first, source), next(others, NOTHING)


def _candidates(document: Document, node: Node | None, visible: Sequence[str]) -> list[tuple[str, str]]:
    stated = [text[:_LONGEST_STATED] for text in jsonld.texts((node or {}).get("headline"), document.graph) if squeeze(text)][
        :1
    ]
    metas = [value for value in (document.meta(name) for name in _TITLES) if value][:1]
    shared, titled = {fold(text) for text in metas}, fold(document.title)
    candidates = [(text, "jsonld") for text in stated]
    repeated = [(text, "h1") for text in visible if any(fold(text) in other for other in shared)][:1]
    if (
        repeated
        and stated
        and fold(stated[0]) in titled
        and fold(repeated[0][0]) in shared
        and fold(repeated[0][0]) not in titled
    ):
        candidates = repeated + candidates  # what JSON-LD and the title element share alone was written for search engines
    candidates += repeated
    candidates += [(text, "h1") for text in _behind_kickers(metas, visible)]
    candidates += [(text, "meta") for text in metas]
    candidates += [(text, "h1") for text in visible if fold(text) and fold(text) in titled][:1]
    candidates += [(text, "h1") for text in visible[:1] if not _is_label(text, document.title)]
    return [*candidates, (document.title, "title")]


def _leads_home(heading: LexborNode, url: str) -> bool:
    """Say whether a heading is the site's own name: a link in it leads to the front page."""
    leads = (_HOME.fullmatch(link.attributes.get("href") or "") for link in heading.css("a"))
    return any(lead is not None and (lead["host"] or "/") in url for lead in leads)


def _is_label(heading: str, title: str) -> bool:
    """Say whether a heading is a word or two of the template: the page's title is longer and shares none of them."""
    words, titled = set(_WORDS.findall(heading.casefold())), set(_WORDS.findall(title.casefold()))
    return len(words) <= _LONGEST_LABEL < len(titled) and words.isdisjoint(titled)


def shown_title(title: str, texts: Iterable[str]) -> str | None:
    """Give the longest piece of a page's title that stands on the page as a line; None where no piece of some words does."""
    borders = [(match.start(), match.end()) for match in SEPARATOR.finditer(title[:_LONGEST])]
    pieces = [title, *(title[:start] for start, _ in reversed(borders)), *(title[end:] for _, end in borders)]
    wanted = {fold(piece): piece for piece in sorted(pieces, key=len) if piece.count(" ") >= _LEAST_BLANKS}
    longest = max(map(len, pieces))
    shown = {fold(text) for text in texts if len(text) <= longest + _SLACK} & wanted.keys() if wanted else ()
    return wanted[max(shown, key=lambda letters: (len(letters), letters))] if shown else None


def _marked(document: Document) -> list[str]:
    """Give what is marked as the headline, alone or as the title says: a list marks many."""
    marked, titled = texts_of(document.nodes.get(HEADLINES, [])[:4]), fold(document.title)
    return marked if len(marked) == 1 else [text for text in marked if fold(text) and fold(text) in titled][:1]


def _behind_kickers(shared: Sequence[str], visible: Sequence[str]) -> list[str]:
    """Give what stands behind a kicker where quite another kicker stands before the same words elsewhere."""
    kickers = {fold(parts[1]): parts[0] for text in shared if len(parts := _KICKER.split(text, maxsplit=1)) > 1}
    parted = (parts for text in visible if len(parts := _KICKER.split(text, maxsplit=1)) > 1 and len(parts[1]) >= _SHORTEST)
    return [words for kicker, words in parted if set(kickers.get(fold(words), kicker).split()).isdisjoint(kicker.split())][:1]


def _whole(first: tuple[str, str], others: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Give another candidate in place of one that is cut off, where it begins alike.

    JSON-LD's are cut off without a sign where a search engine takes no more letters.
    """
    if not first[0].endswith(_CUT_OFF) and not (first[1] == "jsonld" and len(first[0]) >= _MOST_STATED):
        return first
    stem = fold(first[0])
    return next((each for each in others if fold(each[0]).startswith(stem) and not each[0].endswith(_CUT_OFF)), first)
