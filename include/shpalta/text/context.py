"""What a first judgement of all blocks says about each: an article's blocks stand together, in one element, built alike."""

from __future__ import annotations

import numpy as np

from shpalta.text.elements import Column, Elements, Matrix, Numbers
from shpalta.text.features import distances, shifted, windows

_LIKELY = 0.4
_LONG = 60.0
_GAP = 6
_STEPS = np.array((1, 2, 3, -1, -2, -3))
_WIDTHS = np.array(((2, 2), (5, 5), (10, 10)))
_LEVELS = 4
_CORE_SHARES = (0.9, 0.6)


def context_of(elements: Elements, features: Matrix, sure: Column) -> dict[str, Matrix]:
    """Give the rows that a second judgement adds to the features; `sure` is the first one, a probability a block."""
    size = np.expm1(features[0])
    mass = sure * size
    total = max(float(mass.sum()), 1.0)
    before = np.cumsum(mass) - mass
    likely = (sure > _LIKELY) & (size > _LONG)
    of_page = (float(sure.max(initial=0.0)), np.log1p(total), total / max(float(size.sum()), 1))
    return {
        "sure": sure,
        "sure_beside": shifted(sure[None, :], _STEPS),
        "window": windows(mass, _WIDTHS) / np.maximum(windows(size, _WIDTHS), 1),
        **_around(elements, mass, size, total),
        "mass_before": before / total,
        "mass_after": (total - before - mass) / total,
        "from_likely": distances(likely),
        "segments": _segments(mass, size, np.flatnonzero(likely), total),
        "page": np.repeat(np.array(of_page)[:, None], len(size), axis=1),
    }


def _around(elements: Elements, mass: Column, size: Column, total: float) -> dict[str, Matrix]:
    sums = elements.tally(np.array((mass, size)))
    shares = np.array((sums[0] / total, sums[0] / np.maximum(sums[1], 1)))
    rows: dict[str, Matrix] = {}
    element = elements.node
    for level in range(_LEVELS):
        rows[f"level_{level}"] = shares[:, element]
        element = elements.above[element]
    kind = elements.kind
    alike = np.bincount(kind, mass)
    rows["alike"] = np.array((alike / total, alike / np.maximum(np.bincount(kind, size), 1)))[:, kind]
    for share, core in zip(_CORE_SHARES, elements.main(sums[0], _CORE_SHARES), strict=True):
        rows[f"under_core_{share}"] = elements.under(core, elements.inside(core))
    return rows


def _segments(mass: Column, size: Column, likely: Numbers, total: float) -> Matrix:
    """Cut the page where nothing likely stands for a while: a part's share of the mass, and its distance from the heaviest."""
    count = len(mass)
    if not len(likely):
        return np.zeros((3, count))
    breaks = np.flatnonzero(np.diff(likely) > _GAP)
    borders = (likely[breaks] + likely[breaks + 1] + 1) // 2
    part = np.searchsorted(borders, np.arange(count), side="right")
    weight = np.bincount(part, mass, len(borders) + 1)
    core = int(weight.argmax())
    read = np.concatenate(([0.0], np.cumsum(size)))
    starts = np.concatenate((likely[:1], likely[breaks + 1]))
    ends = np.concatenate((likely[breaks], likely[-1:]))
    gap = np.maximum(read[starts[part]] - read[ends[core] + 1], read[starts[core]] - read[ends[part] + 1])
    return np.array((weight[part] / total, part - core, np.log1p(np.maximum(gap, 0))))
