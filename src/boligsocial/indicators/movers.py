"""Moves between places, and those into and out of each unit, by groups of those who moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import ibis.expr.types as ir
import polars as pl

from boligsocial.indicators.definition import Group, Indicator
from boligsocial.indicators.expressions import group_position
from boligsocial.indicators.figures import UNIT, by_group
from boligsocial.indicators.households import HOUSEHOLDS, households
from boligsocial.indicators.places import Geography
from boligsocial.registers.schema import PERSONS

Dimensions = Mapping[str, Sequence[Group]]


def flows(moves: ir.Table, homes: ir.Table, persons: ir.Table, dimensions: Dimensions) -> ir.Table:
    """The moves of a year from one dwelling of the country to another: `from_place`, `to_place`,
    the position of the mover's group in each dimension, `moves`.

    moves: a year's part, with the columns of the schema. homes: `dwelling_id` and `place`. persons:
    those of the 1 January after, which tell the groups; who is not among them any more is in none.
    Births, deaths and moves across the border have only one dwelling and are left out.
    """
    old = homes.select(from_dwelling_id=homes.dwelling_id, from_place=homes.place)
    new = homes.select(to_dwelling_id=homes.dwelling_id, to_place=homes.place)
    placed = moves.join(old, "from_dwelling_id").join(new, "to_dwelling_id")
    if not dimensions:
        return placed.group_by("from_place", "to_place").agg(moves=placed.count())
    known = _known(placed, persons, dimensions)
    keys = {name: group_position(known, members) for name, members in dimensions.items()}
    return known.group_by("from_place", "to_place", **keys).agg(moves=known.count())


def _known(moves: ir.Table, persons: ir.Table, dimensions: Dimensions) -> ir.Table:
    """Moves with what is known of the mover, as `definition.MOVERS`."""
    known = moves.left_join(persons, "person_id")
    if all(group.divides(PERSONS) for members in dimensions.values() for group in members):
        return known
    beside = [field.name for field in HOUSEHOLDS.fields_beside(PERSONS)]
    return known.left_join(households(persons).select("dwelling_id", *beside), "dwelling_id")


def mover_figures(
    flows: pl.DataFrame, residents: pl.DataFrame, indicators: Iterable[Indicator],
    dimensions: Dimensions, belonging: Mapping[Geography, pl.DataFrame],
) -> pl.DataFrame:  # fmt: skip
    """Moves into or out of each unit per resident of the same group, in the long table's columns.

    flows: as from `flows`. residents: the figures of that name on the 1 January that ends the year
    of the moves. A move within a unit is none of its own.
    """
    return pl.concat(
        _figures(each, _moves_of(flows, dimensions, belonging, each.numerator.moves == "in"),
                 residents)
        for each in indicators
    )  # fmt: skip


def _moves_of(
    flows: pl.DataFrame, dimensions: Dimensions, belonging: Mapping[Geography, pl.DataFrame],
    inwards: bool,
) -> pl.DataFrame:  # fmt: skip
    here, there = ("to_place", "from_place") if inwards else ("from_place", "to_place")
    found = []
    for geography, units in belonging.items():
        over_the_bounds = flows.join(units, left_on=here, right_on="place").join(
            units, left_on=[there, "geography_id"], right_on=["place", "geography_id"], how="anti"
        )
        moved = by_group(over_the_bounds, "geography_id", dimensions, [pl.col("moves").sum()])
        found.append(moved.with_columns(pl.lit(geography).alias("geography")))
    return pl.concat(found)


def _figures(indicator: Indicator, moves: pl.DataFrame, living: pl.DataFrame) -> pl.DataFrame:
    numerator = pl.col("moves").fill_null(0).cast(pl.Float64)
    residents = pl.col("value")
    return living.join(moves, on=list(UNIT), how="left").select(
        *UNIT, "period", pl.lit(indicator.id).alias("indicator"), numerator.alias("numerator"),
        residents.alias("denominator"), (numerator / residents).alias("value"),
    )  # fmt: skip
