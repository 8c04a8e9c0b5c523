"""The figures of a delivery, year by year, so that memory holds one year's cells at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import polars as pl

from boligsocial.indicators.cells import by_dimension
from boligsocial.indicators.counted import counted_figures, counted_tables
from boligsocial.indicators.definition import RESIDENTS, Group, Indicator
from boligsocial.indicators.figures import ratio_figures, window_figures
from boligsocial.indicators.movers import Dimensions, flows, mover_figures
from boligsocial.indicators.places import Geography, Places
from boligsocial.registers.deliveries import Delivery, delivered_table
from boligsocial.registers.engines import Engine


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
        tables = counted_tables(delivery, engine, year)
        persons = tables["persons"]
        moved = _flows(delivery, engine, year - 1, persons, places, parts) if movers else None
        alone = counted_figures(tables, year, indicators, groups, places, belonging)
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


def _flows(
    delivery: Delivery, engine: Engine, year: int, persons: ir.Table, places: Places,
    dimensions: Dimensions,
) -> pl.DataFrame | None:  # fmt: skip
    if year not in delivery.years_of("moves"):
        return None
    moves = delivered_table(delivery, "moves", engine, year)
    moved: pl.DataFrame = flows(moves, places.homes, persons, dimensions).to_polars()
    return moved.sort("from_place", "to_place")
