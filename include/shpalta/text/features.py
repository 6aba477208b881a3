"""What can be told of a block without knowing its site or its language: numbers, one column a block.

Of its letters, of where it stands, of its neighbours, of the elements around it, and of what the page says of itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks import TAG_CODES, Blocks
from shpalta.text.elements import Column, Elements, Matrix, Numbers, elements_of
from shpalta.text.letters import letters_of
from shpalta.text.naming import (
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

_GOOD_LINK_SHARE = 0.35
_LONG = 80.0
_MAIN_SHARES = (0.9, 0.7, 0.5)
_LEVELS = ("own", "parent", "grandparent", "great")
_STEPS = (1, -1, 2, -2)
_BESIDE = ("size", "link_share", "stops", "alike_good")
_WINDOWS = ((3, 3), (5, -1), (-1, 5))
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
_BITS = np.array([flag.bit_length() - 1 for flag in _MEANT])[:, None]
# Where an article never stands, unless its headline does, too.
_ELSEWHERE = ASIDE | COMMENT | FOOTER | FORM | NAV
_MOST_ELSEWHERE = 0.5
_FAR = 50
_SHORTEST_HEADLINE = 12
_NO_HEADLINE = -100.0


@dataclass(frozen=True, slots=True)
class PageWords:
    """What the page says of itself elsewhere, as plain text."""

    headline: str = ""
    description: str = ""
    article_body: str = ""


def features_of(blocks: Blocks, words: PageWords, elements: Elements, shown: int | None) -> Matrix:
    """Give the matrix of features, one column a block, one row a feature, in the order of feature_names().

    `shown` is the block that shows the headline.
    """
    return stacked(_rows(blocks, words, elements, shown))


def feature_names() -> list[str]:
    """Name the rows of features_of."""
    one = Blocks(["x"], [0], [0], [0], [[]], [-1], [0], [0], ["p"], [0], [0], [0])
    return names_of(_rows(one, PageWords(), elements_of(one), None))


def stacked(rows: dict[str, Matrix]) -> Matrix:
    """Make one matrix of rows and of groups of rows."""
    single: list[Matrix] = []
    for row in rows.values():
        single.extend(row if row.ndim > 1 else (row,))
    return np.array(single, np.float32)


def names_of(rows: dict[str, Matrix]) -> list[str]:
    """Name the rows of the matrix that is made of these."""
    return [
        f"{title}_{number}" if row.ndim > 1 else title
        for title, row in rows.items()
        for number in range(len(row) if row.ndim > 1 else 1)
    ]


def _rows(blocks: Blocks, words: PageWords, elements: Elements, shown: int | None) -> dict[str, Matrix]:
    rows = letters_of(blocks)
    size = np.expm1(rows["size"])
    good = size * (rows["link_share"] < _GOOD_LINK_SHARE) * ((rows["stops"] > 0) | (size > _LONG))
    sums = elements.tally(np.array((size, good, blocks.linked)))
    rows |= _places(blocks, elements, sums[0])
    rows |= _surroundings(elements, sums)
    rows |= _built_alike(elements, rows, size, good)
    rows |= _neighbours(rows, size)
    return rows | _said_elsewhere(blocks, words, elements, sums[0], shown)


def _places(blocks: Blocks, elements: Elements, text: Column) -> dict[str, Matrix]:
    """Say in what elements a block stands, and what they are called."""
    node, above = elements.node, elements.above
    own = np.array(blocks.own, np.int64)
    own = np.where(text >= _PAGE_WIDE * text[0], own & _ALWAYS_MEANT, own)
    inherited: list[int] = []
    for parent, flags in zip(blocks.parent, own.tolist(), strict=True):
        inherited.append(flags | inherited[parent] if parent >= 0 else flags)
    near = own | own[above] | own[above[above]]
    bits = (np.array(inherited, np.int64)[node] >> _BITS & 1) + (near[node] >> _BITS & 1)
    tags = [TAG_CODES.get(blocks.tag[element], 0) for element in blocks.node]
    return {"tag": np.array(tags, np.float32), "depth": elements.depth[node], "in": bits}


def _surroundings(elements: Elements, sums: Matrix) -> dict[str, Matrix]:
    """Measure the elements around a block, and its place in the page's main one."""
    text, good = sums[0], sums[1]
    shares = np.array((np.log1p(text), good / max(float(good[0]), 1.0), sums[2] / np.maximum(text, 1)))
    result: dict[str, Matrix] = {}
    element = elements.node
    for level in _LEVELS:
        result[level] = shares[:, element]
        element = elements.above[element]
    for share, main in zip(_MAIN_SHARES, elements.main(good, _MAIN_SHARES), strict=True):
        result[f"under_main_{share}"] = elements.under(main, elements.inside(main))
    return result


def _built_alike(elements: Elements, rows: dict[str, Matrix], size: Column, good: Column) -> dict[str, Matrix]:
    kind = elements.kind
    members = np.maximum(np.bincount(kind), 1)
    text = np.bincount(kind, size)
    of_kind = np.array((
        np.log1p(members),
        np.log1p(text / members),
        np.bincount(kind, good) / max(float(good.sum()), 1.0),
        np.bincount(kind, size * rows["link_share"]) / np.maximum(text, 1),
        np.bincount(kind, rows["ends_sentence"]) / members,
    ))[:, kind]  # fmt: skip
    return dict(zip(("alike_count", "alike_mean", "alike_good", "alike_links", "alike_sentences"), of_kind, strict=True))


