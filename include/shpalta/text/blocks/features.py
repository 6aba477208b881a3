"""What can be told of a block without knowing its site or its language: numbers, one column a block.

Of its letters, of where it stands, of its neighbours, of the elements around it, and of what the page says of itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.elements import Column, Elements, Matrix, levels_under, main_of, tally
from shpalta.text.blocks.letters import (
    ENDS_SENTENCE,
    HAS_SIGN,
    LETTER_FEATURES,
    LINK_SHARE,
    SIZE,
    STOPS,
    letters_of,
)
from shpalta.text.blocks.markup import Numbers
from shpalta.text.blocks.naming import (
    ARTICLE,
    ASIDE,
    BODY,
    CAPTION,
    COMMENT,
    FIGURE,
    FOOTER,
    FORM,
    HIDDEN,
    LEAD,
    LIST,
    MAIN,
    MENU,
    META,
    NAV,
    QUOTE,
    RELATED,
    SECTION,
    SHARE,
    TABLE,
    TAGS,
    WIDGET,
)  # fmt: skip
from shpalta.text.blocks.reading import Blocks
from shpalta.text.blocks.tags import CODES, TAG_NAMES

_GOOD_LINK_SHARE = 0.35
_LONG = 80.0
_MAIN_SHARES = (0.9, 0.7, 0.5)
_LEVELS = ("own", "parent", "grandparent", "great")
_STEPS = (1, -1, 2, -2)
_WINDOWS = ((3, 3), (5, -1), (-1, 5))
_NEAR = (4, 4)
# What the widest elements of a page are called says nothing of a block, unless it is a name for what holds the article.
_PAGE_WIDE = 0.6
_ALWAYS_MEANT = ARTICLE | BODY | MAIN | SECTION | LEAD | FIGURE | LIST | TABLE | QUOTE
_MEANT = (
    BODY,
    RELATED,
    META,
    CAPTION,
    MENU,
    HIDDEN,
    TAGS,
    WIDGET,
    LEAD,
    LIST,
    FIGURE,
    ARTICLE,
    MAIN,
    SECTION,
    QUOTE,
    TABLE,
    SHARE,
)
_BITS = tuple(flag.bit_length() - 1 for flag in _MEANT)
# Where an article never stands, unless its headline does, too.
_ELSEWHERE = ASIDE | COMMENT | FOOTER | FORM | NAV
_MOST_ELSEWHERE = 0.5
_FAR = 50
_SHORTEST_HEADLINE = 12
_NO_HEADLINE = -100.0
_HEADING = CODES[TAG_NAMES.index("h1")]


@dataclass(frozen=True, slots=True)
class PageWords:
    """What the page says of itself elsewhere, as plain text; whether its headline is but what is left of its title."""

    headline: str = ""
    description: str = ""
    article_body: str = ""
    is_title: bool = False


_GROUPS = {
    "tag": 1, "depth": 1, "in": len(_MEANT), **dict.fromkeys(_LEVELS, 3), "under_main": len(_MAIN_SHARES),
    "alike": 5, "beside": 4 * len(_STEPS), "read_before": 1, "place": 1, "blocks": 1, "page_good": 1, "from_long": 2,
    "good_near": len(_WINDOWS), "signs_near": 1, "since_headline": 1, "up_to_headline": 1, "shared_with_headline": 1,
    "is_description": 1, "has_article_body": 1, "in_article_body": 1,
}  # fmt: skip
FEATURES = (
    *LETTER_FEATURES,
    *(f"{name}_{place}" if size > 1 else name for name, size in _GROUPS.items() for place in range(size)),
)
(
    _TAG, _DEPTH, _IN, _AROUND, _UNDER_MAIN, _ALIKE_COUNT, _ALIKE_GOOD, _BESIDE, _READ_BEFORE, _PLACE, _BLOCKS, _PAGE_GOOD,
    _FROM_LONG, _GOOD_NEAR, _SIGNS_NEAR, _SINCE_HEADLINE, _UP_TO_HEADLINE, _SHARED, _IS_DESCRIPTION, _HAS_BODY, _IN_BODY,
) = map(FEATURES.index, (
    "tag", "depth", "in_0", "own_0", "under_main_0", "alike_0", "alike_2", "beside_0", "read_before", "place", "blocks",
    "page_good", "from_long_0", "good_near_0", "signs_near", "since_headline", "up_to_headline", "shared_with_headline",
    "is_description", "has_article_body", "in_article_body",
))  # fmt: skip
_BESIDE_OF = (SIZE, LINK_SHARE, STOPS, _ALIKE_GOOD)


def features_of(blocks: Blocks, words: PageWords, shown: int | None) -> Matrix:
    """Give the matrix of features, a row a block, a column each of FEATURES; `shown` is the block that shows the headline."""
    rows = np.zeros((len(blocks.texts), len(FEATURES)), np.float32)
    sizes = letters_of(blocks, rows)
    text = _look_around(blocks.elements, sizes, np.array(blocks.linked, np.float64), rows)
    _look_beside(sizes, rows)
    _look_for_headline(blocks.elements, -1 if shown is None else shown, text, rows)
    _compare(blocks.texts, words, rows)
    return rows


@compiled
def _look_around(elements: Elements, size: Column, linked: Column, rows: Matrix) -> Column:
    """Measure the elements that a block stands in, and those that are built alike; give the size of each element."""
    good = np.empty(len(size))
    for block in range(len(size)):
        row = rows[block]
        is_good = row[LINK_SHARE] < _GOOD_LINK_SHARE and (row[STOPS] > 0 or size[block] > _LONG)
        good[block] = size[block] if is_good else 0.0
    node, above = elements.node, elements.above
    text, good_text, links = tally(size, node, above), tally(good, node, above), tally(linked, node, above)
    own, inherited = _called(elements, text)
    mains = np.array([main_of(good_text, above, share) for share in _MAIN_SHARES])
    for block in range(len(size)):
        row, element = rows[block], node[block]
        row[_TAG], row[_DEPTH] = elements.tag[element], elements.depth[element]
        near = own[element] | own[above[element]] | own[above[above[element]]]
        for place in range(len(_BITS)):
            row[_IN + place] = (inherited[element] >> _BITS[place] & 1) + (near >> _BITS[place] & 1)
        for level in range(len(_LEVELS)):
            row[_AROUND + 3 * level] = np.log1p(text[element])
            row[_AROUND + 3 * level + 1] = good_text[element] / max(good_text[0], 1.0)
            row[_AROUND + 3 * level + 2] = links[element] / max(text[element], 1.0)
            element = above[element]
        for place in range(len(mains)):
            row[_UNDER_MAIN + place] = levels_under(mains[place], block, elements)
    _look_alike(elements.kind, node, size, good, rows)
    return text


@compiled
def _called(elements: Elements, text: Column) -> tuple[Numbers, Numbers]:
    """Say what each element is called: itself, and with all that hold it."""
    own = elements.own.copy()
    inherited = np.empty_like(own)
    for element in range(len(own)):
        if text[element] >= _PAGE_WIDE * text[0]:
            own[element] &= _ALWAYS_MEANT
        inherited[element] = own[element] | (inherited[elements.above[element]] if element else 0)
    return own, inherited


@compiled
def _look_alike(kind: Numbers, node: Numbers, size: Column, good: Column, rows: Matrix) -> None:
    """Compare with all blocks whose elements are built alike."""
    sums = np.zeros((kind.max() + 1, 5))
    for block in range(len(size)):
        of_kind = sums[kind[node[block]]]
        of_kind[0] += 1
        of_kind[1] += size[block]
        of_kind[2] += good[block]
        of_kind[3] += size[block] * rows[block, LINK_SHARE]
        of_kind[4] += rows[block, ENDS_SENTENCE]
    total = max(good.sum(), 1.0)
    for block in range(len(size)):
        count, text, good_text, linked, sentences = sums[kind[node[block]]]
        row = rows[block, _ALIKE_COUNT : _ALIKE_COUNT + 5]
        row[0], row[1] = np.log1p(count), np.log1p(text / count)
        row[2], row[3], row[4] = good_text / total, linked / max(text, 1.0), sentences / count


@compiled
def _look_beside(size: Column, rows: Matrix) -> None:
    """Look at the blocks before and after, and how far the page has been read."""
    count = len(size)
    good = np.empty(count)
    for block in range(count):
        good[block] = size[block] if rows[block, LINK_SHARE] < _GOOD_LINK_SHARE and rows[block, STOPS] > 0 else 0.0
    read, signs = summed(good), summed(rows[:, HAS_SIGN])
    total = max(read[count], 1.0)
    mark_distances(good > _LONG, rows[:, _FROM_LONG : _FROM_LONG + 2])
    for block in range(count):
        row = rows[block]
        for place in range(len(_BESIDE_OF)):
            for step in range(len(_STEPS)):
                other = block - _STEPS[step]
                if 0 <= other < count:
                    row[_BESIDE + place * len(_STEPS) + step] = rows[other, _BESIDE_OF[place]]
        row[_READ_BEFORE] = read[block] / total
        row[_PLACE] = block / max(count - 1, 1)
        row[_BLOCKS], row[_PAGE_GOOD] = np.log1p(count), np.log1p(total)
        row[_GOOD_NEAR] = np.log1p(max(window(read, block, _WINDOWS[0]) - good[block], 0.0))
        row[_GOOD_NEAR + 1] = np.log1p(window(read, block, _WINDOWS[1]))
        row[_GOOD_NEAR + 2] = np.log1p(window(read, block, _WINDOWS[2]))
        row[_SIGNS_NEAR] = window(signs, block, _NEAR)


@compiled
def summed(values: Column) -> Column:
    """Give what stands before each place, and the sum of all."""
    sums = np.zeros(len(values) + 1)
    for place in range(len(values)):
        sums[place + 1] = sums[place] + values[place]
    return sums


@compiled
def window(sums: Column, place: int, widths: tuple[int, int]) -> float:
    """Sum the values of so many places before and after one, and its own; `sums` is what stands before each."""
    count = len(sums) - 1
    return float(max(sums[min(place + widths[1] + 1, count)] - sums[max(place - widths[0], 0)], 0.0))


@compiled
def mark_distances(marks: npt.NDArray[np.bool_], rows: Matrix) -> None:
    """Count the blocks to the nearest mark before or at each, and to the nearest after or at each; 50 where there is none."""
    count = len(marks)
    before, after = _FAR, _FAR
    for block in range(count):
        before = 0 if marks[block] else min(before + 1, _FAR)
        rows[block, 0] = before
        last = count - 1 - block
        after = 0 if marks[last] else min(after + 1, _FAR)
        rows[last, 1] = after


@compiled
def _look_for_headline(elements: Elements, shown: int, text: Column, rows: Matrix) -> None:
    """Measure the way from the headline: in blocks, and in levels up to an element that holds both."""
    for block in range(len(rows)):
        if shown < 0:
            rows[block, _SINCE_HEADLINE] = rows[block, _UP_TO_HEADLINE] = _NO_HEADLINE
            continue
        element, levels = elements.node[shown], 0
        while element and levels_under(element, block, elements) < 0:
            element = elements.above[element]
            levels += 1
        rows[block, _SINCE_HEADLINE] = min(max(block - shown, -50), 200)
        rows[block, _UP_TO_HEADLINE] = levels
        rows[block, _SHARED] = text[element] / max(text[0], 1.0)


def _compare(texts: list[str], words: PageWords, rows: Matrix) -> None:
    """Compare with the description and the articleBody of the page's own machine forms."""
    start = words.description[:60]
    if len(start) > 20:
        rows[:, _IS_DESCRIPTION] = [text.startswith(start) for text in texts]
    if len(words.article_body) > 200:
        rows[:, _HAS_BODY] = 1
        rows[:, _IN_BODY] = [text[:60] in words.article_body for text in texts]


