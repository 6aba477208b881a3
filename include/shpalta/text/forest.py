"""Evaluates boosted trees with numpy alone: trees are complete and of one depth, so a level is a few array operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from shpalta.text.elements import Column, Matrix

FOLDER = Path(__file__).with_name("model")


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as flat arrays: `feature` and `threshold` of trees x (2^depth - 1) nodes, `leaf` of trees x 2^depth values."""

    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float32]
    leaf: npt.NDArray[np.float32]

    @classmethod
    def load(cls, stage: str) -> Self:
        """Read one stage of the shipped model."""
        with np.load(FOLDER / "body.npz", allow_pickle=False) as arrays:
            return cls(
                arrays[f"{stage}_feature"].astype(np.int32),
                arrays[f"{stage}_threshold"].astype(np.float32),
                arrays[f"{stage}_leaf"].astype(np.float32),
            )

    def probability(self, rows: Matrix) -> Column:
        """Give the probability of each row: the logistic function of the trees' sum."""
        trees, inner = self.feature.shape
        depth = (inner + 1).bit_length() - 1
        features, thresholds = self.feature.ravel(), self.threshold.ravel()
        values = np.ascontiguousarray(rows).ravel()
        first_value = (np.arange(len(rows), dtype=np.int32) * rows.shape[1])[:, None]
        root = (np.arange(trees, dtype=np.int32) * inner)[None, :]
        place = np.zeros((len(rows), trees), np.int32)
        for _ in range(depth):
            node = place + root
            beyond = values.take(first_value + features.take(node)) > thresholds.take(node)
            place = 2 * place + 1 + beyond
        leaves = self.leaf.ravel().take(place - inner + (np.arange(trees, dtype=np.int32) * (inner + 1))[None, :])
        total: Column = (1.0 / (1.0 + np.exp(-leaves.sum(axis=1, dtype=np.float64)))).astype(np.float32)
        return total


@cache
def forest(stage: str) -> Forest:
    return Forest.load(stage)
