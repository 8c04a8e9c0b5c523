"""Moves between places, and those into and out of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ibis.expr.types as ir
import polars as pl

from boligsocial.indicators.definition import Indicator
from boligsocial.indicators.figures import EVERYONE, UNIT
from boligsocial.indicators.places import Geography


def flows(moves: ir.Table, homes: ir.Table) -> ir.Table:
    """The moves of a year from one dwelling of the country to another: `from_place`, `to_place`,
    `moves`.

    moves: a year's part, with the columns of the schema. homes: `dwelling_id` and `place`. Births,
    deaths and moves across the border have only one dwelling and are left out.
    """
    old = homes.select(from_dwelling_id=homes.dwelling_id, from_place=homes.place)
    new = homes.select(to_dwelling_id=homes.dwelling_id, to_place=homes.place)
    placed = moves.join(old, "from_dwelling_id").join(new, "to_dwelling_id")
    return placed.group_by("from_place", "to_place").agg(moves=placed.count())


def mover_figures(
    flows: pl.DataFrame, figures: pl.DataFrame, indicators: Iterable[Indicator],
    belonging: Mapping[Geography, pl.DataFrame],
) -> pl.DataFrame:  # fmt: skip
    """Moves into or out of each unit per resident, in the long table's columns.

    flows: as from `flows`. figures: those of the year whose 1 January ends the year of the moves,
    with `residents`. A move within a unit is none of its own. There are no groups.
    """
    living = figures.filter((pl.col("group") == EVERYONE) & (pl.col("indicator") == "residents"))
    return pl.concat(
        _figures(each, _moves_of(flows, belonging, each.numerator.moves == "in"), living)
        for each in indicators
    )


def _moves_of(
    flows: pl.DataFrame, belonging: Mapping[Geography, pl.DataFrame], inwards: bool
) -> pl.DataFrame:
    here, there = ("to_place", "from_place") if inwards else ("from_place", "to_place")
    return pl.concat(
        flows.join(units, left_on=here, right_on="place")
        .join(units, left_on=[there, "geography_id"], right_on=["place", "geography_id"],
              how="anti")
        .group_by("geography_id").agg(pl.col("moves").sum())
        .select(pl.lit(geography).alias("geography"), "geography_id", "moves")
        for geography, units in belonging.items()
    )  # fmt: skip


def _figures(indicator: Indicator, moves: pl.DataFrame, living: pl.DataFrame) -> pl.DataFrame:
    numerator = pl.col("moves").fill_null(0).cast(pl.Float64)
    residents = pl.col("value")
    return living.join(moves, on=["geography", "geography_id"], how="left").select(
        *UNIT, "period", pl.lit(indicator.id).alias("indicator"), numerator.alias("numerator"),
        residents.alias("denominator"), (numerator / residents).alias("value"),
    )  # fmt: skip
