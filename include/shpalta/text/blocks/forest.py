"""Evaluates boosted trees: they are complete and of one depth, so that the children of node n are 2n + 1 and 2n + 2."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.elements import Column, Matrix
from shpalta.text.blocks.markup import Numbers

MODEL = Path(__file__).with_name("body.npz")
Values = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forest:
    """Complete trees: `feature` and `threshold` of trees x (2^depth - 1) nodes, `leaf` of trees x 2^depth values."""

    feature: Numbers
    threshold: Values
    leaf: Values

    @classmethod
    def load(cls, stage: str) -> Self:
        """Read one stage of the shipped model."""
        with np.load(MODEL, allow_pickle=False) as arrays:
            feature, threshold, leaf = (arrays[f"{stage}_{name}"] for name in ("feature", "threshold", "leaf"))
        return cls(feature.astype(np.int64), threshold, leaf)

    def probability(self, rows: Matrix) -> Column:
        """Give the probability of each row: the logistic function of the trees' sum."""
        return _probability(rows, self.feature, self.threshold, self.leaf)


@compiled
def _probability(rows: Matrix, feature: Numbers, threshold: Values, leaf: Values) -> Column:
    # Level by level, since the rows do not wait for each other, as the levels of one row do.
    totals, at = np.zeros(len(rows)), np.empty(len(rows), np.int64)
    trees, nodes = feature.shape
    for tree in range(trees):
        features, thresholds, leaves = feature[tree], threshold[tree], leaf[tree]
        at[:] = 0
        level = 0
        while level < nodes:
            for row in range(len(rows)):
                node = at[row]
                at[row] = 2 * node + 1 + (rows[row, features[node]] > thresholds[node])
            level = 2 * level + 1
        for row in range(len(rows)):
            totals[row] += leaves[at[row] - nodes]
    return (1.0 / (1.0 + np.exp(-totals))).astype(np.float32)


@cache
def forest(stage: str) -> Forest:
    return Forest.load(stage)
