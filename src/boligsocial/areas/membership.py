"""Which estates each area has on a date; `valid_to` is the last day, and null has no end yet."""

from __future__ import annotations

from datetime import date

import polars as pl


def estates_on(area_estates: pl.DataFrame, areas: pl.DataFrame, on: date) -> pl.DataFrame:
    """`area_id, estate_id`, one row for each estate that belongs to an area on the day, sorted.

    Tables as in `registers.schema`. Both the area and the estate's place in it must be valid; an
    estate may belong to several areas.
    """
    there = areas.filter(valid_on(on)).select("area_id")
    return (
        area_estates.filter(valid_on(on))
        .join(there, on="area_id", how="semi")
        .select("area_id", "estate_id")
        .unique()
        .sort("area_id", "estate_id")
    )


def valid_on(on: date) -> pl.Expr:
    """Whether a dated row holds on the day: valid_from <= day <= valid_to, or no valid_to."""
    return (pl.col("valid_from") <= on) & (
        pl.col("valid_to").is_null() | (on <= pl.col("valid_to"))
    )
