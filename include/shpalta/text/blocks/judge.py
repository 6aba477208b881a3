"""Says how sure it is of each block that it is the article's: by two judgements, the second knows the first's of all blocks."""

from __future__ import annotations

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.context import context_of
from shpalta.text.blocks.elements import Column
from shpalta.text.blocks.features import PageWords, features_of, headline_place, is_elsewhere
from shpalta.text.blocks.forest import forest
from shpalta.text.blocks.markup import Numbers
from shpalta.text.blocks.nesting import attributes_in, depth_of, tags_in
from shpalta.text.blocks.reading import Blocks, read_blocks

THRESHOLD = 0.47
HOPELESS = 0.02
_ANY_PAGE = f"<nav><a href=/>Link</a></nav><article><h1>A headline</h1><p>{'Words of a sentence. ' * 20}</p></article>"


def judge(blocks: Blocks, words: PageWords) -> Column:
    """Give the probability of each block; those that the first judgement finds hopeless are not judged again."""
    sure = np.zeros(len(blocks.texts), np.float32)
    if not blocks.texts:
        return sure
    shown = headline_place(blocks, words.headline)
    features = features_of(blocks, words, shown)
    judged = np.flatnonzero(~is_elsewhere(blocks, shown))
    first = np.zeros_like(sure)
    first[judged] = forest("first").probability(features[judged])
    hopeful = np.flatnonzero(first > HOPELESS)
    if len(hopeful):
        both = np.hstack((features[hopeful], context_of(blocks.elements, features, first)[hopeful]))
        sure[hopeful] = forest("second").probability(both)
    return sure


def prepare() -> None:
    """Compile what cuts and judges a page, or load it: before the first one, whose time is limited."""
    page = np.frombuffer(_ANY_PAGE.encode(), np.uint8)
    tags_in(page)
    attributes_in(page)
    depth_of(page, 1)
    blocks = read_blocks(LexborHTMLParser(_ANY_PAGE))
    doubt(blocks, judge(blocks, PageWords("A headline")))


def doubt(blocks: Blocks, sure: Column) -> float:
    """Say how unsure the judgement of a page is: the text that could be either, as a share of what is kept."""
    return _doubt(np.array(blocks.ends, np.int64), sure)


@compiled
def _doubt(ends: Numbers, sure: Column) -> float:
    kept, either, start = 0.0, 0.0, 0
    for block in range(len(ends)):
        size = ends[block] - start
        kept += size if sure[block] > THRESHOLD else 0
        either += size * min(sure[block], 1 - sure[block])
        start = ends[block]
    return float(either / max(kept, 1.0))
