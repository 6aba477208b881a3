"""The elements of a page as arrays: numbered in reading order, element n holds the elements n to last[n]."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.cutting import DEPTH, IS_HIDDEN, LAST, NAMES_UPTO, NODE, PARENT, TAG, Cut
from shpalta.text.blocks.markup import Bytes, Numbers, key_at
from shpalta.text.blocks.naming import HIDDEN, TAG_FLAGS, named
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


def elements_of(cut: Cut) -> Elements:
    """Make the arrays of elements; what they are called is told once for all that are called the same."""
    rows = cut.elements
    tags = rows[:, TAG].copy()
    called, starts, ends = _distinct_names(cut.names, rows[:, NAMES_UPTO])
    names = cut.names.tobytes()
    spelled = (names[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
    flags_of = np.array([named[name.decode("utf-8", "surrogatepass")] for name in spelled], np.int64)
    own = flags_of[called] | _FLAGS_OF[tags] | rows[:, IS_HIDDEN] * HIDDEN
    above = np.maximum(rows[:, PARENT], 0)
    flags, kind = _inherit(above, tags, own, called)
    node = np.maximum(cut.blocks[:, NODE], 0)
    return Elements(node, above, rows[:, LAST].copy(), rows[:, DEPTH].copy(), _CODE_OF[tags], own, flags, kind)


@compiled
def _slots_for(count: int) -> Numbers:
    """Make a table with room for so many places, all free."""
    size = 4
    while size < 2 * count:
        size *= 2
    return np.full(size, -1, np.int64)


@compiled
def _is_same(names: Bytes, start: int, end: int, other: int) -> bool:
    same = start
    while same < end and names[same] == names[other + same - start]:
        same += 1
    return same == end


@compiled
def _distinct_names(names: Bytes, upto: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Number what elements are called, equal names alike; give each element's number, and where each name starts and ends."""
    count = len(upto)
    called, starts, ends = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    table = _slots_for(count)
    distinct, start = 0, 0
    for element in range(count):
        end = upto[element]
        key = key_at(names, start, end)
        slot = (key ^ key >> 31) & (len(table) - 1)
        while table[slot] >= 0:
            name = table[slot]
            if ends[name] - starts[name] == end - start and _is_same(names, start, end, starts[name]):
                break
            slot = (slot + 1) & (len(table) - 1)
        if table[slot] < 0:
            table[slot], starts[distinct], ends[distinct] = distinct, start, end
            distinct += 1
        called[element] = table[slot]
        start = end
    return called, starts[:distinct], ends[:distinct]


@compiled
def _inherit(above: Numbers, tag: Numbers, own: Numbers, called: Numbers) -> tuple[Numbers, Numbers]:
    """Say what each element is called with all that hold it, and number the kinds of elements."""
    count = len(above)
    flags, kind, key = own.copy(), np.zeros(count, np.int64), np.zeros(count, np.int64)
    table = _slots_for(count)
    kinds = 0
    for element in range(count):
        parent = above[element]
        if element:
            flags[element] |= flags[parent]
        key[element] = ((key[parent] * _PRIME + called[element]) * _PRIME + tag[element] + 1) & _KEY_MASK
        slot = (key[element] ^ key[element] >> 31) & (len(table) - 1)
        while table[slot] >= 0 and key[table[slot]] != key[element]:
            slot = (slot + 1) & (len(table) - 1)
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
