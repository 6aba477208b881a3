"""What can be told of a block without knowing its site or its language: numbers, one row a block.

Of its letters, of where it stands, of its neighbours, of the elements around it, and of what the page says of itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shpalta.text.blocks import TAG_CODES, Blocks
from shpalta.text.elements import Column, Elements, Matrix, Numbers, elements_of
from shpalta.text.letters import letters_of
from shpalta.text.naming import ARTICLE, BODY, FIGURE, FLAGS, LEAD, LIST, MAIN, QUOTE, SECTION, TABLE

_GOOD_LINK_SHARE = 0.35
_LONG = 80.0
_MAIN_SHARES = (0.9, 0.7, 0.5)
_LEVELS = ("own", "parent", "grandparent", "great")
_STEPS = (1, 2, 3, -1, -2, -3)
_BESIDE = ("ends_sentence", "ends_cut", "tag", "stops", "ends_colon", "starts_upper", "alike_good")
# What the widest elements of a page are called says nothing of a block, unless it is a name for what holds the article.
_PAGE_WIDE = 0.6
_ALWAYS_MEANT = ARTICLE | BODY | MAIN | SECTION | LEAD | FIGURE | LIST | TABLE | QUOTE
_BITS = np.arange(FLAGS)
_SHORTEST_HEADLINE = 12
_NO_HEADLINE = -100.0


@dataclass(frozen=True, slots=True)
class PageWords:
    """What the page says of itself elsewhere, as plain text."""

    headline: str = ""
    description: str = ""
    article_body: str = ""


def features_of(blocks: Blocks, words: PageWords, elements: Elements | None = None) -> Matrix:
    """Give the matrix of features, one row a block, in the order of feature_names()."""
    return np.column_stack(list(_columns(blocks, words, elements or elements_of(blocks)).values())).astype(np.float32)


def feature_names() -> list[str]:
    """Name the columns of features_of."""
    one = Blocks(["x"], [0], [0], [0], [""], [""], [-1], [0], [0], ["p"], [0], [0], [0])
    names: list[str] = []
    for title, column in _columns(one, PageWords(), elements_of(one)).items():
        width = column.shape[1] if column.ndim > 1 else 1
        names += [f"{title}_{number}" if width > 1 else title for number in range(width)]
    return names


def _columns(blocks: Blocks, words: PageWords, elements: Elements) -> dict[str, Matrix]:
    columns = letters_of(blocks)
    size = np.expm1(columns["size"])
    linked = np.array(blocks.linked, np.float32)
    good = size * (columns["link_share"] < _GOOD_LINK_SHARE) * ((columns["stops"] > 0) | (size > _LONG))
    sums = elements.tally(np.column_stack((size, good, linked)))
    columns |= _places(blocks, elements, sums[:, 0])
    columns |= _surroundings(elements, sums)
    columns |= _built_alike(blocks, elements, columns, size, good)
    columns |= _neighbours(columns, size)
    return columns | _said_elsewhere(blocks, words, elements, sums[:, 0])


def _places(blocks: Blocks, elements: Elements, text: Column) -> dict[str, Matrix]:
    """Say in what elements a block stands, and what they are called."""
    node, above = elements.node, elements.above
    tags = np.array([TAG_CODES.get(tag, 0) for tag in blocks.tag], np.float32)
    own = np.array(blocks.own, np.int64)
    own = np.where(text >= _PAGE_WIDE * text[0], own & _ALWAYS_MEANT, own)
    inherited: list[int] = []
    for parent, flags in zip(blocks.parent, own.tolist(), strict=True):
        inherited.append(flags | inherited[parent] if parent >= 0 else flags)
    near = own | own[above] | own[above[above]]
    bits = (np.array(inherited, np.int64)[node][:, None] >> _BITS & 1) + (near[node][:, None] >> _BITS & 1)
    return {
        "tag": tags[node],
        "parent_tag": tags[above[node]],
        "depth": elements.depth[node],
        "in": bits.astype(np.float32),
    }


def _surroundings(elements: Elements, sums: Matrix) -> dict[str, Matrix]:
    """Measure the elements around a block, and its place in the page's main one."""
    text, good = sums[:, 0], sums[:, 1]
    shares = np.column_stack((np.log1p(text), good / max(float(good[0]), 1.0), sums[:, 2] / np.maximum(text, 1)))
    result: dict[str, Matrix] = {}
    element = elements.node
    for level in _LEVELS:
        result[level] = shares[element]
        element = elements.above[element]
    for share, main in zip(_MAIN_SHARES, elements.main(good, _MAIN_SHARES), strict=True):
        inside = elements.inside(main)
        result[f"in_main_{share}"] = inside.astype(np.float32)
        result[f"under_main_{share}"] = elements.under(main, inside)
    return result


