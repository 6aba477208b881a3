"""The lines of an article, in reading order, and the teasers of others that stand around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import trafilatura

from shpalta.text.blocks import Blocks, read_blocks
from shpalta.text.document import Document, squeeze
from shpalta.text.features import Column, PageWords
from shpalta.text.judge import THRESHOLD, doubt, judge
from shpalta.text.lines import Line, LineKind, Teaser
from shpalta.text.moments import LONGEST_TEXT, Reading, read_moment
from shpalta.text.names import fold
from shpalta.text.naming import ASIDE, COMMENT, FOOTER, NAV, RELATED
from shpalta.text.related import is_remains, separate
from shpalta.text.teasers import teasers_of

MOST_DOUBT = 0.35
_MOST_OPENING = 4
_MOST_BLOCKS_TWICE = 3_000
_LOOKED_AHEAD = 40
_LINES_BEFORE, _LINES_AFTER, _LONGEST_DATELINE = 12, 3, 60
_ELSEWHERE = ASIDE | NAV | FOOTER | COMMENT | RELATED
_LONGEST_DATE = 40
_SENTENCE_ENDS = (".", "!", "?", "…", "”", "»", '"', ":", "。", "！", "？")
_KINDS: dict[str, LineKind] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "entry", "dd": "entry", "dt": "entry", "blockquote": "quote", "td": "row", "th": "row", "figcaption": "caption",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """What a page's text falls into: the article's lines, others' teasers, the short lines just before and after the text.

    `is_fallback` says whether the slow way was needed.
    """

    lines: tuple[str, ...]
    teasers: tuple[Teaser, ...]
    around: tuple[str, ...] = ()
    is_fallback: bool = False


def extract_body(document: Document, words: PageWords, markup: str) -> Body:
    """Tell the article's lines from the rest; `markup` is what a page in doubt is read from a second time."""
    blocks = read_blocks(document.tree)
    sure = judge(blocks, words)
    around = teasers_of(blocks)
    if len(blocks.texts) <= _MOST_BLOCKS_TWICE and doubt(blocks, sure) > MOST_DOUBT:
        lines = _read_again(document, markup)
        own = _own_lines(lines, range(len(lines)), words.headline)
        if own.lines:
            return Body(own.lines, _distinct((*own.teasers, *around), own.lines, document), _around(blocks, sure), True)
    kept = _kept(sure)
    end = min(kept[-1] + _LOOKED_AHEAD, len(sure)) if kept else 0
    body = _own_lines([_line(blocks, place) for place in range(end)], kept, words.headline, blocks)
    return Body(body.lines, _distinct((*body.teasers, *around), body.lines, document), _around(blocks, sure))


def _around(blocks: Blocks, sure: Column) -> tuple[str, ...]:
    """Give the lines in which an article may say its date: before the text, at its very beginning, after its end."""
    kept = _kept(sure)
    if not kept:
        return ()
    first, last = kept[0], kept[-1]
    places = [*range(max(first - _LINES_BEFORE, 0), first), *range(last + 1, min(last + 1 + _LINES_AFTER, len(sure)))]
    shown = [blocks.texts[place] for place in places if not blocks.flags[blocks.node[place]] & _ELSEWHERE]
    return (*(text[:LONGEST_TEXT] for text in shown), blocks.texts[first][:_LONGEST_DATELINE])


def _kept(sure: Column) -> list[int]:
    return [place for place, value in enumerate(sure.tolist()) if value > THRESHOLD]


def _line(blocks: Blocks, place: int) -> Line:
    text = blocks.texts[place]
    share = blocks.linked[place] / len(text)
    href = blocks.href(place) if share > 0.9 else None
    node = blocks.node[place]
    kind = _KINDS.get(blocks.tag[node]) or _KINDS.get(blocks.tag[max(blocks.parent[node], 0)], "paragraph")
    return Line(text, kind, href, share)


def _own_lines(lines: list[Line], kept: Iterable[int], headline: str, blocks: Blocks | None = None) -> Body:
    """Drop the teasers among the kept lines, the headline and bare dates before them; join what belongs in one line."""
    places = list(kept)
    if not places:
        return Body((), ())
    chosen = set(places)
    stretch = list(range(places[0], len(lines)))
    separated = separate([lines[place] for place in stretch])
    own = [stretch[place] for place in separated.kept if stretch[place] in chosen]
    last_sentence = max((place for place in own if not is_remains(lines[place])), default=-1)
    cut = min((places[0] + end for end in separated.ends if places[0] + end > last_sentence), default=len(lines))
    own = [place for place in own if place < cut]
    own = _without_opening(lines, own, headline)
    return Body(tuple(_joined(lines, own, blocks)), separated.teasers)


def _without_opening(lines: list[Line], places: list[int], headline: str) -> list[int]:
    title = fold(headline)
    for _ in range(_MOST_OPENING):
        text = lines[places[0]].text if places else ""
        if text and (fold(text) == title or (len(text) < _LONGEST_DATE and read_moment(text, Reading()))):
            places = places[1:]
    return places


def _joined(lines: list[Line], places: list[int], blocks: Blocks | None) -> list[str]:
    """Make one line of a table's row, and of a sentence that a line break cut in two."""
    joined: list[str] = []
    before: int | None = None
    for place in places:
        text = lines[place].text
        if before is not None and blocks is not None and place == before + 1:
            if _is_same_row(blocks, before, place):
                joined[-1] = f"{joined[-1]} | {text}"
                before = place
                continue
            if blocks.node[before] == blocks.node[place] and not joined[-1].endswith(_SENTENCE_ENDS) and text[0].islower():
                joined[-1] = f"{joined[-1]} {text}"
                before = place
                continue
        joined.append(text)
        before = place
    return joined


def _is_same_row(blocks: Blocks, before: int, place: int) -> bool:
    one, other = blocks.node[before], blocks.node[place]
    return (
        one != other
        and blocks.tag[one] in ("td", "th")
        and blocks.tag[other] in ("td", "th")
        and blocks.parent[one] == blocks.parent[other]
    )


def _read_again(document: Document, markup: str) -> list[Line]:
    """Read a page the slow way; links are found again by their words."""
    text = trafilatura.extract(markup, url=document.url, include_comments=False) or ""
    targets = {
        fold(words): node.attributes.get("href") or ""
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


def _distinct(teasers: Iterable[Teaser], lines: tuple[str, ...], document: Document) -> tuple[Teaser, ...]:
    """Keep the first teaser of each address and title, and none that leads to the page itself or is a line of it."""
    seen = {fold(line) for line in lines} | {document.url.partition("#")[0]}
    found: list[Teaser] = []
    for teaser in teasers:
        title = fold(teaser.title or teaser.text or "")
        url = document.absolute(teaser.url) if teaser.url else None
        if title and title not in seen and not (url and url.partition("#")[0] in seen):
            seen |= {title, url.partition("#")[0]} if url else {title}
            found.append(Teaser(url, teaser.title, teaser.text))
    return tuple(found)
