"""What a first judgement of all blocks says about each: an article's blocks stand together, in one element, built alike."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shpalta.text.blocks import Blocks
from shpalta.text.features import Column, Matrix, carry_up, distance, main_element, shifted, tally

_LIKELY = 0.4
_LONG = 60.0
_GAP = 6


def context_of(blocks: Blocks, features: Matrix, sure: Column) -> Matrix:
    """Give the columns that a second judgement adds to the features; `sure` is the first one, a probability a block."""
    size = np.expm1(features[:, 0])
    mass = sure * size
    total = max(float(mass.sum()), 1.0)
    columns = [sure, *(shifted(sure, by) for by in (1, 2, 3, -1, -2, -3))]
    columns += [_window(mass, size, width) for width in (2, 5, 10)]
    columns += _around(blocks, mass, size, total)
    before = np.cumsum(mass) - mass
    place = np.arange(len(size), dtype=np.float32)
    likely = np.flatnonzero((sure > _LIKELY) & (size > _LONG))
    columns += [before / total, (total - before - mass) / total, distance(place, likely, -1), distance(place, likely, 1)]
    columns += _segments(mass, size, likely, total)
    best = float(sure.max(initial=0.0))
    columns += [
        np.full_like(size, best),
        np.full_like(size, np.log1p(total)),
        np.full_like(size, total / max(float(size.sum()), 1)),
    ]
    return np.column_stack(columns).astype(np.float32)


def context_names() -> list[str]:
    """Name the columns of context_of."""
    names = ["sure", *(f"sure_{by}" for by in (1, 2, 3, -1, -2, -3)), *(f"window_{width}" for width in (2, 5, 10))]
    for level in ("own", "parent", "grandparent", "great"):
        names += [f"{level}_mass", f"{level}_sure"]
    names += ["alike_mass", "alike_sure", "in_core_0.9", "under_core_0.9", "in_core_0.6", "under_core_0.6"]
    names += ["mass_before", "mass_after", "since_likely", "until_likely", "segment_mass", "from_core_segment", "segment_gap"]
    return [*names, "best", "page_mass", "page_sure"]


def _window(mass: Column, size: Column, width: int) -> Column:
    """Average the judgement over the blocks around, weighed by their size."""
    kernel = np.ones(2 * width + 1, np.float32)
    around = np.convolve(mass, kernel)[width : width + len(mass)]
    share = around / np.maximum(np.convolve(size, kernel)[width : width + len(mass)], 1)
    return share.astype(np.float32)


def _around(blocks: Blocks, mass: Column, size: Column, total: float) -> list[Column]:
    node = np.array(blocks.node, np.int64)
    above = np.maximum(np.array(blocks.parent, np.int64), 0)
    depth = np.array(blocks.depth, np.float32)
    mass_in = carry_up(tally(node, mass, len(above)), blocks.parent)
    size_in = carry_up(tally(node, size, len(above)), blocks.parent)
    columns = []
    element = node
    for _ in range(4):
        columns += [mass_in[element] / total, mass_in[element] / np.maximum(size_in[element], 1)]
        element = above[element]
    kind = np.array(blocks.signature, np.int64)[node]
    count = int(kind.max()) + 1
    alike = tally(kind, mass, count)
    columns += [alike[kind] / total, (alike / np.maximum(tally(kind, size, count), 1))[kind]]
    last = np.array(blocks.last, np.int64)
    for share in (0.9, 0.6):
        core = main_element(mass_in, blocks.parent, share)
        inside = (node >= core) & (node <= last[core])
        columns += [inside.astype(np.float32), np.where(inside, depth[node] - depth[core], -1).astype(np.float32)]
    return columns


def _segments(mass: Column, size: Column, likely: npt.NDArray[np.int64], total: float) -> list[Column]:
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