def _built_alike(
    blocks: Blocks, elements: Elements, columns: dict[str, Matrix], size: Column, good: Column
) -> dict[str, Matrix]:
    kind = elements.kind
    members = np.bincount(kind)
    text = np.bincount(kind, size)
    texts = blocks.texts
    first: dict[str, int] = {}
    repeated = np.array([first.setdefault(text, place) != place for place, text in enumerate(texts)], np.float32)
    return {
        "alike_count": np.log1p(members)[kind],
        "alike_mean": np.log1p(text / np.maximum(members, 1))[kind],
        "alike_good": np.bincount(kind, good)[kind] / max(float(good.sum()), 1.0),
        "alike_links": (np.bincount(kind, size * columns["link_share"]) / np.maximum(text, 1))[kind],
        "alike_sentences": (np.bincount(kind, columns["ends_sentence"]) / np.maximum(members, 1))[kind],
        "is_repeated": repeated,
    }


def shifted(values: Matrix, by: int) -> Matrix:
    """Move rows down by a number of places, up where it is negative; what comes in is zero."""
    result = np.zeros_like(values)
    if abs(by) < len(values):
        if by > 0:
            result[by:] = values[:-by]
        else:
            result[:by] = values[-by:]
    return result


def window(values: Column, before: int, after: int) -> Column:
    """Sum each value with those up to so many places before it and after it."""
    count = len(values)
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    places = np.arange(count)
    total: Column = (sums[np.minimum(places + after + 1, count)] - sums[np.maximum(places - before, 0)]).astype(np.float32)
    return total


def _neighbours(columns: dict[str, Matrix], size: Column) -> dict[str, Matrix]:
    """Look at the blocks before and after, and how far the page has been read."""
    good = size * (columns["link_share"] < _GOOD_LINK_SHARE) * (columns["stops"] > 0)
    near = np.column_stack((columns["size"], columns["link_share"]))
    result = {f"beside_{by}": shifted(near, by) for by in _STEPS}
    beside = np.column_stack([columns[name] for name in _BESIDE])
    result |= {f"next_{by}": shifted(beside, by) for by in (1, -1)}
    read = np.cumsum(good)
    total = max(float(read[-1]), 1.0)
    place = np.arange(len(size), dtype=np.float32)
    long = np.flatnonzero(good > _LONG)
    result |= {
        "read_before": (read - good) / total,
        "place": place / np.float32(max(len(size) - 1, 1)),
        "blocks": np.full_like(size, np.log1p(len(size))),
        "page_good": np.full_like(size, np.log1p(total)),
        "since_long": distance(place, long, -1),
        "until_long": distance(place, long, 1),
        "window_good": np.log1p(np.maximum(window(good, 3, 3) - good, 0)),
        "before_good": np.log1p(np.maximum(window(good, 5, -1), 0)),
        "after_good": np.log1p(np.maximum(window(good, -1, 5), 0)),
        "signs_near": window(columns["has_sign"], 4, 4),
    }
    return result


def distance(place: Column, marks: Numbers, direction: int) -> Column:
    """Count the blocks to the nearest mark before or after; 50 where there is none."""
    if not len(marks):
        return np.full_like(place, 50)
    found = np.searchsorted(marks, place, side="left" if direction > 0 else "right") - (0 if direction > 0 else 1)
    known = (found >= 0) & (found < len(marks))
    away = np.abs(marks[np.clip(found, 0, len(marks) - 1)] - place)
    return np.where(known, np.minimum(away, 50), 50).astype(np.float32)


def _said_elsewhere(blocks: Blocks, words: PageWords, elements: Elements, text: Column) -> dict[str, Matrix]:
    """Compare with the headline, the description and the articleBody of the page's own machine forms."""
    texts = blocks.texts
    count = len(texts)
    start = words.description[:60]
    body = words.article_body if len(words.article_body) > 200 else ""
    columns: dict[str, Matrix] = {
        "is_headline": np.zeros(count, np.float32),
        "since_headline": np.full(count, _NO_HEADLINE, np.float32),
        "up_to_headline": np.full(count, _NO_HEADLINE, np.float32),
        "shared_with_headline": np.zeros(count, np.float32),
        "is_description": np.array([len(start) > 20 and text[: len(start)] == start for text in texts], np.float32),
        "has_article_body": np.full(count, float(bool(body)), np.float32),
        "in_article_body": np.array([bool(body) and text[:60] in body for text in texts], np.float32),
    }
    place = headline_place(blocks, words.headline)
    if place is not None:
        path = np.array(elements.path(int(elements.node[place])))
        inside = (elements.node[:, None] >= path) & (elements.node[:, None] <= elements.last[path])
        up = len(path) - inside.sum(axis=1)
        columns["is_headline"][place] = 1.0
        columns["since_headline"] = np.clip(np.arange(count) - place, -50, 200).astype(np.float32)
        columns["up_to_headline"] = up.astype(np.float32)
        columns["shared_with_headline"] = text[path][up] / max(float(text[0]), 1.0)
    return columns


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
