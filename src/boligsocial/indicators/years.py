"""The figures of a delivery, year by year, so that memory holds one year's cells at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import polars as pl

from boligsocial.indicators.cells import by_dimension, cells, plan_of
from boligsocial.indicators.definition import RESIDENTS, Counted, Group, Indicator
from boligsocial.indicators.figures import (
    no_figures,
    ratio_figures,
    window_figures,
    year_figures,
)
from boligsocial.indicators.households import households
from boligsocial.indicators.movers import Dimensions, flows, mover_figures
from boligsocial.indicators.places import Geography, Places
from boligsocial.registers.deliveries import Delivery, delivered_table
from boligsocial.registers.engines import Engine
from boligsocial.registers.schema import PERSONS


@dataclass(frozen=True)
class Year:
    """What a year gives.

    figures: those of the year, means that end with it, and ratios. flows: the moves of the year
    before between places (`from_place`, `to_place`, `moves`); none where they are not delivered, or
    no indicator asks for them.
    """

    year: int
    figures: pl.DataFrame
    flows: pl.DataFrame | None


def computed_years(
    delivery: Delivery, engine: Engine, years: Sequence[int], indicators: Sequence[Indicator],
    groups: Sequence[Group], places: Places, belonging: Mapping[Geography, pl.DataFrame],
    regions: pl.DataFrame,
) -> Iterator[Year]:  # fmt: skip
    """Each year, rising. A geography without residents in a year has no rows of that year.

    places, belonging: as from `places`. regions: as from `region_of`.
    """
    windowed = [each for each in indicators if max(each.windows) > 1]
    longest = max((max(each.windows) for each in windowed), default=1)
    movers = [each for each in indicators if each.numerator.moves]
    parts = by_dimension(groups)
    kept: dict[int, pl.DataFrame] = {}
    for year in years:
        persons = delivered_table(delivery, "persons", engine, year)
        moved = _flows(delivery, engine, year - 1, persons, places, parts) if movers else None
        alone = _alone(persons, year, indicators, groups, places, belonging)
        if moved is not None:
            living = alone.filter(pl.col("indicator") == RESIDENTS)
            alone = pl.concat([alone, mover_figures(moved, living, movers, parts, belonging)])
            moved = moved.group_by("from_place", "to_place", maintain_order=True).agg(
                pl.col("moves").sum()
            )
        kept[year] = alone.filter(pl.col("indicator").is_in([each.id for each in windowed]))
        kept.pop(year - longest, None)
        figures = pl.concat([alone, window_figures(kept, windowed, year)])
        ratios = ratio_figures(figures, indicators, regions)
        yield Year(year, pl.concat([figures, ratios]), moved)


def _alone(
    persons: ir.Table, year: int, indicators: Sequence[Indicator], groups: Sequence[Group],
    places: Places, belonging: Mapping[Geography, pl.DataFrame],
) -> pl.DataFrame:  # fmt: skip
    """The figures of one year by itself: of persons, and of households."""

    def counted(rows: ir.Table, mine: Sequence[Indicator]) -> pl.DataFrame:
        if not mine:
            return no_figures()
        plan = plan_of(mine, [each for each in groups if each.divides(mine[0].rows)])
        return year_figures(cells(rows, places.homes, plan).to_polars(), plan, belonging, year)

    counting = [each for each in indicators if each.numerator.moves is None]
    by_person = [each for each in counting if each.table == "persons"]
    by_household = [each for each in counting if each.table == "households"]
    kinds = [each.id for each in groups if not each.divides(PERSONS)]
    if kinds:
        by_household += _in_households(by_person)
    of_households = counted(households(persons), by_household)
    told_twice = (pl.col("indicator") == RESIDENTS) & ~pl.col("group").is_in(kinds)
    return pl.concat([counted(persons, by_person), of_households.filter(~told_twice)])


def _in_households(indicators: Sequence[Indicator]) -> Iterator[Indicator]:
    """Residents once more, counted by household: for groups that only a household tells."""
    people = {"table": "households", "numerator": Counted(sum="residents")}
    for each in indicators:
        if each.id == RESIDENTS:
            yield each.model_copy(update=people)


def _flows(
    delivery: Delivery, engine: Engine, year: int, persons: ir.Table, places: Places,
    dimensions: Dimensions,
) -> pl.DataFrame | None:  # fmt: skip
    if year not in delivery.years_of("moves"):
        return None
    moves = delivered_table(delivery, "moves", engine, year)
    moved: pl.DataFrame = flows(moves, places.homes, persons, dimensions).to_polars()
    return moved.sort("from_place", "to_place")
