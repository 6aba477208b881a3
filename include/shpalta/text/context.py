"""What a first judgement of all blocks says about each: an article's blocks stand together, in one element, built alike."""

from __future__ import annotations

import numpy as np

from shpalta.text.elements import Column, Elements, Matrix, Numbers
from shpalta.text.features import distance, shifted, window

_LIKELY = 0.4
_LONG = 60.0
_GAP = 6
_STEPS = (1, 2, 3, -1, -2, -3)
_WIDTHS = (2, 5, 10)
_LEVELS = ("own", "parent", "grandparent", "great")
_CORE_SHARES = (0.9, 0.6)


def context_of(elements: Elements, features: Matrix, sure: Column) -> Matrix:
    """Give the columns that a second judgement adds to the features; `sure` is the first one, a probability a block."""
    size = np.expm1(features[:, 0])
    mass = sure * size
    total = max(float(mass.sum()), 1.0)
    columns: list[Matrix] = [sure, *(shifted(sure, by) for by in _STEPS)]
    columns += [window(mass, width, width) / np.maximum(window(size, width, width), 1) for width in _WIDTHS]
    columns += _around(elements, mass, size, total)
    before = np.cumsum(mass) - mass
    place = np.arange(len(size), dtype=np.float32)
    likely = np.flatnonzero((sure > _LIKELY) & (size > _LONG))
    columns += [before / total, (total - before - mass) / total, distance(place, likely, -1), distance(place, likely, 1)]
    columns += _segments(mass, size, likely, total)
    best = float(sure.max(initial=0.0))
    of_page = (best, np.log1p(total), total / max(float(size.sum()), 1))
    columns += [np.full_like(size, value) for value in of_page]
    return np.column_stack(columns).astype(np.float32)


def context_names() -> list[str]:
    """Name the columns of context_of."""
    names = ["sure", *(f"sure_{by}" for by in _STEPS), *(f"window_{width}" for width in _WIDTHS)]
    for level in _LEVELS:
        names += [f"{level}_mass", f"{level}_sure"]
    names += ["alike_mass", "alike_sure"]
    for share in _CORE_SHARES:
        names += [f"in_core_{share}", f"under_core_{share}", f"up_to_core_{share}"]
    names += ["mass_before", "mass_after", "since_likely", "until_likely", "segment_mass", "from_core_segment", "segment_gap"]
    return [*names, "best", "page_mass", "page_sure"]


def _around(elements: Elements, mass: Column, size: Column, total: float) -> list[Matrix]:
    sums = elements.tally(np.column_stack((mass, size)))
    shares = np.column_stack((sums[:, 0] / total, sums[:, 0] / np.maximum(sums[:, 1], 1)))
    columns: list[Matrix] = []
    element = elements.node
    for _ in _LEVELS:
        columns.append(shares[element])
        element = elements.above[element]
    kind = elements.kind
    alike = np.bincount(kind, mass)
    columns += [alike[kind] / total, (alike / np.maximum(np.bincount(kind, size), 1))[kind]]
    for core in elements.main(sums[:, 0], _CORE_SHARES):
        inside = elements.inside(core)
        path = np.array(elements.path(core))
        holds = (elements.node[:, None] >= path) & (elements.node[:, None] <= elements.last[path])
        columns += [inside.astype(np.float32), elements.under(core, inside), len(path) - holds.sum(axis=1)]
    return columns


def _segments(mass: Column, size: Column, likely: Numbers, total: float) -> list[Matrix]:
    """Cut the page where nothing likely stands for a while: a part's share of the mass, and its distance from the heaviest."""
    count = len(mass)
    if not len(likely):
        zero = np.zeros(count, np.float32)
        return [zero, zero, zero]
    breaks = np.flatnonzero(np.diff(likely) > _GAP)
    borders = (likely[breaks] + likely[breaks + 1] + 1) // 2
    part = np.searchsorted(borders, np.arange(count), side="right")
    weight = np.bincount(part, mass, len(borders) + 1)
    core = int(weight.argmax())
    read = np.concatenate(([0.0], np.cumsum(size)))
    starts = np.concatenate((likely[:1], likely[breaks + 1]))
    ends = np.concatenate((likely[breaks], likely[-1:]))
    gap = np.maximum(read[starts[part]] - read[ends[core] + 1], read[starts[core]] - read[ends[part] + 1])
    return [
        (weight[part] / total).astype(np.float32),
        (part - core).astype(np.float32),
        np.log1p(np.maximum(gap, 0)).astype(np.float32),
    ]
