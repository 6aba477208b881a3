"""The lines of an article, in reading order, and the teasers of others that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from urllib.parse import urlsplit

import trafilatura

from shpalta.text import trade_words
from shpalta.text.blocks.features import PageWords
from shpalta.text.blocks.hinted import hinted_blocks, take_off
from shpalta.text.blocks.judge import THRESHOLD, doubt, judge
from shpalta.text.blocks.naming import ASIDE, COMMENT, FOOTER, NAV, RELATED
from shpalta.text.blocks.reading import Blocks, href_in, read_blocks
from shpalta.text.choosing import chosen, legend, listed_count
from shpalta.text.dates.moments import LONGEST_TEXT, Reading, read_moment
from shpalta.text.document import Document, drop_heavy, squeeze
from shpalta.text.fields.headlines import shown_title
from shpalta.text.lines import Line, LineKind, Lines, Teaser
from shpalta.text.names import fold
from shpalta.text.passages import Outlink, outlinks
from shpalta.text.related import is_remains, separate
from shpalta.text.teasers import teasers_of
from shpalta.text.template_hints import TemplateHints
from shpalta.text.words_of_the_site import without_words_of_the_site

# A page whose judgement is in more doubt is judged by a lower threshold, and read the slow way where that leaves hardly a text.
MOST_DOUBT, _LEAST_IN_DOUBT = 0.7, 0.2
_HARDLY_A_TEXT, _MOST_BYTES_TWICE = 400, 200_000
_MOST_OPENING = 4
_LOOKED_BACK, _LOOKED_AHEAD = 30, 40
_LONGEST_ANNOUNCEMENT = 100
_ALL_LINKS, _MOSTLY_LINKS = 0.9, 0.5
_LINES_BEFORE, _LINES_AFTER, _LONGEST_DATELINE = 12, 3, 60
_ELSEWHERE = ASIDE | NAV | FOOTER | COMMENT | RELATED
_LONGEST_CALL, _LINKED_TITLE, _WHOLE, _LONG = 200, 24, 600, 1_500
_LONGEST_DATE, _LEAST_DIGITS, _MOST_WORDS = 40, 3, 2
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST_TITLE = 300
_INITIAL_WITHIN = 12
_GLUED_STAMP = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4},?(?:\s{1,3}\d{1,2}:\d\d\s?(?:Uhr\s?)?|(?=[^\W\d_]))(?=[^\W\d_])")
# What readers press who have found a mistake, in any language.
_KEYS_TO_PRESS = re.compile(r"\bctrl\s?\+\s?enter\b", re.IGNORECASE)
_LONG_ENOUGH, _SOON, _MOST_CALLS = 80, 2, 3
_BARE_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
_SENTENCE_ENDS = (".", "!", "?", "…", "”", "»", '"', ":", "。", "！", "？")
_KINDS: dict[str, LineKind] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "entry", "dd": "entry", "dt": "entry", "blockquote": "quote", "td": "row", "th": "row", "figcaption": "caption",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """What a page's text falls into: the article's lines, others' teasers, the short lines around the text and after it.

    `legend` are the words below its first picture, `listed_count` the linked headings above parts of the text;
    `title` is the headline, where the page gives it but in its title and as a line; `outlinks` lead out of the article's lines;
    `is_fallback` says whether the slow way was needed; `blocks` are the page's.
    """

    lines: tuple[str, ...]
    teasers: tuple[Teaser, ...]
    around: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    title: str | None = None
    legend: str | None = None
    listed_count: int = 0
    outlinks: tuple[Outlink, ...] = ()
    is_fallback: bool = False
    blocks: Blocks = field(default_factory=Blocks)


@dataclass(frozen=True, slots=True)
class _Own:
    """The article's own among some lines: where they stand, what they say when joined, and the teasers among them."""

    places: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    teasers: tuple[Teaser, ...] = ()

    @property
    def size(self) -> int:
        return sum(map(len, self.texts))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Says how lines stand to each other on the page; line 0 is the block `first`."""

    blocks: Blocks
    first: int

    def is_same(self, before: int, place: int) -> bool:
        """Say whether two lines are cells of one table row."""
        blocks = self.blocks
        one, other = blocks.node[self.first + before], blocks.node[self.first + place]
        cells = ("td", "th")
        is_row = one != other and blocks.parent[one] == blocks.parent[other]
        return is_row and blocks.tag(one) in cells and blocks.tag(other) in cells

    def is_apart(self, before: int, place: int) -> bool:
        """Say whether two lines stand in different elements, and not only in different paragraphs of one."""
        blocks = self.blocks
        return blocks.parent[blocks.node[self.first + before]] != blocks.parent[blocks.node[self.first + place]]

    def is_broken(self, before: int, place: int) -> bool:
        """Say whether nothing but a line break stands between two lines."""
        return self.blocks.node[self.first + before] == self.blocks.node[self.first + place]


def extract_body(document: Document, words: PageWords, markup: bytes, hints: TemplateHints, signed: Sequence[str] = ()) -> Body:
    """Tell the article's lines from the rest; `markup` is what a page in doubt is read from a second time."""
    take_off(document.tree, hints)
    drop_heavy(document)
    blocks = read_blocks(document.tree)
    hinted = hinted_blocks(document.tree, hints)
    sure = judge(blocks, words)
    is_doubtful = doubt(blocks, sure) > MOST_DOUBT
    titled = shown_title(words.headline, blocks.texts) if words.is_title else None
    words = replace(words, headline=titled) if titled else words
    kept = chosen(blocks, sure, _LEAST_IN_DOUBT if is_doubtful else THRESHOLD, words, signed)
    own, links = _own_of_hints(hinted, words, document)
    is_hinted, is_fallback = bool(own.texts), False
    if not is_hinted:
        own, links = _own_of_judgement(blocks, kept, words, document)
    if is_doubtful and not is_hinted and own.size < _HARDLY_A_TEXT and len(markup) <= _MOST_BYTES_TWICE:
        again, links_again = _own_of_second_reading(blocks, words, document, markup)
        if again.texts:
            own, links, is_fallback = again, links_again, True
    teasers = _distinct((*own.teasers, *teasers_of(blocks)), own.texts, document)
    return Body(
        own.texts,
        teasers,
        _around(blocks, kept),
        _after(blocks, kept),
        titled,
        legend(blocks, kept),
        listed_count(blocks, own.texts, _site_of(document)),
        links,
        is_fallback,
        blocks,
    )


