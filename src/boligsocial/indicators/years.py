"""The figures of a delivery, year by year, so that memory holds one year's cells at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import ibis.expr.types as ir
import polars as pl

from boligsocial.indicators.cells import Plan, cells
from boligsocial.indicators.figures import (
    EVERYONE,
    ratio_figures,
    window_figures,
    year_figures,
)
from boligsocial.indicators.places import Geography
from boligsocial.registers.deliveries import Delivery, delivered_table
from boligsocial.registers.engines import Engine


def figures_by_year(
    delivery: Delivery, engine: Engine, years: Sequence[int], plan: Plan, homes: ir.Table,
    belonging: Mapping[Geography, pl.DataFrame], regions: pl.DataFrame,
) -> Iterator[tuple[int, pl.DataFrame]]:  # fmt: skip
    """Each year, rising, with its figures: those of the year, means that end with it, ratios.

    homes, belonging: as from `places`. regions: as from `region_of`. A geography without residents
    in a year has no rows of that year.
    """
    windowed = [each for each in plan.indicators if max(each.windows) > 1]
    longest = max((max(each.windows) for each in windowed), default=1)
    kept: dict[int, pl.DataFrame] = {}
    for year in years:
        persons = delivered_table(delivery, "persons", engine, year)
        alone = year_figures(cells(persons, homes, plan).to_polars(), plan, belonging, year)
        kept[year] = alone.filter(pl.col("indicator").is_in([each.id for each in windowed]))
        kept.pop(year - longest, None)
        figures = pl.concat([alone, window_figures(kept, windowed, year)])
        yield year, pl.concat([figures, ratio_figures(figures, plan.indicators, regions)])


def occupied_dwellings(
    delivery: Delivery, engine: Engine, year: int, homes: ir.Table
) -> pl.DataFrame:
    """`place` and `households`, the dwellings that someone lives in on 1 January of a year."""
    persons = delivered_table(delivery, "persons", engine, year)
    lived_in = persons.select("dwelling_id").distinct()
    in_use = homes.join(lived_in, "dwelling_id")
    households: pl.DataFrame = in_use.group_by("place").agg(households=in_use.count()).to_polars()
    return households


def everyone(figures: pl.DataFrame) -> pl.DataFrame:
    """The rows of all people, without those of groups."""
    return figures.filter(pl.col("group") == EVERYONE)
