"""Sums over a page's elements: numbered in reading order, element n holds the elements n to last[n]."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks import Blocks

Column = npt.NDArray[np.floating]
Matrix = npt.NDArray[np.floating]
Numbers = npt.NDArray[np.int64]

_LEAST_ON_THE_WAY = 0.005


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of a page as arrays: of block i node[i] and kind[i]; of element n above[n] (of the body itself), last[n]."""

    node: Numbers
    above: Numbers
    last: Numbers
    depth: Column
    kind: Numbers

    def tally(self, values: Matrix) -> Matrix:
        """Sum values, a column a block, over each element and all that stands inside it."""
        count = len(self.above) + 1
        order = self.node + 1
        sums = np.cumsum([np.bincount(order, row, count) for row in values], axis=1)
        total: Matrix = sums[:, self.last + 1] - sums[:, :-1]
        return total

    def main(self, sums: Column, shares: Sequence[float]) -> list[int]:
        """Go down from the body to the largest child while it holds a share of its parent's sum; one answer a share."""
        ends = [0] * len(shares)
        for element in np.flatnonzero(sums >= _LEAST_ON_THE_WAY * max(float(sums[0]), 1e-9)).tolist()[1:]:
            parent = int(self.above[element])
            for place, share in enumerate(shares):
                if ends[place] == parent and sums[element] >= share * sums[parent]:
                    ends[place] = element
        return ends

    def inside(self, element: int) -> npt.NDArray[np.bool_]:
        """Say of each block whether it stands in an element."""
        inside: npt.NDArray[np.bool_] = (self.node >= element) & (self.node <= self.last[element])
        return inside

    def under(self, element: int, inside: npt.NDArray[np.bool_]) -> Column:
        """Count the levels between an element and each block inside it; -1 outside."""
        return np.where(inside, self.depth[self.node] - self.depth[element], -1).astype(np.float32)

    def path(self, element: int) -> list[int]:
        """List an element and those that hold it, from the inside out."""
        chain = [element]
        while chain[-1]:
            chain.append(int(self.above[chain[-1]]))
        return chain


def elements_of(blocks: Blocks) -> Elements:
    node = np.array(blocks.node, np.int64)
    return Elements(
        node=node,
        above=np.maximum(np.array(blocks.parent, np.int64), 0),
        last=np.array(blocks.last, np.int64),
        depth=np.array(blocks.depth, np.float32),
        kind=np.array(blocks.signature, np.int64)[node],
    )
