"""What can be told of a block without knowing its site or its language: numbers, one row a block.

Of its letters, of where it stands, of its neighbours, of the elements around it, and of what the page says of itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks import TAG_CODES, Blocks
from shpalta.text.naming import FLAGS

Matrix = npt.NDArray[np.float32]
Column = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

_LETTER, _UPPER, _DIGIT, _SPACE, _COMMA, _STOP, _QUOTE, _IDEOGRAPH, _OTHER = range(9)
_CLASSES = 9
_COMMAS = ",;:،、，；："
_STOPS = ".!?…。！？؟।"
_QUOTES = "\"'«»“”„‘’()"
_GOOD_LINK_SHARE = 0.35
_LONG = 80.0


@dataclass(frozen=True, slots=True)
class PageWords:
    """What the page says of itself elsewhere, as plain text."""

    headline: str = ""
    description: str = ""
    article_body: str = ""


def _letter_classes() -> npt.NDArray[np.uint8]:
    table = np.full(0x10000, _OTHER, np.uint8)
    for code in range(0x10000):
        letter = chr(code)
        if 0x2E80 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7AF or 0xF900 <= code <= 0xFAFF:
            table[code] = _IDEOGRAPH
        elif letter.isdigit():
            table[code] = _DIGIT
        elif letter.isupper():
            table[code] = _UPPER
        elif letter.isalpha():
            table[code] = _LETTER
        elif letter.isspace():
            table[code] = _SPACE
    for letters, kind in ((_COMMAS, _COMMA), (_STOPS, _STOP), (_QUOTES, _QUOTE)):
        for letter in letters:
            table[ord(letter)] = kind
    return table


_CLASS_OF = _letter_classes()


def features_of(blocks: Blocks, words: PageWords) -> Matrix:
    """Give the matrix of features, one row a block, in the order of feature_names()."""
    columns = _letters(blocks) | _places(blocks)
    columns |= _surroundings(blocks, columns)
    columns |= _neighbours(columns)
    columns |= _said_elsewhere(blocks, words)
    return np.column_stack(list(columns.values())).astype(np.float32)


def feature_names() -> list[str]:
    """Name the columns of features_of."""
    one = Blocks(["x"], [0], [0], [0], [""], [-1], [0], [0], ["p"], [0], [0], [0])
    columns = _letters(one) | _places(one)
    columns |= _surroundings(one, columns)
    columns |= _neighbours(columns)
    return list(columns | _said_elsewhere(one, PageWords()))


def _letters(blocks: Blocks) -> dict[str, Column]:
    """Count kinds of letters; of a block's first and last letter too."""
    texts = blocks.texts
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _CLASS_OF[np.minimum(codes, 0xFFFF)]
    lengths = np.array([len(text) for text in texts], np.int64)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    owner = np.repeat(np.arange(len(texts)) * _CLASSES, lengths)
    counts = np.bincount(owner + kinds, minlength=len(texts) * _CLASSES).reshape(-1, _CLASSES).astype(np.float32)
    size = lengths.astype(np.float32)
    ends = starts + lengths - 1
    weight = size + 2.0 * counts[:, _IDEOGRAPH]
    last_kind = kinds[ends]
    before_last = kinds[np.maximum(ends - 1, starts)]
    return {
        "size": np.log1p(weight),
        "words": np.log1p(counts[:, _SPACE] + counts[:, _IDEOGRAPH] / 2),
        "word_length": (counts[:, _LETTER] + counts[:, _UPPER]) / (counts[:, _SPACE] + 1 + counts[:, _IDEOGRAPH]),
        "commas": counts[:, _COMMA],
        "stops": counts[:, _STOP],
        "commas_share": counts[:, _COMMA] / size,
        "stops_share": counts[:, _STOP] / size,
        "upper_share": counts[:, _UPPER] / size,
        "digit_share": counts[:, _DIGIT] / size,
        "quote_share": counts[:, _QUOTE] / size,
        "other_share": counts[:, _OTHER] / size,
        "starts_upper": ((kinds[starts] == _UPPER) | (kinds[starts] == _IDEOGRAPH)).astype(np.float32),
        "starts_letter": (kinds[starts] == _LETTER).astype(np.float32),
        "ends_sentence": (
            (last_kind == _STOP)
            | ((last_kind == _QUOTE) & (before_last == _STOP))
            | ((before_last == _QUOTE) & (last_kind == _STOP))
        ).astype(np.float32),
        "ends_cut": np.array([text.endswith(("...", "…")) for text in texts], np.float32),
        "ends_colon": np.array([text.endswith((":", "：")) for text in texts], np.float32),
        "link_share": np.array(blocks.linked, np.float32) / size,
        "links": np.minimum(np.array(blocks.links, np.float32), 20),
    }