def is_elsewhere(blocks: Blocks, shown: int | None) -> npt.NDArray[np.bool_]:
    """Say of each block whether it stands in comments, asides or forms that hold neither a headline nor most of a page."""
    elements = blocks.elements
    headings = np.flatnonzero(elements.tag == _HEADING).tolist() if shown is None else [blocks.node[shown]]
    hidden = np.zeros(len(elements.own), np.bool_)
    for element in np.flatnonzero(elements.own & _ELSEWHERE).tolist():
        if not any(element <= heading <= blocks.last[element] for heading in headings):
            hidden[element : blocks.last[element] + 1] = True
    result: npt.NDArray[np.bool_] = hidden[elements.node]
    if headings or not result.any():
        return result
    sizes = np.array([len(text) for text in blocks.texts]) - np.array(blocks.linked)
    is_most = (sizes * result).sum() > _MOST_ELSEWHERE * sizes.sum()
    return np.zeros_like(result) if is_most else result


def headline_place(blocks: Blocks, headline: str) -> int | None:
    """Find where the page shows its headline: the line that says it, or its first top heading."""
    wanted = headline.casefold()
    top = None
    for place, text in enumerate(blocks.texts):
        if top is None and len(text) >= _SHORTEST_HEADLINE and blocks.tag(blocks.node[place]) == "h1":
            top = place
        if wanted and len(text) >= _SHORTEST_HEADLINE and abs(len(text) - len(headline)) < len(headline):
            said = text.casefold()
            if said == wanted or (wanted.startswith(said) and 2 * len(said) > len(wanted)) or said.startswith(wanted):
                return place
    return top
