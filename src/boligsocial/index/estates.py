"""The index of every estate: pooled where small, scored, ranked, and with how firm the rank is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from boligsocial.index.anchors import Anchor, anchored_scores
from boligsocial.index.bands import Bands, band_of, default_bands, percentiles
from boligsocial.index.figures import (
    MUNICIPALITY,
    denominator,
    figures_of,
    has_counts,
    numerator,
    reference,
    standard_error,
)
from boligsocial.index.neighbourhoods import nearest_people
from boligsocial.index.pooling import PoolLimits, default_pool_limits, pools
from boligsocial.index.scores import evaluate
from boligsocial.index.specification import Specification, default_specification
from boligsocial.index.uncertainty import Simulation, noise_of, rank_intervals
from boligsocial.messages import Message, UserError

NO_NEIGHBOURS = {"estate_id": pl.String, "neighbour_id": pl.String, "distance_m": pl.Float64}
TOO_SMALL, NO_FIGURE = "too_small", "no_figure"
REASONS = {
    TOO_SMALL: Message(
        "too few residents or households for figures of its own, and no neighbour in the "
        "municipality to be counted together with"
    ),
    NO_FIGURE: Message("there is no figure for any part of the index"),
}
"""Why an estate has no score, in words."""


@dataclass(frozen=True)
class EstateUnits:
    """Estates as units to score.

    members: `estate_id, pool_id, pooled, large_enough`, one row for each estate. units: `id` (the
    pool), `municipality_code` and the counts of its members summed, for the pools that are large
    enough: a table for `index_scores`, `anchor_of`, `score_changes` and `what_it_takes`.
    """

    members: pl.DataFrame
    units: pl.DataFrame


def estate_index(
    estates: pl.DataFrame,
    specification: Specification | None = None,
    *,
    neighbours: pl.DataFrame | None = None,
    limits: PoolLimits | None = None,
    bands: Bands | None = None,
    anchor: Anchor | None = None,
    simulation: Simulation | None = None,
) -> pl.DataFrame:
    """The index of all estates by the specification, or by the default one.

    `estates` and `neighbours` are as for `estate_units`. The result has one row for each estate, in
    the order given: `estate_id, pool_id`; `pooled`, whether its pool has other estates too;
    `reason`, null or why there is no score (`too_small`, `no_figure`); `score`, higher is worse;
    `rank` among the pools, 1 the worst; `percentile`, the share of pools down to that rank;
    `band`; `anchored_score` with an anchor; `rank_low, rank_high` with a simulation. The estates of
    a pool share all of it.

    Raises:
        UserError: a column is missing, an estate stands twice, or a figure is missing that the
            specification does not let be missing.
    """
    specification = specification or default_specification()
    made = estate_units(estates, specification, neighbours=neighbours, limits=limits)
    scored = _scored(made.units, specification, bands or default_bands(), anchor, simulation)
    reason = (
        pl.when(~pl.col("large_enough"))
        .then(pl.lit(TOO_SMALL))
        .when(pl.col("score").is_null())
        .then(pl.lit(NO_FIGURE))
    )
    return (
        made.members.join(scored, on="pool_id", how="left", maintain_order="left")
        .with_columns(reason.alias("reason"))
        .select("estate_id", "pool_id", "pooled", "reason", *scored.columns[1:])
    )


def estate_units(
    estates: pl.DataFrame,
    specification: Specification,
    *,
    neighbours: pl.DataFrame | None = None,
    limits: PoolLimits | None = None,
) -> EstateUnits:
    """Estates pooled where they are small, with their counts.

    `estates` has `estate_id, municipality_code, residents, households` and, for each component,
    `<column>_numerator` and `<column>_denominator` (people over people, or kroner over people),
    optionally `<column>_reference`, by which the quotient is divided (one for a municipality) and
    `<column>_standard_error`, and `x, y` in metres if the specification asks for the nearest
    people: then an estate has their counts and is in no pool. `neighbours` has
    `estate_id, neighbour_id, distance_m`; without it no estates are pooled. A member without a
    figure is in neither of its pool's sums.

    Raises:
        UserError: a column is missing, or an estate stands twice.
    """
    _refuse(estates)
    limits = limits or default_pool_limits()
    columns = [each.column for each in specification.component]
    if specification.neighbourhood is None:
        pairs = pl.DataFrame(schema=NO_NEIGHBOURS) if neighbours is None else neighbours
        members = pools(estates, pairs, limits)
    else:
        counts = [part(each) for each in columns for part in (numerator, denominator)]
        residents = specification.neighbourhood.residents
        estates = nearest_people(estates, counts, residents).drop(
            [standard_error(each) for each in columns], strict=False
        )
        members = _each_for_itself(estates, large_enough=residents >= limits.residents)
    return EstateUnits(members, units_of_members(estates, members, specification))


def units_of_members(
    estates: pl.DataFrame, members: pl.DataFrame, specification: Specification
) -> pl.DataFrame:
    """The units of `EstateUnits`, for pools that are known: the same pools in another year."""
    columns = [each.column for each in specification.component]
    return (
        estates.join(members.filter("large_enough"), on="estate_id", maintain_order="left")
        .group_by(pl.col("pool_id").alias("id"), maintain_order=True)
        .agg(pl.col(MUNICIPALITY).first(), *_sums(estates, columns))
    )


def _refuse(estates: pl.DataFrame) -> None:
    for name in ("estate_id", MUNICIPALITY, "residents", "households"):
        if name not in estates.columns:
            raise UserError(
                "the column {column} is missing; the table has {found}",
                column=name,
                found=", ".join(estates.columns),
            )
    twice = estates["estate_id"].filter(estates["estate_id"].is_duplicated())
    if len(twice):
        raise UserError("the estate {estate} stands twice; keep one", estate=str(twice[0]))


def _sums(estates: pl.DataFrame, columns: Sequence[str]) -> list[pl.Expr]:
    """Sums of counts; the standard error of a pool's mean is that of independent estates."""
    sums = []
    for column in columns:
        if not has_counts(estates, column):
            continue
        names = (numerator(column), denominator(column))
        known = pl.all_horizontal(
            pl.col(name).cast(pl.Float64).is_finite().fill_null(False) for name in names
        )
        sums += [
            pl.when(known.any()).then(pl.col(name).cast(pl.Float64).filter(known).sum()).alias(name)
            for name in names
        ]
        if reference(column) in estates.columns:
            sums.append(pl.col(reference(column)).first())
        if standard_error(column) in estates.columns:
            among = pl.col(denominator(column)).filter(known)
            squares = (pl.col(standard_error(column)).filter(known) * among).pow(2).sum()
            sums.append((squares.sqrt() / among.sum()).alias(standard_error(column)))
    return sums