def _places(blocks: Blocks) -> dict[str, Column]:
    """Say in what elements a block stands."""
    node = np.array(blocks.node, np.int64)
    tags = np.array([TAG_CODES.get(tag, 0) for tag in blocks.tag], np.float32)
    flags = np.array(blocks.flags, np.int64)[node]
    own = np.array(blocks.own, np.int64)
    parent = np.maximum(np.array(blocks.parent, np.int64), 0)
    near = (own | own[parent] | own[parent[parent]])[node]
    columns = {
        "tag": tags[node],
        "parent_tag": tags[parent[node]],
        "depth": np.array(blocks.depth, np.float32)[node],
    }
    for bit in range(FLAGS):
        columns[f"in_{bit}"] = (((flags >> bit) & 1) + ((near >> bit) & 1)).astype(np.float32)
    return columns


def tally(node: Numbers, values: Column, count: int) -> Column:
    return np.bincount(node, values, count).astype(np.float32)


def carry_up(own: Column, parent: list[int]) -> Column:
    """Sum over each element and all that stands inside it; an element's number is larger than its parent's."""
    sums = own.tolist()
    for element in range(len(sums) - 1, 0, -1):
        above = parent[element]
        if above >= 0:
            sums[above] += sums[element]
    return np.array(sums, np.float32)


def _surroundings(blocks: Blocks, columns: dict[str, Column]) -> dict[str, Column]:
    """Measure the elements around a block, the page's main one, and the blocks that are built alike."""
    node = np.array(blocks.node, np.int64)
    parent = np.array(blocks.parent, np.int64)
    above = np.maximum(parent, 0)
    count = len(parent)
    size = np.expm1(columns["size"])
    good = size * (columns["link_share"] < _GOOD_LINK_SHARE) * ((columns["stops"] > 0) | (size > _LONG))
    all_text = carry_up(tally(node, size, count), blocks.parent)
    good_text = carry_up(tally(node, good, count), blocks.parent)
    linked = carry_up(tally(node, np.array(blocks.linked, np.float32), count), blocks.parent)
    total = max(float(good.sum()), 1.0)
    result: dict[str, Column] = {}
    element = node
    for level in ("own", "parent", "grandparent", "great"):
        result[f"{level}_text"] = np.log1p(all_text[element]).astype(np.float32)
        result[f"{level}_good"] = good_text[element] / total
        result[f"{level}_links"] = (linked[element] / np.maximum(all_text[element], 1)).astype(np.float32)
        element = above[element]
    last = np.array(blocks.last, np.int64)
    depth = np.array(blocks.depth, np.float32)
    for share in (0.9, 0.7, 0.5):
        main = main_element(good_text, blocks.parent, share)
        inside = (node >= main) & (node <= last[main])
        result[f"in_main_{share}"] = inside.astype(np.float32)
        result[f"under_main_{share}"] = np.where(inside, depth[node] - depth[main], -1).astype(np.float32)
    result |= _built_alike(blocks, size, good, columns)
    return result


def main_element(good_text: Column, parent: list[int], share: float) -> int:
    """Go down from the body to the largest child while it holds the share of its parent's good text."""
    main = 0
    for element in range(1, len(parent)):
        if parent[element] == main and good_text[element] >= share * good_text[main]:
            main = element
    return main


