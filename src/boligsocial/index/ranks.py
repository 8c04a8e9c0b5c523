"""Ranks of scores that were summed in floating point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boligsocial.index.transforms import Floats

ROUNDING = 1e-12
"""Sums that differ by less than this share of what was added differ only by how it was rounded."""


def weighted_sum(columns: Floats, weights: Floats) -> Floats:
    """The weighted sum of each row, the same to the last digit in any order of the columns."""
    total: Floats = np.sort(columns * weights, axis=1).sum(axis=1)
    return total


def amounts_added(columns: Floats, weights: Floats) -> Floats:
    """The weighted sum of each row without signs: what rounding is to be measured by."""
    return np.abs(columns) @ np.abs(weights)


def in_one_number(scores: Floats, added: Floats) -> Floats:
    """Scores that differ only by how they were rounded made equal: 0.1 + 0.2 and 0.3 are one."""
    order, first = _worst_first(scores, added)
    merged = np.empty_like(scores)
    merged[order] = scores[order][first][np.cumsum(first) - 1]
    return merged


def places(scores: Floats, added: Floats) -> NDArray[np.int64]:
    """The rank of each score, 1 the highest; equal scores share the smaller number."""
    order, first = _worst_first(scores, added)
    places = np.empty(len(scores), np.int64)
    places[order] = np.maximum.accumulate(np.where(first, np.arange(len(scores)), 0)) + 1
    return places


def _worst_first(scores: Floats, added: Floats) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The order from the worst, and which in it are not equal to the one before."""
    order = np.argsort(-scores)
    ordered, amounts = scores[order], added[order]
    first = np.ones(len(scores), np.bool_)
    first[1:] = ordered[:-1] - ordered[1:] > ROUNDING * np.maximum(amounts[:-1], amounts[1:])
    return order, first
