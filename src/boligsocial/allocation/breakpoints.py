"""Every frame at which the way down the list gives an area something else, to the øre.

As the frame grows, the distribution changes only where some area just fits. The line is walked once
for all frames together: the frames are kept in pieces that have had the same result so far, and an
area splits each piece in which it fits from some frame on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.ranked import Candidate, asked_øre, ranking

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Breakpoint:
    """A frame from which the result is another: who comes in, who goes out, what is granted."""

    frame_øre: int
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    granted_øre: int


def ranked_breakpoints(
    candidates: Iterable[Candidate], principles: Principles, lowest_øre: int, highest_øre: int
) -> tuple[Breakpoint, ...]:
    """The breakpoints of `ranked` above the lowest frame and up to the highest.

    Below the sum of the listed areas nothing is counted as granted, also where the principles
    share a shortfall, since every øre then changes every listed area.
    """
    line = ranking(candidates)
    listed = [each for each in line if each.tier is Tier.LISTED]
    others = [each for each in line if each.tier is not Tier.LISTED]
    need = sum(each.full_grant_øre for each in listed)
    asked = np.array([asked_øre(each, principles) for each in others], np.int64)
    stops = principles.below_waterline == "stop"
    frames = _frames(asked, need, lowest_øre, highest_øre, stops)
    carried = frames >= need
    events = _Events(len(frames))
    for each in listed:
        if each.full_grant_øre:
            events.add(each.area_id, carried)
    left = frames - need
    going = np.ones(len(frames), np.bool_)
    for each, amount in zip(others, asked.tolist(), strict=True):
        fits = (amount <= left) & going
        left -= amount * fits
        if stops:
            going &= fits
        if amount:
            events.add(each.area_id, fits)
    return events.breakpoints(frames, np.where(carried, frames - left, 0))


class _Events:
    """Who comes in and who goes out at each of some frames."""

    def __init__(self, frames: int) -> None:
        self.enters: list[list[str]] = [[] for _ in range(frames)]
        self.leaves: list[list[str]] = [[] for _ in range(frames)]

    def add(self, area: str, granted: NDArray[np.bool_]) -> None:
        for at in (np.flatnonzero(granted[1:] != granted[:-1]) + 1).tolist():
            (self.enters if granted[at] else self.leaves)[at].append(area)

    def breakpoints(self, frames: Ints, granted_øre: Ints) -> tuple[Breakpoint, ...]:
        rows = zip(frames.tolist(), self.enters, self.leaves, granted_øre.tolist(), strict=True)
        return tuple(
            Breakpoint(frame, tuple(enters), tuple(leaves), granted)
            for frame, enters, leaves, granted in rows
            if enters or leaves
        )


def _frames(asked: Ints, need: int, lowest: int, highest: int, stops: bool) -> Ints:
    """Frames that hold every breakpoint, the lowest first."""
    after_listed = np.cumsum(asked) if stops else _skipping(asked, highest - need)
    frames = np.unique(np.concatenate([[lowest, need], need + after_listed]))
    return frames[(frames >= lowest) & (frames <= highest)]


def _skipping(asked: Ints, highest: int) -> Ints:
    """The amounts after the listed at which skipping areas that do not fit changes its way."""
    start, spent = np.zeros(1, np.int64), np.zeros(1, np.int64)
    end = np.array([highest + 1], np.int64)
    done = []
    least_ahead = np.minimum.accumulate(np.where(asked > 0, asked, np.iinfo(np.int64).max)[::-1])
    for amount, least in zip(asked.tolist(), least_ahead[::-1].tolist(), strict=True):
        over = end - spent <= least
        done.append(start[over])
        start, end, spent = start[~over], end[~over], spent[~over]
        if not amount:
            continue
        fits_from = spent + amount
        splits = (fits_from > start) & (fits_from < end)
        whole = fits_from <= start
        start = np.concatenate([start, fits_from[splits]])
        ends = np.where(splits, fits_from, end)
        spent_right = spent[splits] + amount
        end = np.concatenate([ends, end[splits]])
        spent = np.concatenate([np.where(whole, spent + amount, spent), spent_right])
    return np.concatenate([*done, start])
