"""Who moves when the reader weighs otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from boligsocial.index.bands import Bands
from boligsocial.messages import Message
from boligsocial.portal.ranking.rows import Row, rows_of

SHOWN = 5


@dataclass(frozen=True)
class Movers:
    """How many change band under other weights, and who moves farthest each way.

    into, out_of: how many come into the first band and leave it. hidden: estates whose new place is
    not shown.
    """

    changing: int
    into: int
    out_of: int
    hidden: int
    up: tuple[Row, ...]
    down: tuple[Row, ...]

    @property
    def summary(self) -> Message:
        if not self.changing:
            return Message("No estate changes band with these weights.")
        return Message(
            "{changing} estates change band with these weights: {into} come into the most exposed "
            "band, and {out_of} leave it.",
            {"changing": self.changing, "into": self.into, "out_of": self.out_of},
        )


def movers_in(table: pl.DataFrame, among: int, bands: Bands) -> Movers:
    """Who moves in a table of `places.places_under`."""
    shown = table.filter(pl.col("rank").is_not_null())
    changing = shown.filter(pl.col("band") != pl.col("band_given"))
    first = bands.band[0].id
    up = shown.filter(pl.col("moves") > 0).sort("moves", "rank", descending=[True, False])
    down = shown.filter(pl.col("moves") < 0).sort("moves", "rank")
    return Movers(
        len(changing),
        len(changing.filter(pl.col("band") == first)),
        len(changing.filter(pl.col("band_given") == first)),
        int(table["is_hidden"].sum()),
        tuple(rows_of(up.head(SHOWN), among, bands)),
        tuple(rows_of(down.head(SHOWN), among, bands)),
    )
