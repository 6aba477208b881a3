"""The elements of a page as arrays: numbered in reading order, element n holds the elements n to last[n]."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks import TAG_CODES, Blocks
from shpalta.text.compiled import compiled

Column = npt.NDArray[np.floating]
Matrix = npt.NDArray[np.floating]
Numbers = npt.NDArray[np.int64]

_LEAST_ON_THE_WAY = 0.005


class Elements(NamedTuple):
    """Of block i node[i]; of element n above[n] (of the body itself), last[n], depth[n], kind[n], tag[n] (its code), own[n]."""

    node: Numbers
    above: Numbers
    last: Numbers
    depth: Numbers
    kind: Numbers
    tag: Numbers
    own: Numbers


def elements_of(blocks: Blocks) -> Elements:
    return Elements(
        node=np.array(blocks.node, np.int64),
        above=np.maximum(np.array(blocks.parent, np.int64), 0),
        last=np.array(blocks.last, np.int64),
        depth=np.array(blocks.depth, np.int64),
        kind=np.array(blocks.signature, np.int64),
        tag=np.array([TAG_CODES.get(tag, 0) for tag in blocks.tag], np.int64),
        own=np.array(blocks.own, np.int64),
    )


@compiled
def tally(values: Column, node: Numbers, above: Numbers) -> Column:
    """Sum a value a block over each element and all that stands inside it."""
    sums = np.zeros(len(above))
    for block in range(len(node)):
        sums[node[block]] += values[block]
    for element in range(len(above) - 1, 0, -1):
        sums[above[element]] += sums[element]
    return sums


@compiled
def main_of(sums: Column, above: Numbers, share: float) -> int:
    """Go down from the body to the largest child while it holds a share of its parent's sum."""
    least = _LEAST_ON_THE_WAY * max(sums[0], 1e-9)
    main = 0
    for element in range(1, len(sums)):
        if sums[element] >= least and above[element] == main and sums[element] >= share * sums[main]:
            main = element
    return main


@compiled
def levels_under(element: int, block: int, elements: Elements) -> int:
    """Count the levels between an element and a block inside it; -1 outside."""
    node = elements.node[block]
    if node < element or node > elements.last[element]:
        return -1
    return int(elements.depth[node] - elements.depth[element])