_Choice = tuple[_Own, tuple[Outlink, ...]]


def _own_of_hints(hinted: Blocks, words: PageWords, document: Document) -> _Choice:
    lines = _lines_of(hinted, 0, len(hinted.texts), document)
    own = _own_lines(lines, range(len(lines)), words.headline, _Rows(hinted, 0))
    return own, outlinks(document, hinted, own.places)


def _own_of_second_reading(blocks: Blocks, words: PageWords, document: Document, markup: bytes) -> _Choice:
    lines = _read_again(document, blocks, markup)
    own = _own_lines(Lines.of(lines), range(len(lines)), words.headline)
    linked = sum(line.link_share * len(line.text) for line in lines)
    if not own.texts or linked >= _MOSTLY_LINKS * sum(len(line.text) for line in lines):
        return _Own(), ()
    whole = " ".join(own.texts)
    linking = (place for place, text in enumerate(blocks.texts) if blocks.links[place] and text in whole)
    return own, outlinks(document, blocks, linking)


def _own_of_judgement(blocks: Blocks, kept: list[int], words: PageWords, document: Document) -> _Choice:
    if not kept:
        return _Own(), ()
    if sum(blocks.linked[place] for place in kept) >= _ALL_LINKS * sum(len(blocks.texts[place]) for place in kept):
        return _Own(), ()
    first, end = max(kept[0] - _LOOKED_BACK, 0), min(kept[-1] + _LOOKED_AHEAD, len(blocks.texts))
    own = _own_lines(
        _lines_of(blocks, first, end, document), [place - first for place in kept], words.headline, _Rows(blocks, first)
    )
    return own, outlinks(document, blocks, (first + place for place in own.places))


