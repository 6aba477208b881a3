"""What a page marks in its visible part as a field of its article: microdata, and links that are its tags."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from shpalta.text.document import Document, squeeze
from shpalta.text.tree_nodes import PICTURES, PUBLISHERS, TAG_LINKS, TAGS
from shpalta.text.whereabouts import is_elsewhere

_MOST = 30
_MOST_TAGS, _LONGEST_TAG = 15, 60
_ADDRESSES = ("content", "src", "data-src", "href")
_CALLS = "#"


def publisher(document: Document) -> str | None:
    """Give the name of what is marked as the publisher."""
    for node in document.nodes.get(PUBLISHERS, ())[:_MOST]:
        named = node.css_first('[itemprop="name"]') or node
        text = squeeze(named.attributes.get("content") or named.text(separator=" "))
        if text:
            return text
    return None


def picture(document: Document) -> str | None:
    """Give the address of what is marked as the article's picture."""
    for node in document.nodes.get(PICTURES, ())[:_MOST]:
        inner = node.css_first('[itemprop="url"], [itemprop="contentUrl"]') or node
        address = next(filter(None, map(inner.attributes.get, _ADDRESSES)), None)
        resolved = document.absolute(address) if address and not is_elsewhere(node) else None
        if resolved:
            return resolved
    return None


def tags(document: Document) -> list[str]:
    """Give what is marked as keywords."""
    return [squeeze(node.text(separator=" ")) for node in document.nodes.get(TAGS, ())[:_MOST] if not is_elsewhere(node)]


def linked_tags(document: Document) -> list[str]:
    """Give the words of the links to tags; none where there are so many that they are a cloud of the site's."""
    words = dict.fromkeys(_tag_words(document.named(TAG_LINKS)))
    return list(words) if len(words) <= _MOST_TAGS else []


def _tag_words(links: list[LexborNode]) -> Iterator[str]:
    for link in links[: 2 * _MOST_TAGS]:
        is_category = "category" in (link.attributes.get("rel") or "")
        words = squeeze(link.text()).removeprefix(_CALLS)
        if words and len(words) <= _LONGEST_TAG and not is_category and not is_elsewhere(link):
            yield words
