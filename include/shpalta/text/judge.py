"""Says how sure it is of each block that it is the article's: by two judgements, the second knows the first's of all blocks."""

from __future__ import annotations

import numpy as np

from shpalta.text.blocks import Blocks
from shpalta.text.context import context_of
from shpalta.text.elements import Column, elements_of
from shpalta.text.features import PageWords, features_of
from shpalta.text.forest import forest

THRESHOLD = 0.5
HOPELESS = 0.02


def judge(blocks: Blocks, words: PageWords) -> Column:
    """Give the probability of each block; those that the first judgement finds hopeless are not judged again."""
    if not blocks.texts:
        return np.zeros(0, np.float32)
    elements = elements_of(blocks)
    features = features_of(blocks, words, elements)
    first = forest("first").probability(features)
    hopeful = np.flatnonzero(first > HOPELESS)
    sure = np.zeros_like(first)
    if len(hopeful):
        context = context_of(elements, features, first)
        sure[hopeful] = forest("second").probability(np.hstack([features[hopeful], context[hopeful]]))
    return sure


def doubt(blocks: Blocks, sure: Column) -> float:
    """Say how unsure the judgement of a page is: the text that could be either, as a share of what is kept."""
    sizes = np.array([len(text) for text in blocks.texts], np.float32)
    kept = float((sizes * (sure > THRESHOLD)).sum())
    return float((sizes * np.minimum(sure, 1 - sure)).sum()) / max(kept, 1.0)
