"""The figures of a delivery, year by year, so that memory holds one year's cells at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from boligsocial.indicators.cells import cells, plan_of
from boligsocial.indicators.definition import Group, Indicator
from boligsocial.indicators.figures import (
    no_figures,
    ratio_figures,
    window_figures,
    year_figures,
)
from boligsocial.indicators.households import households
from boligsocial.indicators.movers import flows, mover_figures
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
    kept: dict[int, pl.DataFrame] = {}
    for year in years:
        moved = _flows(delivery, engine, year - 1, places) if movers else None
        alone = _alone(delivery, engine, year, indicators, groups, places, belonging)
        if moved is not None:
            alone = pl.concat([alone, mover_figures(moved, alone, movers, belonging)])
        kept[year] = alone.filter(pl.col("indicator").is_in([each.id for each in windowed]))
        kept.pop(year - longest, None)
        figures = pl.concat([alone, window_figures(kept, windowed, year)])
        ratios = ratio_figures(figures, indicators, regions)
        yield Year(year, pl.concat([figures, ratios]), moved)


def _alone(
    delivery: Delivery, engine: Engine, year: int, indicators: Sequence[Indicator],
    groups: Sequence[Group], places: Places, belonging: Mapping[Geography, pl.DataFrame],
) -> pl.DataFrame:  # fmt: skip
    """The figures of one year by itself: of persons, and of households."""
    persons = delivered_table(delivery, "persons", engine, year)
    counted = [each for each in indicators if each.numerator.moves is None]
    of_persons = plan_of([each for each in counted if each.table == "persons"], groups)
    of_households = plan_of([each for each in counted if each.table == "households"])
    found = [no_figures()]
    for rows, plan in ((persons, of_persons), (households(persons), of_households)):
        if plan.indicators:
            summed = cells(rows, places.homes, plan).to_polars()
            found.append(year_figures(summed, plan, belonging, year))
    return pl.concat(found)


def _flows(delivery: Delivery, engine: Engine, year: int, places: Places) -> pl.DataFrame | None:
    if year not in delivery.years_of("moves"):
        return None
    moves = delivered_table(delivery, "moves", engine, year)
    moved: pl.DataFrame = flows(moves, places.homes).to_polars()
    return moved.sort("from_place", "to_place")
