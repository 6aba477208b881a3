"""The elements of a page as arrays: numbered in reading order, element n holds the elements n to last[n]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.cutting import DEPTH, IS_HIDDEN, LAST, NODE, PARENT, TAG, Cut
from shpalta.text.blocks.markup import Numbers
from shpalta.text.blocks.naming import HIDDEN, TAG_FLAGS
from shpalta.text.blocks.tags import CODES, TAG_NAMES

Column = npt.NDArray[np.floating]
Matrix = npt.NDArray[np.floating]

_CODE_OF = np.array(CODES, np.int64)
_FLAGS_OF = np.array([TAG_FLAGS.get(name, 0) for name in TAG_NAMES], np.int64)
_LEAST_ON_THE_WAY = 0.005
_PRIME = 1_000_003
_KEY_MASK = (1 << 62) - 1


class Elements(NamedTuple):
    """Of block i node[i]; of element n above[n] (of the body itself), last[n], depth[n], tag[n], what it is called.

    own[n] are the flags of its own names, flags[n] also those of all that hold it; kind[n] is equal for elements with the same
    tags and names, and such elements around them.
    """

    node: Numbers
    above: Numbers
    last: Numbers
    depth: Numbers
    tag: Numbers
    own: Numbers
    flags: Numbers
    kind: Numbers


_NONE = np.zeros(0, np.int64)
NO_ELEMENTS = Elements(*[_NONE] * 8)


def elements_of(cut: Cut, called: Sequence[tuple[int, int]]) -> Elements:
    """Make the arrays of elements; `called` gives what named() says of each."""
    rows = cut.elements
    tags = rows[:, TAG].copy()
    own = np.array([flags for flags, _ in called], np.int64) | _FLAGS_OF[tags] | rows[:, IS_HIDDEN] * HIDDEN
    names = np.array([names for _, names in called], np.int64)
    above = np.maximum(rows[:, PARENT], 0)
    flags, kind = _inherit(above, tags, own, names)
    node = np.maximum(cut.blocks[:, NODE], 0)
    return Elements(node, above, rows[:, LAST].copy(), rows[:, DEPTH].copy(), _CODE_OF[tags], own, flags, kind)


@compiled
def _inherit(above: Numbers, tag: Numbers, own: Numbers, names: Numbers) -> tuple[Numbers, Numbers]:
    """Say what each element is called with all that hold it, and number the kinds of elements."""
    count = len(above)
    flags, kind, key = own.copy(), np.zeros(count, np.int64), np.zeros(count, np.int64)
    size = 4
    while size < 2 * count:
        size *= 2
    table = np.full(size, -1, np.int64)
    kinds = 0
    for element in range(count):
        parent = above[element]
        if element:
            flags[element] |= flags[parent]
        key[element] = ((key[parent] * _PRIME + names[element]) * _PRIME + tag[element] + 1) & _KEY_MASK
        slot = (key[element] ^ key[element] >> 31) & (size - 1)
        while table[slot] >= 0 and key[table[slot]] != key[element]:
            slot = (slot + 1) & (size - 1)
        if table[slot] < 0:
            table[slot] = element
            kind[element] = kinds
            kinds += 1
        else:
            kind[element] = kind[table[slot]]
    return flags, kind


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
