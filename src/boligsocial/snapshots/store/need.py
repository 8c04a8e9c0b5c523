"""The need index of every estate of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from boligsocial.areas.neighbours import estate_neighbours
from boligsocial.definitions import Definition, read_definition
from boligsocial.index.estates import estate_index
from boligsocial.index.figures import denominator, numerator, reference
from boligsocial.index.specification import Specification, default_specification
from boligsocial.index.uncertainty import default_simulation
from boligsocial.indicators.definition import Indicator
from boligsocial.indicators.figures import EVERYONE


class Reach(Definition):
    """How far from each other small estates may lie and still be pooled."""

    within_m: float
    basis: str


def need_index(
    estates: pl.DataFrame, figures: pl.DataFrame, outlines: pl.DataFrame,
    indicators: Sequence[Indicator], on: date,
) -> pl.DataFrame:  # fmt: skip
    """The default index, as `index.estates.estate_index` gives it, with intervals of the ranks.

    estates: `estate_id`, `municipality_code`, `region`, `residents`, `households`. figures: the
    long table. outlines: `estate_id`, `geometry`. An income is held against the region's.
    """
    specification = default_specification()
    counted = with_counts(estates, figures, indicators, specification, on)
    neighbours = estate_neighbours(outlines, reach().within_m)
    return estate_index(
        counted, specification, neighbours=neighbours, simulation=default_simulation()
    )


def with_counts(
    estates: pl.DataFrame, figures: pl.DataFrame, indicators: Sequence[Indicator],
    specification: Specification, on: date,
) -> pl.DataFrame:  # fmt: skip
    """Estates with the numerator and the denominator of each component in the year of the date."""
    year = figures.filter((pl.col("group") == EVERYONE) & (pl.col("period") == str(on.year)))
    against = {each.id: each.ratio for each in indicators}
    for name in (each.column for each in specification.component):
        of_indicator = year.filter(pl.col("indicator") == name)
        counts = of_indicator.filter(pl.col("geography") == "estate").select(
            pl.col("geography_id").alias("estate_id"),
            pl.col("numerator").alias(numerator(name)),
            pl.col("denominator").alias(denominator(name)),
        )
        estates = estates.join(counts, on="estate_id", how="left", maintain_order="left")
        ratio = against.get(name)
        if ratio is not None and ratio.to == "region":
            regional = of_indicator.filter(pl.col("geography") == "region").select(
                pl.col("geography_id").alias("region"), pl.col("value").alias(reference(name))
            )
            estates = estates.join(regional, on="region", how="left", maintain_order="left")
    return estates


def reach() -> Reach:
    """The reach that comes with the product."""
    return read_definition(Path(__file__).parent / "reach.toml", Reach)
