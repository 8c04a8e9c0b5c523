"""Places, the finest geography of the pass over persons, and what each of them belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import ibis
import ibis.expr.types as ir
import polars as pl

from boligsocial.registers.engines import Engine

Geography = Literal["estate", "area", "municipality", "region", "nation"]
GEOGRAPHIES: tuple[Geography, ...] = get_args(Geography)
NATION = "DK"
_PRIVATE = ""


@dataclass(frozen=True)
class Places:
    """The estates, and the private housing of each municipality, numbered from 0.

    table: `place`, `estate_id` (null for private housing), `municipality_code`.
    homes: an Ibis table of `dwelling_id` and `place`, kept by the engine.
    """

    table: pl.DataFrame
    homes: ir.Table


def number_places(dwellings: ir.Table, engine: Engine) -> Places:
    """The places that dwellings on an engine lie in."""
    key = ["estate", "municipality_code"]
    named = dwellings.mutate(estate=dwellings.estate_id.fill_null(_PRIVATE))
    number = ibis.row_number().over(ibis.window(order_by=key)).cast("int32")
    places = engine.kept(named.select(key).distinct().mutate(place=number))
    homes = engine.kept(named.join(places, key).select("dwelling_id", "place"))
    estate = pl.col("estate").replace(_PRIVATE, None).alias("estate_id")
    table = places.to_polars().sort("place").select("place", estate, "municipality_code")
    return Places(table, homes)


def belonging(
    places: pl.DataFrame, area_estates: pl.DataFrame, regions: pl.DataFrame
) -> dict[Geography, pl.DataFrame]:
    """For each geography, `place` and the `geography_id` that it belongs to.

    area_estates: `area_id`, `estate_id`, those of one date; an estate may be in several areas.
    regions: `municipality_code`, `region`. A place in no area, or private housing, has no row
    there.
    """
    by = {
        "estate": places.drop_nulls("estate_id").rename({"estate_id": "geography_id"}),
        "area": places.join(area_estates, on="estate_id").rename({"area_id": "geography_id"}),
        "municipality": places.rename({"municipality_code": "geography_id"}),
        "region": places.join(regions, on="municipality_code").rename({"region": "geography_id"}),
        "nation": places.with_columns(pl.lit(NATION).alias("geography_id")),
    }
    return {name: by[name].select("place", "geography_id") for name in GEOGRAPHIES}
