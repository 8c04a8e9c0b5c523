"""An index over all units: components transformed, weighted and ranked, 1 the worst."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from boligsocial.index.figures import figures_of
from boligsocial.index.ranks import amounts_added, in_one_number, places, weighted_sum
from boligsocial.index.specification import Component, Domain, Specification, part_name
from boligsocial.index.transforms import (
    Distribution,
    Floats,
    distribution_of,
    neutral,
    transformed,
)
from boligsocial.messages import UserError

Distributions = Mapping[str, Distribution]


@dataclass(frozen=True)
class Evaluation:
    """An index taken apart.

    scaled: for each component and domain its figures on its own scale, shape (units,), higher is
    worse. held_to: the distribution that each was held against. parts: (units, parts), the columns
    of which the score is the weighted sum. score, rank: (units,).
    """

    specification: Specification
    scaled: Mapping[str, Floats]
    held_to: Distributions
    parts: Floats
    score: Floats
    rank: NDArray[np.int64]


def index_scores(units: pl.DataFrame, specification: Specification) -> pl.DataFrame:
    """Score and rank of every unit.

    `units` has `id` and the components' columns (see `figures_of`). The result has `id`, `score`
    (higher is worse, full precision) and `rank` (1 the worst; equal scores share the smaller
    number), in the order of `units`; both are null for a unit that a component drops.

    Raises:
        UserError: a column or a figure is missing; the specification is one of neighbourhoods.
    """
    if specification.neighbourhood is not None:
        raise UserError(
            "the specification asks for the nearest people, which a table of figures cannot tell; "
            "take out neighbourhood"
        )
    figures = figures_of(units, specification)
    evaluation = evaluate(figures.worse[figures.kept], specification)
    scored = pl.DataFrame({"score": evaluation.score, "rank": evaluation.rank})
    return units.select("id").hstack(spread_out(scored, figures.kept))


def evaluate(
    worse: Floats, specification: Specification, held_to: Distributions | None = None
) -> Evaluation:
    """The index of figures of shape (units, components), higher is worse.

    They are held against their own distribution, or against those given (an anchor).
    """
    scaled, against = _on_their_scales(worse, specification, held_to)
    score = _sum_of(specification.parts, scaled, specification)
    rank = places(score, np.zeros(len(score)))
    return Evaluation(specification, scaled, against, _parts(specification, scaled), score, rank)


def parts_of(worse: Floats, specification: Specification, held_to: Distributions) -> Floats:
    """As `evaluate`, no more than the parts. Shape: (units, parts)."""
    return _parts(specification, _on_their_scales(worse, specification, held_to)[0])


def _on_their_scales(
    worse: Floats, specification: Specification, held_to: Distributions | None
) -> tuple[dict[str, Floats], dict[str, Distribution]]:
    """Each component's and domain's figures on its scale, and what they were held against."""
    scaled: dict[str, Floats] = {}
    against: dict[str, Distribution] = {}

    def scale(part: Component | Domain, figures: Floats) -> None:
        name = part_name(part)
        against[name] = distribution_of(figures) if held_to is None else held_to[name]
        scaled[name] = _scaled(figures, part, against[name], specification.precision == "single")

    for component, figures in zip(specification.component, worse.T, strict=True):
        scale(component, figures)
    for domain in specification.domain:
        scale(domain, _sum_of(specification.components_of(domain.id), scaled, specification))
    return scaled, against


def spread_out(scored: pl.DataFrame, kept: NDArray[np.bool_]) -> pl.DataFrame:
    """The rows of those that are kept, in their places among all, with null for the others."""
    place = pl.Series(np.where(kept, np.cumsum(kept) - 1, 0))
    rows = scored[place] if len(scored) else scored.clear(len(kept))
    return rows.with_columns(pl.when(pl.Series(kept)).then(pl.all()))


def weights_of(parts: tuple[Component | Domain, ...]) -> Floats:
    """The weights as given. Shape: (parts,)."""
    return np.array([float(part.weight) for part in parts])


def _parts(specification: Specification, scaled: Mapping[str, Floats]) -> Floats:
    return np.column_stack([scaled[part_name(part)] for part in specification.parts])


def _sum_of(
    parts: tuple[Component | Domain, ...],
    scaled: Mapping[str, Floats],
    specification: Specification,
) -> Floats:
    columns = np.column_stack([scaled[part_name(part)] for part in parts])
    weights = weights_of(parts)
    total = weighted_sum(columns, weights)
    if specification.precision == "single":
        total = total.astype(np.float32).astype(np.float64)
    return in_one_number(total, amounts_added(columns, weights))


def _scaled(
    figures: Floats, part: Component | Domain, held_to: Distribution, single: bool
) -> Floats:
    scaled = transformed(figures, part, held_to, single)
    missing = np.isnan(figures)
    return np.where(missing, neutral(part, held_to), scaled) if missing.any() else scaled
