"""How firm a rank is: intervals from the noise of small counts and from other weights.

Rank intervals by parametric bootstrap after Goldstein and Spiegelhalter 1996 ("League tables and
their limitations"); random weights as in the OECD/JRC Handbook on Constructing Composite Indicators
(2008), here from a Dirichlet distribution.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field

from boligsocial.definitions import Definition, read_definition
from boligsocial.index.figures import (
    are_shares,
    column_of,
    denominator,
    figures_of,
    standard_error,
    worth_of_one,
)
from boligsocial.index.ranks import amounts_added, places
from boligsocial.index.scores import Evaluation, evaluate, parts_of, spread_out, weights_of
from boligsocial.index.specification import Component, Specification
from boligsocial.index.transforms import Floats
from boligsocial.messages import UserError

UNITS_AT_ONCE = 4096
"""Units whose ranks in all draws are sorted together: some 16 MB for 1,000 draws."""

Noise = Callable[[np.random.Generator], Floats]
"""Draws figures anew, higher is worse."""


class Simulation(Definition):
    """What is drawn, how often, and which share of the ranks the interval holds.

    concentration: of the Dirichlet distribution of the weights, the higher the nearer to those of
    the specification; without it they stay as they are. noise: whether counts are drawn anew.
    """

    draws: int = Field(gt=0)
    seed: int = Field(ge=0)
    concentration: Decimal | None = Field(default=None, gt=0)
    noise: bool = True
    level: Decimal = Field(gt=0, lt=1)


@dataclass(frozen=True)
class RankIntervals:
    """low, high: (units,) the least and the greatest rank that the interval holds."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]


def default_simulation() -> Simulation:
    """The one that comes with the product."""
    return read_definition(Path(__file__).parent / "definitions" / "simulation.toml", Simulation)


def intervals_of(
    units: pl.DataFrame, specification: Specification, simulation: Simulation
) -> pl.DataFrame:
    """`rank_low, rank_high` of each unit, in the order of `units`; null for one without a score.

    `units` is as for `index_scores`, with counts where their noise is to be drawn.

    Raises:
        UserError: a column or a figure is missing; weights are to be drawn, and one is negative.
    """
    figures = figures_of(units, specification)
    worse = figures.worse[figures.kept]
    noise = noise_of(units.filter(figures.kept), specification, worse)
    found = rank_intervals(evaluate(worse, specification), simulation, noise)
    return spread_out(pl.DataFrame({"rank_low": found.low, "rank_high": found.high}), figures.kept)


def rank_intervals(
    evaluation: Evaluation, simulation: Simulation, noise: Noise | None = None
) -> RankIntervals:
    """The ranks that hold `level` of the draws, the same number cut off at either end.

    Figures drawn anew are held against the distributions of `evaluation`. Weights are those of
    components and domains; inside a domain they stay. A rank may lie outside its interval where
    many units close to it are less sure than itself. The same seed gives the same intervals; memory
    is two or four bytes for each draw and unit.

    Raises:
        UserError: weights are to be drawn, and one is negative.
    """
    drawn = np.empty((simulation.draws, len(evaluation.score)), _whole(len(evaluation.score)))
    given = weights_of(evaluation.specification.parts)
    weights, added = drawn_weights(given, simulation), amounts_added(evaluation.parts, given)

    def fill(draw: int) -> None:
        parts = evaluation.parts
        if noise is not None and simulation.noise:
            figures = noise(np.random.default_rng([simulation.seed, draw]))
            parts = parts_of(figures, evaluation.specification, evaluation.held_to)
        drawn[draw] = places(parts @ weights[draw], added)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(fill, range(simulation.draws)))
    return _intervals(drawn, simulation.level)


def drawn_weights(weights: Floats, simulation: Simulation) -> Floats:
    """The weights of each draw, which sum to the same as those given. Shape: (draws, parts).

    Raises:
        UserError: a weight is negative.
    """
    if simulation.concentration is None:
        return np.tile(weights, (simulation.draws, 1))
    if (weights < 0).any():
        raise UserError("weights cannot be drawn around one that is negative")
    total = weights.sum()
    random = np.random.default_rng(simulation.seed)
    drawn = np.zeros((simulation.draws, len(weights)))
    around = float(simulation.concentration) * weights / total
    drawn[:, weights > 0] = random.dirichlet(around[weights > 0], simulation.draws) * total
    return drawn


def noise_of(units: pl.DataFrame, specification: Specification, worse: Floats) -> Noise | None:
    """How the figures of the units are drawn anew; None where nothing says how unsure they are.

    A share of people (`<column>_numerator` over `<column>_denominator`) is drawn from a binomial
    distribution around the figure in use, what has `<column>_standard_error` from a normal one;
    other figures stay. `worse` is (units, components), higher is worse.
    """
    noisy = [
        _noise(units, component, figures)
        for component, figures in zip(specification.component, worse.T, strict=True)
    ]
    if not any(noisy):
        return None

    def draw(random: np.random.Generator) -> Floats:
        return np.column_stack(
            [
                figures if one is None else one(random)
                for one, figures in zip(noisy, worse.T, strict=True)
            ]
        )

    return draw


def _noise(units: pl.DataFrame, component: Component, worse: Floats) -> Noise | None:
    """Draws one component's figures anew, higher is worse."""
    column = component.column
    turned = 1 if component.direction == "high_is_worse" else -1
    worth = worth_of_one(units, component, turned * worse)
    if standard_error(column) in units.columns:
        error = np.nan_to_num(column_of(units, standard_error(column)) * worth)
        return lambda random: worse + error * random.standard_normal(len(worse))
    if not are_shares(units, column):
        return None
    people = np.nan_to_num(column_of(units, denominator(column))).round().astype(np.int64)
    known = (people > 0) & ~np.isnan(worse)
    among, share = np.where(known, people, 1), np.where(known, turned * worse / worth, 0)
    share = np.clip(share, 0, 1)

    def draw(random: np.random.Generator) -> Floats:
        drawn = turned * worth * random.binomial(among, share) / among
        return np.where(known, drawn, worse)

    return draw


def _intervals(drawn: NDArray[np.unsignedinteger], level: Decimal) -> RankIntervals:
    draws, units = drawn.shape
    cut = int(draws * (1 - level) / 2)
    low, high = np.empty(units, np.int64), np.empty(units, np.int64)
    for start in range(0, units, UNITS_AT_ONCE):
        some = slice(start, start + UNITS_AT_ONCE)
        ordered = np.ascontiguousarray(drawn[:, some].T)
        ordered.sort(axis=1)
        low[some], high[some] = ordered[:, cut], ordered[:, draws - 1 - cut]
    return RankIntervals(low, high)


def _whole(count: int) -> type[np.unsignedinteger]:
    return np.uint16 if count < 2**16 else np.uint32