def _built_alike(blocks: Blocks, size: Column, good: Column, columns: dict[str, Column]) -> dict[str, Column]:
    node = np.array(blocks.node, np.int64)
    total = max(float(good.sum()), 1.0)
    kind = np.array(blocks.signature, np.int64)[node]
    count = int(kind.max()) + 1
    members = tally(kind, np.ones_like(size), count)
    text = tally(kind, size, count)
    texts = blocks.texts
    first: dict[str, int] = {}
    repeated = np.array([first.setdefault(text, place) != place for place, text in enumerate(texts)], np.float32)
    return {
        "alike_count": np.log1p(members[kind]),
        "alike_mean": np.log1p(text[kind] / members[kind]),
        "alike_good": tally(kind, good, count)[kind] / total,
        "alike_links": (tally(kind, size * columns["link_share"], count) / np.maximum(text, 1))[kind],
        "alike_sentences": (tally(kind, columns["ends_sentence"], count) / np.maximum(members, 1))[kind],
        "is_repeated": repeated,
    }


def shifted(values: Column, by: int) -> Column:
    result = np.zeros_like(values)
    if abs(by) < len(values):
        if by > 0:
            result[by:] = values[:-by]
        else:
            result[:by] = values[-by:]
    return result


def _neighbours(columns: dict[str, Column]) -> dict[str, Column]:
    """Look at the blocks before and after, and how far the page has been read."""
    size = np.expm1(columns["size"])
    good = size * (columns["link_share"] < _GOOD_LINK_SHARE) * (columns["stops"] > 0)
    result: dict[str, Column] = {}
    for by in (1, 2, 3, -1, -2, -3):
        result[f"size_{by}"] = shifted(columns["size"], by)
        result[f"link_share_{by}"] = shifted(columns["link_share"], by)
    for by in (1, -1):
        for name in ("ends_sentence", "ends_cut", "tag", "stops", "ends_colon", "starts_upper", "alike_good"):
            result[f"{name}_{by}"] = shifted(columns[name], by)
    read = np.cumsum(good)
    total = max(float(read[-1]), 1.0)
    place = np.arange(len(size), dtype=np.float32)
    long = np.flatnonzero((good > _LONG) & (columns["link_share"] < _GOOD_LINK_SHARE))
    result |= {
        "read_before": (read - good) / total,
        "place": place / np.float32(max(len(size) - 1, 1)),
        "blocks": np.full_like(size, np.log1p(len(size))),
        "page_good": np.full_like(size, np.log1p(total)),
        "since_long": distance(place, long, -1),
        "until_long": distance(place, long, 1),
        "window_good": np.log1p(sum(shifted(good, by) for by in (-3, -2, -1, 1, 2, 3))),
        "before_good": np.log1p(sum(shifted(good, by) for by in (1, 2, 3, 4, 5))),
        "after_good": np.log1p(sum(shifted(good, by) for by in (-1, -2, -3, -4, -5))),
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


def _said_elsewhere(blocks: Blocks, words: PageWords) -> dict[str, Column]:
    """Compare with the headline, the description and the articleBody of the page's own machine forms."""
    texts = blocks.texts
    headline = words.headline.casefold()
    is_headline = [text.casefold() == headline for text in texts] if headline else [False] * len(texts)
    place = is_headline.index(True) if True in is_headline else -1
    start = words.description[:60]
    body = words.article_body
    return {
        "is_headline": np.array(is_headline, np.float32),
        "since_headline": np.clip(np.arange(len(texts)) - place, -50, 200).astype(np.float32)
        if place >= 0
        else np.full(len(texts), -100, np.float32),
        "is_description": np.array([len(start) > 20 and text[: len(start)] == start for text in texts], np.float32),
        "has_article_body": np.full(len(texts), float(len(body) > 200), np.float32),
        "in_article_body": np.array([len(body) > 200 and text[:60] in body for text in texts], np.float32),
    }
