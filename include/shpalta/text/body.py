"""The lines of an article, in reading order, out of a page."""

from __future__ import annotations

import trafilatura

from shpalta.text.document import Document, squeeze
from shpalta.text.lines import Line
from shpalta.text.moments import Reading, read_moment
from shpalta.text.names import fold

_MOST_OPENING = 4


def without_opening(lines: list[Line], headline: str) -> list[Line]:
    """Cut the headline and a bare date off the beginning: they are fields, not text."""
    reading = Reading()
    rest = list(lines)
    for _ in range(_MOST_OPENING):
        if rest and (fold(rest[0].text) == fold(headline) or (len(rest[0].text) < 40 and read_moment(rest[0].text, reading))):
            rest.pop(0)
    return rest


def extract_body(document: Document, markup: str) -> list[Line]:
    """Give the lines that belong to the article, teasers that stand among them included."""
    text = trafilatura.extract(markup, url=document.url, include_comments=False, include_tables=True) or ""
    targets = {
        fold(words): document.absolute(node.attributes.get("href") or "")
        for node in document.tree.css("a[href]")
        if (words := squeeze(node.text()))
    }
    lines = []
    for raw in text.split("\n"):
        words = squeeze(raw.lstrip("- "))
        if words:
            href = targets.get(fold(words))
            lines.append(Line(words, href=href, link_share=1.0 if href else 0.0))
    return lines