def shifted(values: Matrix, steps: Numbers) -> Matrix:
    """Give each row at its place less each step, one step after the other; what comes in is zero."""
    count = values.shape[-1]
    width = int(np.abs(steps).max())
    padded = np.zeros((len(values), count + 2 * width))
    padded[:, width : width + count] = values
    moved: Matrix = padded[:, (np.arange(count) + width) - steps[:, None]].reshape(-1, count)
    return moved


def windows(values: Column, widths: Matrix) -> Matrix:
    """Sum each value with those up to so many places before it and after it, for each pair of widths."""
    count = len(values)
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    places = np.arange(count)
    total: Matrix = sums[np.minimum(places + widths[:, 1:] + 1, count)] - sums[np.maximum(places - widths[:, :1], 0)]
    return np.maximum(total, 0)


_SHIFTS, _WIDTHS = np.array(_STEPS), np.array(_WINDOWS)
_NEAR = np.array([(4, 4)])


def _neighbours(rows: dict[str, Matrix], size: Column) -> dict[str, Matrix]:
    """Look at the blocks before and after, and how far the page has been read."""
    good = size * (rows["link_share"] < _GOOD_LINK_SHARE) * (rows["stops"] > 0)
    read = np.cumsum(good)
    total = max(float(read[-1]), 1.0)
    place = np.arange(len(size), dtype=np.float32)
    window = windows(good, _WIDTHS)
    window[0] = np.maximum(window[0] - good, 0)
    return {
        "beside": shifted(np.array([rows[name] for name in _BESIDE]), _SHIFTS),
        "read_before": (read - good) / total,
        "place": place / np.float32(max(len(size) - 1, 1)),
        "blocks": np.full_like(size, np.log1p(len(size))),
        "page_good": np.full_like(size, np.log1p(total)),
        "from_long": distances(good > _LONG),
        "good_near": np.log1p(window),
        "signs_near": windows(rows["has_sign"], _NEAR),
    }


def distances(marks: npt.NDArray[np.bool_]) -> Matrix:
    """Count the blocks to the nearest mark before or at each, and to the nearest after or at each; 50 where there is none."""
    count = len(marks)
    place = np.arange(count)
    last = np.maximum.accumulate(np.where(marks, place, -_FAR))
    following = np.minimum.accumulate(np.where(marks, place, count + _FAR)[::-1])[::-1]
    away: Matrix = np.minimum(np.array((place - last, following - place)), _FAR)
    return away


def _said_elsewhere(blocks: Blocks, words: PageWords, elements: Elements, text: Column, shown: int | None) -> dict[str, Matrix]:
    """Compare with the headline, the description and the articleBody of the page's own machine forms."""
    texts = blocks.texts
    count = len(texts)
    start = words.description[:60]
    body = words.article_body if len(words.article_body) > 200 else ""
    zero = np.zeros(count, np.float32)
    rows: dict[str, Matrix] = {
        "since_headline": np.full(count, _NO_HEADLINE, np.float32),
        "up_to_headline": np.full(count, _NO_HEADLINE, np.float32),
        "shared_with_headline": zero,
        "is_description": np.array([text.startswith(start) for text in texts], np.float32) if len(start) > 20 else zero,
        "has_article_body": np.full(count, float(bool(body)), np.float32),
        "in_article_body": np.array([text[:60] in body for text in texts], np.float32) if body else zero,
    }
    if shown is not None:
        path = np.array(elements.path(int(elements.node[shown])))
        inside = (elements.node >= path[:, None]) & (elements.node <= elements.last[path][:, None])
        # Text outside of every element stands in the outermost: on a page whose body tag is broken.
        up = np.minimum(len(path) - inside.sum(axis=0), len(path) - 1)
        rows["since_headline"] = np.clip(np.arange(count) - shown, -50, 200)
        rows["up_to_headline"] = up
        rows["shared_with_headline"] = text[path][up] / max(float(text[0]), 1.0)
    return rows


def is_elsewhere(blocks: Blocks, elements: Elements, shown: int | None) -> npt.NDArray[np.bool_]:
    """Say of each block whether it stands in comments, asides or forms that hold neither a headline nor most of a page."""
    spans = [place for place, own in enumerate(blocks.own) if own & _ELSEWHERE]
    headings = [place for place, tag in enumerate(blocks.tag) if tag == "h1"] if shown is None else [blocks.node[shown]]
    hidden = np.zeros(len(blocks.parent), np.bool_)
    for element in spans:
        if not any(element <= heading <= blocks.last[element] for heading in headings):
            hidden[element : blocks.last[element] + 1] = True
    result: npt.NDArray[np.bool_] = hidden[elements.node]
    sizes = np.array([len(text) for text in blocks.texts]) - np.array(blocks.linked)
    is_most = not headings and (sizes * result).sum() > _MOST_ELSEWHERE * sizes.sum()
    return np.zeros_like(result) if is_most else result


def headline_place(blocks: Blocks, headline: str) -> int | None:
    """Find where the page shows its headline: the line that says it, or its first top heading."""
    wanted = headline.casefold()
    top = None
    for place, text in enumerate(blocks.texts):
        if blocks.tag[blocks.node[place]] == "h1" and len(text) >= _SHORTEST_HEADLINE and top is None:
            top = place
        if wanted and len(text) >= _SHORTEST_HEADLINE and abs(len(text) - len(headline)) < len(headline):
            said = text.casefold()
            if said == wanted or (wanted.startswith(said) and 2 * len(said) > len(wanted)) or said.startswith(wanted):
                return place
    return top
