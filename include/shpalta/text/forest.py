"""Evaluates boosted trees with numpy alone: trees are complete and of one depth, so that a level is a few array operations."""

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
    """Complete trees by levels: `features` and `thresholds` of trees x 2^level nodes, `leaf` of trees x 2^depth values."""

    features: tuple[npt.NDArray[np.intp], ...]
    thresholds: tuple[npt.NDArray[np.float32], ...]
    leaf: npt.NDArray[np.float32]

    @classmethod
    def load(cls, stage: str) -> Self:
        """Read one stage of the shipped model, which holds trees x (2^depth - 1) nodes and trees x 2^depth leaves."""
        with np.load(FOLDER / "body.npz", allow_pickle=False) as arrays:
            feature, threshold, leaf = (arrays[f"{stage}_{name}"] for name in ("feature", "threshold", "leaf"))
        depth = leaf.shape[1].bit_length() - 1
        levels = [slice(2**level - 1, 2 ** (level + 1) - 1) for level in range(depth)]
        return cls(
            tuple(feature[:, level].ravel().astype(np.intp) for level in levels),
            tuple(threshold[:, level].ravel() for level in levels),
            leaf.ravel(),
        )

    def probability(self, columns: Matrix) -> Column:
        """Give the probability of each column: the logistic function of the trees' sum."""
        count = columns.shape[1]
        values = np.ascontiguousarray(columns).ravel()
        own = np.arange(count)[:, None]
        place = np.repeat(np.arange(len(self.features[0]))[None, :], count, axis=0)
        for feature, threshold in zip(self.features, self.thresholds, strict=True):
            value = feature.take(place)
            value *= count
            value += own
            beyond = values.take(value) > threshold.take(place)
            place <<= 1
            place += beyond
        total: Column = (1.0 / (1.0 + np.exp(-self.leaf.take(place).sum(axis=1, dtype=np.float64)))).astype(np.float32)
        return total


@cache
def forest(stage: str) -> Forest:
    return Forest.load(stage)
