"""What makes figures of different kinds comparable, against the distribution they are held to.

A distribution may be the units' own (the relative score) or one frozen in an earlier period (the
anchored score): the same functions serve both. All figures are turned so that higher is worse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boligsocial.index.specification import Part

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Distribution:
    """What figures are held against. ordered: ascending; only ranks need it."""

    mean: float
    spread: float
    low: float
    high: float
    ordered: Floats


def distribution_of(worse: Floats) -> Distribution:
    """The distribution of the figures that are there (not NaN); of a single 0 where none is.

    `spread` is the standard deviation with N in the denominator.
    """
    ordered = np.sort(worse[~np.isnan(worse)])
    if not len(ordered):
        ordered = np.zeros(1)
    low, high = float(ordered[0]), float(ordered[-1])
    # From the ordered figures, so that the order of the units changes no digit.
    spread = float(ordered.std()) if high > low else 0.0
    return Distribution(float(ordered.mean()), spread, low, high, ordered)


def transformed(worse: Floats, part: Part, held_to: Distribution, single: bool = False) -> Floats:
    """The figures on the part's scale, higher is worse; a missing figure (NaN) stays missing.

    A constant distribution gives 0 for zscore and minmax. `single` keeps R and X as single
    precision numbers.
    """
    match part.transform:
        case "none":
            scaled = worse
        case "zscore":
            scaled = _ratio(worse - held_to.mean, held_to.spread)
        case "minmax":
            scaled = _ratio(worse - held_to.low, held_to.high - held_to.low)
        case "rank":
            scaled = rank_fraction(worse, part, held_to)
        case "exponential":
            fraction = _kept(rank_fraction(worse, part, held_to), single)
            scaled = _exponential(fraction, float(part.scale))
    return _kept(scaled, single)


def restored(scaled: Floats, part: Part, held_to: Distribution, *, at_least: bool) -> Floats:
    """The figures that have these values on the part's scale; NaN where no figure has.

    Ranks go up in steps: the figure is one of the distribution, the least that has at least the
    value, or the greatest that has at most the value.
    """
    match part.transform:
        case "none":
            return scaled
        case "zscore":
            return held_to.mean + scaled * (held_to.spread or np.nan)
        case "minmax":
            return held_to.low + scaled * (held_to.high - held_to.low or np.nan)
    steps = transformed(held_to.ordered, part, held_to)
    if at_least:
        # A step that is short of the value by rounding alone is not passed over.
        place = np.searchsorted(steps, scaled - 1e-12 * np.abs(steps).max(), side="left")
    else:
        place = np.searchsorted(steps, scaled, side="right") - 1
    there = (place >= 0) & (place < len(steps)) & ~np.isnan(scaled)
    return np.where(there, held_to.ordered[np.clip(place, 0, len(steps) - 1)], np.nan)


def neutral(part: Part, held_to: Distribution) -> float:
    """The mean of the distribution on the part's scale: neither better nor worse than others."""
    if part.transform in ("rank", "exponential"):
        return float(transformed(held_to.ordered, part, held_to).mean())
    return float(transformed(np.array([held_to.mean]), part, held_to)[0])


def rank_fraction(worse: Floats, part: Part, held_to: Distribution) -> Floats:
    """R, near 1 for the worst: the share of the distribution that is no worse."""
    count = len(held_to.ordered)
    above = 1.0 if part.fraction == "inclusive" else 0.0
    fraction: Floats = (count - _place(worse, part, held_to) + above) / count
    return fraction


def _exponential(fraction: Floats, scale: float) -> Floats:
    stretched: Floats = -scale * np.log(1 - fraction * (1 - np.exp(-100 / scale)))
    return stretched


def _place(worse: Floats, part: Part, held_to: Distribution) -> Floats:
    """r, 1 for the worst; a figure that the distribution lacks stands between its neighbours."""
    if part.ties == "as_given":
        return -worse
    ordered = held_to.ordered
    no_worse = np.searchsorted(ordered, worse, side="right")
    above = len(ordered) - no_worse
    same = no_worse - np.searchsorted(ordered, worse, side="left")
    place = above + (1.0 if part.ties == "min" else (same + 1) / 2)
    return np.where(np.isnan(worse), np.nan, np.clip(place, 1, len(ordered)))


def _ratio(part: Floats, whole: float) -> Floats:
    return part / whole if whole else part * 0.0


def _kept(values: Floats, single: bool) -> Floats:
    return values.astype(np.float32).astype(np.float64) if single else values
