"""What a first judgement of all blocks says about each: an article's blocks stand together, in one element, built alike."""

from __future__ import annotations

import numpy as np

from shpalta.text.blocks.compiled import compiled
from shpalta.text.blocks.elements import Column, Elements, Matrix, levels_under, main_of, tally
from shpalta.text.blocks.features import mark_distances, summed, window
from shpalta.text.blocks.markup import Numbers

_LIKELY = 0.4
_LONG = 60.0
_GAP = 6
_STEPS = (1, 2, 3, -1, -2, -3)
_WIDTHS = ((2, 2), (5, 5), (10, 10))
_LEVELS = 4
_CORE_SHARES = (0.9, 0.6)
_GROUPS = {
    "sure": 1, "sure_beside": len(_STEPS), "window": len(_WIDTHS), "level": 2 * _LEVELS, "mass_alike": 2,
    "under_core": len(_CORE_SHARES), "mass_before": 1, "mass_after": 1, "from_likely": 2, "segments": 3, "page": 3,
}  # fmt: skip
CONTEXT = tuple(f"{name}_{place}" if size > 1 else name for name, size in _GROUPS.items() for place in range(size))
_SURE, _SURE_BESIDE, _WINDOW, _LEVEL, _ALIKE, _CORE, _BEFORE, _AFTER, _FROM_LIKELY, _SEGMENTS, _PAGE = map(
    CONTEXT.index,
    (
        "sure", "sure_beside_0", "window_0", "level_0", "mass_alike_0", "under_core_0", "mass_before", "mass_after",
        "from_likely_0", "segments_0", "page_0",
    ),
)  # fmt: skip


def context_of(elements: Elements, features: Matrix, sure: Column) -> Matrix:
    """Give the columns of CONTEXT that a second judgement adds to the features, a row a block; `sure` is the first one."""
    rows = np.zeros((len(sure), len(CONTEXT)), np.float32)
    size = np.expm1(features[:, 0]).astype(np.float64)
    _look(elements, size, sure * size, sure, rows)
    return rows


@compiled
def _look(elements: Elements, size: Column, mass: Column, sure: Column, rows: Matrix) -> None:
    count = len(size)
    read, taken = summed(size), summed(mass)
    total = max(taken[count], 1.0)
    of_page = (sure.max(), np.log1p(total), total / max(read[count], 1.0))
    likely = (sure > _LIKELY) & (size > _LONG)
    mark_distances(likely, rows[:, _FROM_LIKELY : _FROM_LIKELY + 2])
    _look_around(elements, size, mass, total, rows)
    _part(read, taken, np.flatnonzero(likely), total, rows)
    for block in range(count):
        row = rows[block]
        row[_SURE] = sure[block]
        for place in range(len(_STEPS)):
            other = block - _STEPS[place]
            if 0 <= other < count:
                row[_SURE_BESIDE + place] = sure[other]
        row[_WINDOW] = window(taken, block, _WIDTHS[0]) / max(window(read, block, _WIDTHS[0]), 1.0)
        row[_WINDOW + 1] = window(taken, block, _WIDTHS[1]) / max(window(read, block, _WIDTHS[1]), 1.0)
        row[_WINDOW + 2] = window(taken, block, _WIDTHS[2]) / max(window(read, block, _WIDTHS[2]), 1.0)
        row[_BEFORE] = taken[block] / total
        row[_AFTER] = (total - taken[block] - mass[block]) / total
        row[_PAGE], row[_PAGE + 1], row[_PAGE + 2] = of_page


@compiled
def _look_around(elements: Elements, size: Column, mass: Column, total: float, rows: Matrix) -> None:
    """Say how much of the mass the elements around each block hold, and those that are built like its own."""
    node, above, kind = elements.node, elements.above, elements.kind
    held, text = tally(mass, node, above), tally(size, node, above)
    cores = np.array([main_of(held, above, share) for share in _CORE_SHARES])
    alike = np.zeros((kind.max() + 1, 2))
    for block in range(len(size)):
        alike[kind[node[block]], 0] += mass[block]
        alike[kind[node[block]], 1] += size[block]
    for block in range(len(size)):
        row, element = rows[block], node[block]
        of_kind = alike[kind[element]]
        row[_ALIKE], row[_ALIKE + 1] = of_kind[0] / total, of_kind[0] / max(of_kind[1], 1.0)
        for place in range(len(cores)):
            row[_CORE + place] = levels_under(cores[place], block, elements)
        for level in range(_LEVELS):
            row[_LEVEL + 2 * level] = held[element] / total
            row[_LEVEL + 2 * level + 1] = held[element] / max(text[element], 1.0)
            element = above[element]


@compiled
def _part(read: Column, taken: Column, likely: Numbers, total: float, rows: Matrix) -> None:
    """Cut the page where nothing likely stands for a while: a part's share of the mass, and its distance from the heaviest."""
    if not len(likely):
        return
    count = len(rows)
    starts, ends, borders = [likely[0]], [likely[0]], [0]
    for place in likely[1:]:
        if place - ends[-1] > _GAP:
            borders.append((ends[-1] + place + 1) // 2)
            starts.append(place)
            ends.append(place)
        ends[-1] = place
    borders.append(count)
    core, heaviest = 0, -1.0
    for part in range(len(starts)):
        weight = taken[borders[part + 1]] - taken[borders[part]]
        if weight > heaviest:
            core, heaviest = part, weight
    for part in range(len(starts)):
        gap = max(read[starts[part]] - read[ends[core] + 1], read[starts[core]] - read[ends[part] + 1], 0.0)
        for block in range(borders[part], borders[part + 1]):
            rows[block, _SEGMENTS] = (taken[borders[part + 1]] - taken[borders[part]]) / total
            rows[block, _SEGMENTS + 1] = part - core
            rows[block, _SEGMENTS + 2] = np.log1p(gap)
