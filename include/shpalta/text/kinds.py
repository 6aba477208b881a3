"""What kind of page this is, where it is no article: told by what it says of itself, then by what its text is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shpalta.text import trade_words
from shpalta.text.document import Document
from shpalta.text.jsonld import ARTICLE_TYPES, LIST_TYPES, Graph

Kind = Literal[
    "index_page", "soft_404", "error_page", "paywall_stub", "gallery", "video", "consent_wall", "no_article", "bad_content"
]
Refusal = tuple[Kind, str]

_LEAST_BODY = 60
_LEAST_BRIEF, _LEAST_SENTENCES = 30, 2
_LEAST_WORDS, _MOST_BRIEF = 4, 4
_SHORT = 600
_TASTE = 400
_STUB = 1_200
_SENTENCE = 100
_MANY_TITLES, _MANY_LISTED = 12, 6
_MANY_PICTURES = 5
_MOST_ASKED, _SAME_WORD = 2, 5
_VIDEO = frozenset({"VideoObject", "BroadcastEvent", "AudioObject", "RadioEpisode", "PodcastEpisode", "MusicRecording"})
_GALLERY = frozenset({"ImageGallery", "MediaGallery", "ImageObjectGallery"})
_CALLED_MISSING = re.compile(
    r"(?:^|[\s_-])(?:(?:error|page|body)?[_-]?404(?:[_-]?page)?|(?:page[_-]?)?not[_-]?found)(?:$|\s)", re.I
)
_SENTENCE_END = re.compile(r"[.!?…。](?=[\s»”\"]|$)")
_LISTING_PATH = re.compile(r"/(?:tags?|topics?|categor(?:y|ies)|rubrics?|authors?|search|archive|page/\d+)(?:/|$)", re.I)


@dataclass(frozen=True, slots=True)
class Impression:
    """What was found on a page, as far as its kind hangs on it; `after` are the short lines that follow the text."""

    headline: str
    lines: Sequence[str]
    teaser_count: int
    is_free: bool | None
    after: Sequence[str] = ()
    listed_count: int = 0

    @property
    def size(self) -> int:
        return sum(map(len, self.lines))

    @property
    def is_titled(self) -> bool:
        """Say whether a headline of some words stands over a few lines: a list has a short one, over many."""
        return self.headline.count(" ") + 1 >= _LEAST_WORDS and len(self.lines) <= _MOST_BRIEF

    @property
    def longest(self) -> int:
        return max(map(len, self.lines), default=0)


def why_no_article(document: Document, seen: Impression) -> Refusal | None:
    """Give the reason and what was seen when a page is no article; None when it is one."""
    for ask in (_no_page, _no_access, _other_medium, _list_of_links):
        refusal = ask(document, seen)
        if refusal is not None:
            return refusal
    if seen.size < _LEAST_BODY and not _is_brief(document, seen):
        return "no_article", f"the running text has {seen.size} characters"
    return None


def _is_brief(document: Document, seen: Impression) -> bool:
    """Say whether a few words are news: two sentences, or one on a page that calls itself an article."""
    sentences = sum(len(_SENTENCE_END.findall(line)) for line in seen.lines)
    return seen.size >= _LEAST_BRIEF and sentences >= _LEAST_SENTENCES - _is_stated(document)


def _no_page(document: Document, seen: Impression) -> Refusal | None:
    """Recognise errors that came with a status of success: by title or template, where little text stands below it."""
    if seen.size >= _STUB or _is_stated(document):
        return None
    for title in (seen.headline, document.title):
        if trade_words.NOT_FOUND.search(title):
            return "soft_404", f"the title says {title[:80]!r}"
        if trade_words.FAILED.search(title):
            return "error_page", f"the title says {title[:80]!r}"
    called = document.tree.body.attributes.get("class") if document.tree.body is not None else None
    if called and _CALLED_MISSING.search(called):
        return "soft_404", f"the page is called {called[:80]!r}"
    challenge = trade_words.CHALLENGE.search(" ".join(seen.lines)) if seen.size < _SHORT else None
    return ("error_page", f"the text says {challenge[0][:80]!r}") if challenge else None


def _no_access(document: Document, seen: Impression) -> Refusal | None:
    text = " ".join(seen.lines)
    if seen.size < _STUB and not _is_article(document.graph):
        title = seen.headline or document.title
        asked = {match[0][:_SAME_WORD].lower() for match in trade_words.CONSENT.finditer(text)}
        if trade_words.CONSENT.search(title) and seen.size < _LEAST_BODY:
            return "consent_wall", f"the headline says {title[:80]!r}"
        if len(asked) >= _MOST_ASKED:
            return "consent_wall", "the text asks about cookies"
    if seen.is_free is False and seen.size < _TASTE:
        return "paywall_stub", f"it is not free, and {seen.size} characters are shown"
    if seen.size < _STUB and seen.lines:
        ending = " ".join(seen.lines[-2:])
        below = "" if seen.is_free else " ".join(seen.after)
        sold = (
            trade_words.PAYWALL.search(ending)
            or (seen.size < _SHORT and trade_words.OFFER.search(ending))
            or trade_words.PAYWALL.search(below)
        )
        if sold:
            return "paywall_stub", f"the text ends with {sold[0][:80]!r}"
    return None


def _other_medium(document: Document, seen: Impression) -> Refusal | None:
    kind = (document.meta("og:type") or "").lower()
    kinds = frozenset().union(*document.graph.types)
    pictures = len(document.nodes.get("figure", ()))
    if seen.longest < _SENTENCE and (pictures >= _MANY_PICTURES or kinds & _GALLERY):
        return "gallery", f"{pictures} pictures with captions, and no line has {_SENTENCE} characters"
    if seen.size >= _SHORT / 2:
        return None
    if (kind.startswith("video") or kinds & _VIDEO) and not (kinds & ARTICLE_TYPES and seen.size >= _LEAST_BODY):
        return "video", f"it calls itself {kind or min(kinds & _VIDEO)}, and {seen.size} characters stand beside it"
    return None


def _list_of_links(document: Document, seen: Impression) -> Refusal | None:
    """Recognise front pages, sections, tags and searches: many titles, little text, and no word of an article."""
    if _is_article(document.graph) or (document.meta("og:type") or "").lower() == "article":
        return None
    is_listed = bool(document.graph.of_type(LIST_TYPES)) or bool(_LISTING_PATH.search(document.path))
    is_front = document.path.strip("/") == ""
    if seen.listed_count >= _MANY_LISTED:
        return "index_page", f"{seen.listed_count} headings lead to other pages, each above a text"
    is_hardly_text = seen.longest < _SENTENCE and not (_is_brief(document, seen) and seen.is_titled)
    if seen.teaser_count >= _MANY_TITLES and (is_front or is_listed or is_hardly_text) and seen.size < 3 * _STUB:
        return "index_page", f"{seen.teaser_count} titles of other pages stand around {seen.size} characters"
    if (is_front or is_listed) and seen.size < _SHORT:
        return "index_page", f"{seen.size} characters on a page that lists others"
    return None


def _is_article(graph: Graph) -> bool:
    return bool(graph.of_type(ARTICLE_TYPES))


def _is_stated(document: Document) -> bool:
    """Say whether the page calls itself an article and says when it came out: what the pages of errors never do."""
    return _is_article(document.graph) or document.meta("article:published_time") is not None