def _around(blocks: Blocks, kept: list[int]) -> tuple[str, ...]:
    """Give the lines in which an article may say its date: before the text, at its very beginning, after its end."""
    if not kept:
        return ()
    first, last = kept[0], kept[-1]
    places = [*range(max(first - _LINES_BEFORE, 0), first), *range(last + 1, min(last + 1 + _LINES_AFTER, len(blocks.texts)))]
    own = [place for place in places if not blocks.flags[blocks.node[place]] & _ELSEWHERE]
    shown = [
        text
        for place in own
        if 2 * blocks.linked[place] < len(text := blocks.texts[place]) or _is_hardly_more_than_numbers(text)
    ]
    return (*(text[:LONGEST_TEXT] for text in shown), blocks.texts[first][:_LONGEST_DATELINE])


def _after(blocks: Blocks, kept: list[int]) -> tuple[str, ...]:
    """Give the lines right below the text, where a site says that it sells the rest."""
    last = kept[-1] if kept else len(blocks.texts)
    below = range(last + 1, min(last + 1 + _LINES_AFTER, len(blocks.texts)))
    own = takewhile(lambda place: blocks.linked[place] < _LINKED_TITLE, below)
    return tuple(blocks.texts[place][:_LONGEST_CALL] for place in own)


def _is_hardly_more_than_numbers(text: str) -> bool:
    """Say whether a line may be a date alone, which leads to what else came out that day."""
    is_short = len(text) <= _LONGEST_DATE and sum(map(str.isdigit, text)) >= _LEAST_DIGITS
    return is_short and len(_WORD.findall(text)) <= _MOST_WORDS


def _site_of(document: Document) -> str:
    """Give the host of a page, as its links to other pages of its own may spell it."""
    return (urlsplit(document.url).hostname or "").removeprefix("www.")


def _lines_of(blocks: Blocks, first: int, end: int, document: Document) -> Lines:
    return Lines(blocks.texts[first:end], lambda place: _line(blocks, first + place), _site_of(document))


def _line(blocks: Blocks, place: int) -> Line:
    text = blocks.texts[place]
    node = blocks.node[place]
    kind = _KINDS.get(blocks.tag(node)) or _KINDS.get(blocks.tag(max(blocks.parent[node], 0)), "paragraph")
    if not blocks.links[place]:
        return Line(text, kind)
    attributes, words = blocks.first_link(place)
    return Line(text, kind, href_in(attributes), blocks.linked[place] / len(text), words)


def _own_lines(lines: Lines, kept: Iterable[int], headline: str, rows: _Rows | None = None) -> _Own:
    """Drop the teasers among the kept lines, the headline and bare dates before them; join what belongs in one line."""
    places = list(kept)
    if not places:
        return _Own()
    chosen = set(places)
    separated, texts = separate(lines), lines.texts
    own = [place for place in separated.kept if place in chosen]
    own = [place for place in own if not _BARE_CLOCK.fullmatch(texts[place]) or lines[place].kind == "row"]
    last_sentence = next((place for place in reversed(own) if not is_remains(texts[place])), -1)
    cut = min((end for end in separated.ends if end > last_sentence), default=len(lines))
    own = [place for place in own if place < cut]
    own = [place for place in own if not trade_words.CREDIT.match(texts[place]) and not _names_keys(texts[place])]
    own = without_words_of_the_site(texts, own)
    own = _once(texts, own, rows) if rows else own
    own = own[:-_MOST_CALLS] + [place for place in own[-_MOST_CALLS:] if not _is_linked_call(lines, place)]
    size = sum(len(texts[place]) for place in own)
    while len(own) > 1 and (_is_left_over(lines[own[-1]]) or _is_offer(texts[own[-1]], size)):
        own.pop()
    own = _without_opening(texts, own, headline)
    joined = _joined(texts, own, rows)
    if joined and (stamp := _GLUED_STAMP.match(joined[0])):
        joined[0] = joined[0][stamp.end() :]
    return _Own(tuple(own), tuple(joined), separated.teasers)


def _names_keys(text: str) -> bool:
    """Say whether a line names keys to press: where to send word of a mistake."""
    return "+" in text and _KEYS_TO_PRESS.search(text) is not None


def _once(texts: Sequence[str], places: list[int], rows: _Rows) -> list[int]:
    """Leave out a lead that opens the text once more, in another element."""
    lead = next((place for place in places[:_MOST_OPENING] if len(texts[place]) >= _LONG_ENOUGH), None)
    if lead is None:
        return places
    after = places.index(lead) + 1
    again = [place for place in places[after : after + _SOON] if texts[place] == texts[lead] and rows.is_apart(lead, place)]
    return [place for place in places if place not in again]


