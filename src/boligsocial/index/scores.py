"""An index over all units: components transformed, weighted and ranked, 1 the worst."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from boligsocial.index.specification import Component, Specification


def index_scores(units: pl.DataFrame, specification: Specification) -> pl.DataFrame:
    """Score and rank of every unit.

    `units` has `id` and the components' columns, complete. The result has `id`, `score` (higher is
    worse, full precision) and `rank` (1 the worst; equal scores share the smaller number), in the
    order of `units`.
    """
    parts = component_scores(units, specification)
    weights = np.array([float(each.weight) for each in specification.component])
    score = pl.Series("score", parts @ weights)
    return pl.DataFrame(
        {"id": units["id"], "score": score, "rank": score.rank("min", descending=True)}
    )


def component_scores(units: pl.DataFrame, specification: Specification) -> NDArray[np.float64]:
    """The transformed components before weighting, higher is worse. Shape: (units, components)."""
    columns = [_transformed(units[each.column], each) for each in specification.component]
    return np.column_stack(columns)


def _transformed(values: pl.Series, component: Component) -> NDArray[np.float64]:
    figures = values.cast(pl.Float64).to_numpy()
    worse: NDArray[np.float64] = figures if component.direction == "high_is_worse" else -figures
    match component.transform:
        case "none":
            return worse
        case "zscore":
            spread = float(worse.std())
            return (worse - worse.mean()) / spread if spread else np.zeros_like(worse)
        case "minmax":
            reach = float(worse.max() - worse.min())
            return (worse - worse.min()) / reach if reach else np.zeros_like(worse)
        case "rank":
            return _rank_fraction(worse, component)
        case "exponential":
            return _exponential(_rank_fraction(worse, component), float(component.scale))


def _exponential(fraction: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    exponential: NDArray[np.float64] = -scale * np.log(1 - fraction * (1 - np.exp(-100 / scale)))
    return exponential


def _rank_fraction(worse: NDArray[np.float64], component: Component) -> NDArray[np.float64]:
    """R, near 1 for the worst: the share of units that are no worse."""
    place = pl.Series(worse).rank(component.ties, descending=True).cast(pl.Float64).to_numpy()
    above = 1.0 if component.fraction == "inclusive" else 0.0
    fraction: NDArray[np.float64] = (len(worse) - place + above) / len(worse)
    return fraction