def _each_for_itself(estates: pl.DataFrame, *, large_enough: bool) -> pl.DataFrame:
    return estates.select(
        "estate_id",
        pl.col("estate_id").alias("pool_id"),
        pooled=pl.lit(False),
        large_enough=pl.lit(large_enough),
    )


def _scored(
    units: pl.DataFrame,
    specification: Specification,
    bands: Bands,
    anchor: Anchor | None,
    simulation: Simulation | None,
) -> pl.DataFrame:
    """`pool_id` and what is said of each pool that has a score."""
    figures = figures_of(units, specification)
    known, worse = units.filter(figures.kept), figures.worse[figures.kept]
    evaluation = evaluate(worse, specification)
    ranks = pl.Series("rank", evaluation.rank)
    columns: dict[str, Any] = {
        "pool_id": known["id"],
        "score": evaluation.score,
        "rank": ranks,
        "percentile": percentiles(ranks),
        "band": band_of(ranks, bands),
    }
    if anchor is not None:
        columns["anchored_score"] = anchored_scores(known, specification, anchor)
    if simulation is not None:
        intervals = rank_intervals(evaluation, simulation, noise_of(known, specification, worse))
        columns |= {"rank_low": intervals.low, "rank_high": intervals.high}
    return pl.DataFrame(columns)