def _is_linked_call(lines: Lines, place: int) -> bool:
    """Say whether a line near the end asks to follow or to subscribe, and links to where."""
    text = lines.texts[place]
    return len(text) <= _LONGEST_CALL and trade_words.CALL.match(text) is not None and lines[place].href is not None


def _is_left_over(line: Line) -> bool:
    """Say whether a line cannot end an article: a heading, an announcement, a rating, a call to subscribe."""
    text = line.text
    if line.kind == "heading" or (text.endswith(":") and len(text) <= _LONGEST_ANNOUNCEMENT):
        return True
    is_call = len(text) <= _LONGEST_CALL and trade_words.CALL.match(text) is not None
    return is_call or (is_remains(text) and trade_words.RATING.search(text) is not None)


def _is_offer(text: str, size: int) -> bool:
    """Say whether a line below a long text offers more to those who pay: below a short one it says that the rest is sold."""
    is_sold = size >= _LONG and trade_words.PAYWALL.search(text)
    return len(text) <= _LONGEST_CALL and bool(is_sold or (size >= _WHOLE and trade_words.OFFER.search(text)))


def _without_opening(texts: Sequence[str], places: list[int], headline: str) -> list[int]:
    title = fold(headline)
    for _ in range(_MOST_OPENING):
        text = texts[places[0]] if places else ""
        if text and (fold(text) == title or (len(text) < _LONGEST_DATE and read_moment(text, Reading()))):
            places = places[1:]
    return places


def _joined(texts: Sequence[str], places: list[int], rows: _Rows | None) -> list[str]:
    """Make one line of a table's row, and of a sentence that a line break cut in two."""
    joined: list[str] = []
    before: int | None = None
    for place in places:
        text = texts[place]
        if before is not None and rows is not None and place == before + 1:
            if rows.is_same(before, place):
                joined[-1] = f"{joined[-1]} | {text}"
                before = place
                continue
            if rows.is_broken(before, place) and not joined[-1].endswith(_SENTENCE_ENDS) and text[0].islower():
                joined[-1] = f"{joined[-1]} {text}"
                before = place
                continue
        joined.append(text)
        before = place
    return joined


def _read_again(document: Document, blocks: Blocks, markup: bytes) -> list[Line]:
    """Read a page the slow way; links are found again by their words."""
    text = trafilatura.extract(markup.decode(), url=document.url, include_comments=False, fast=True) or ""
    targets = {fold(words): href for place in range(len(blocks.texts)) for href, words in blocks.all_links(place)}
    lines = []
    for raw in text.split("\n"):
        words = squeeze(raw.lstrip("- "))
        if words:
            href = targets.get(fold(words))
            lines.append(Line(words, href=href, link_share=1.0 if href else 0.0))
    return lines


def _distinct(teasers: Iterable[Teaser], lines: tuple[str, ...], document: Document) -> tuple[Teaser, ...]:
    """Keep the first teaser of each address and title, and none that leads to the page itself or is a line of it."""
    titled = [(fold(teaser.title or teaser.text or ""), teaser) for teaser in teasers]
    initials = {title[:1] for title, _ in titled}
    short = (line for line in lines if len(line) <= _LONGEST_TITLE)
    seen = {fold(line) for line in short if _initial(line) in initials} | {document.url.partition("#")[0]}
    found: dict[str, Teaser] = {}
    own = set(lines)
    for title, teaser in titled:
        url = document.absolute(teaser.url) if teaser.url else None
        text = teaser.text if teaser.text not in own else None
        if title in found and found[title].text is None and teaser.title:
            found[title] = Teaser(found[title].url or url, teaser.title, text)
        elif title and title not in seen and not (url and url.partition("#")[0] in seen):
            seen |= {title, url.partition("#")[0]} if url else {title}
            found[title] = Teaser(url, teaser.title, text)
    return tuple(found.values())


def _initial(line: str) -> str:
    """Give the first letter or digit of a folded line, without folding all of it."""
    return next(filter(str.isalnum, line[:_INITIAL_WITHIN].casefold()), "")
