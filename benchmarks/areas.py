"""Neighbours and legal areas of 7,500 estates, beside a plain GeoPandas version of the neighbours.

The estates are made up: 200 strips of contiguous estates and single ones, spread over places of the
size of a town. The run stops if the two find different pairs, distances or shared boundaries.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

import geopandas as gpd  # type: ignore[import-untyped]
import numpy as np
import polars as pl
import shapely

from boligsocial.areas.area_rules import area_rules
from boligsocial.areas.legal_areas import derive_areas
from boligsocial.areas.merging import merging_pairs
from boligsocial.areas.neighbours import area_neighbours, estate_neighbours

ESTATES, AREAS, PER_AREA, TOWNS = 7_500, 200, 6, 98
WIDTH_M, DEPTH_M, TOWN_M, COUNTRY_M = 120, 200, 4_000, 300_000
WITHIN_M, YEAR = 500.0, 2017
Result = TypeVar("Result")


def made_up_estates() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The estates, and the area of those that lie in one."""
    random = np.random.default_rng(1)
    strips = AREAS + ESTATES - AREAS * PER_AREA
    town = random.integers(0, TOWNS, strips)
    corner = random.uniform(0, COUNTRY_M, (TOWNS, 2))[town] + random.normal(0, TOWN_M, (strips, 2))
    size = np.where(np.arange(strips) < AREAS, PER_AREA, 1)
    strip = np.repeat(np.arange(strips), size)
    along = np.arange(ESTATES) - (np.cumsum(size) - size)[strip]
    x, y = corner[strip].T.round(1)
    x = x + along * WIDTH_M
    outlines = shapely.box(x, y, x + WIDTH_M, y + DEPTH_M)
    ids = pl.select(
        pl.format("E{}", pl.int_range(ESTATES).cast(pl.String).str.zfill(5))
    ).to_series()
    estates = pl.DataFrame(
        {
            "estate_id": ids,
            "name": ids,
            "municipality_code": pl.Series(town[strip]).cast(pl.String),
            "dwellings": np.full(ESTATES, 100),
            "geometry": shapely.to_wkb(outlines).tolist(),
        }
    )
    in_area = pl.DataFrame({"strip": strip, "estate_id": ids}).filter(pl.col("strip") < AREAS)
    return estates, in_area.select(pl.format("A{}", "strip").alias("area_id"), "estate_id")


def with_geopandas(estates: pl.DataFrame) -> pl.DataFrame:
    """The same pairs as one writes them first: a spatial join, then distance and intersection."""
    frame = gpd.GeoDataFrame(
        {"estate_id": estates["estate_id"].to_list()},
        geometry=gpd.GeoSeries.from_wkb(estates["geometry"].to_list()),
        crs=25832,
    )
    joined = frame.sjoin(frame, predicate="dwithin", distance=WITHIN_M)
    joined = joined[joined["estate_id_left"] != joined["estate_id_right"]]
    one, other = joined.geometry, frame.loc[joined["index_right"], "geometry"]
    distance = one.distance(other, align=False)
    one_in_other = one.boundary.intersection(other, align=False).length
    other_in_one = other.boundary.intersection(one, align=False).length
    return pl.DataFrame(
        {
            "estate_id": joined["estate_id_left"].to_list(),
            "neighbour_id": joined["estate_id_right"].to_list(),
            "distance_m": distance.to_numpy(),
            "shared_boundary_m": (one_in_other.to_numpy() + other_in_one.to_numpy()) / 2,
        }
    ).sort("estate_id", "neighbour_id")


def timed(run: Callable[[], Result], repeats: int = 5) -> tuple[float, Result]:
    """The median time in seconds, and the result."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = run()
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def main() -> None:
    estates, members = made_up_estates()
    ours, found = timed(lambda: estate_neighbours(estates, WITHIN_M))
    theirs, expected = timed(lambda: with_geopandas(estates), 3)
    assert found.select("estate_id", "neighbour_id").equals(
        expected.select("estate_id", "neighbour_id")
    )
    for column in ("distance_m", "shared_boundary_m"):
        assert np.allclose(found[column], expected[column], atol=1e-6)
    print(f"{ESTATES} estates within {WITHIN_M:.0f} m: {len(found)} pairs (both directions)")
    print(f"  areas.neighbours  {ours:6.2f} s")
    print(f"  GeoPandas         {theirs:6.2f} s   {theirs / ours:.1f} times ours")
    between, _ = timed(lambda: area_neighbours(estates, members, WITHIN_M))
    print(f"{AREAS} areas as unions, neighbours within {WITHIN_M:.0f} m: {between:.2f} s")
    places = estates.select("estate_id", "municipality_code", residents=pl.lit(200))
    merging, _ = timed(lambda: merging_pairs(found, places, "estate_id"))
    print(f"candidates for merging from {len(found)} pairs of estates: {merging:.2f} s")
    heads = places.select("estate_id", pl.lit(YEAR).alias("year"), "residents")
    deriving, derived = timed(lambda: derive_areas(estates, heads, area_rules()[0], YEAR))
    count = int(derived.areas["is_area"].sum())
    print(f"legal areas of {ESTATES} estates: {deriving:.2f} s, {count} areas")


if __name__ == "__main__":
    main()
