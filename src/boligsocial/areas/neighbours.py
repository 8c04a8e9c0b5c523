"""Neighbours: pairs of estates, or of areas, by distance and shared boundary."""

from __future__ import annotations

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from boligsocial.areas.outlines import Outlines, Shapes, read_outlines

CONTACTS = ("near", "corner", "boundary", "overlap")
"""How a pair meets: not at all, in single points, along a line, or with surface in common."""

_SLACK = 1 + 1e-9
"""A search a hair wider than asked: the tree and the distance may round differently."""


def estate_neighbours(estates: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """Pairs of estates at most `within_m` metres apart, each pair in both directions, sorted.

    `estates` has `estate_id, geometry`. The result has `estate_id, neighbour_id, distance_m,
    shared_boundary_m` and `contact` (one of CONTACTS). Where two overlap, the shared boundary is
    the mean of what each has of its boundary within the other. Estates without an outline that can
    be used have no neighbours; `read_outlines` tells why.
    """
    return _neighbours(read_outlines(estates, "estate_id"), within_m, "estate_id")


def area_neighbours(estates: pl.DataFrame, members: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """As `estate_neighbours` for areas: `area_id, neighbour_id, distance_m, ...`.

    `members` has `area_id, estate_id`; the outline of an area is the union of its estates.
    """
    return _neighbours(
        read_outlines(area_outlines(estates, members), "area_id"), within_m, "area_id"
    )


def area_outlines(estates: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """`area_id, geometry` (WKB), the union of the estates of each area in `members`.

    Null for an area none of whose estates has an outline that can be used.
    """
    outlines = read_outlines(estates, "estate_id")
    areas = members.select(pl.col("area_id").unique().sort())
    parts = (
        members.join(_positions(outlines.ids), on="estate_id")
        .join(areas.with_row_index("area"), on="area_id")
        .sort("area", "position")
    )
    unions = np.full(len(areas), None, object)
    if len(parts):
        # Unions want one collection of parts for each area that has any.
        having, place = np.unique(parts["area"].to_numpy(), return_inverse=True)
        shapes = outlines.shapes[parts["position"].to_numpy()]
        collections = shapely.geometrycollections(shapes, indices=place)
        unions[having] = shapely.union_all(collections[:, None], axis=1)
    return areas.with_columns(pl.Series("geometry", shapely.to_wkb(unions).tolist(), pl.Binary))


def _neighbours(outlines: Outlines, within_m: float, id_column: str) -> pl.DataFrame:
    shapes = outlines.shapes
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=within_m * _SLACK)
    once = one < other
    one, other = one[once], other[once]
    distance = shapely.distance(shapes[one], shapes[other])
    close = distance <= within_m
    one, other, distance = one[close], other[close], distance[close]
    shared, contact = _meeting(shapes[one], shapes[other], distance)
    pairs = pl.DataFrame(
        {
            id_column: outlines.ids.gather(one),
            "neighbour_id": outlines.ids.gather(other),
            "distance_m": distance,
            "shared_boundary_m": shared,
            "contact": contact,
        }
    )
    turned = pairs.select(
        pl.col("neighbour_id").alias(id_column),
        pl.col(id_column).alias("neighbour_id"),
        pl.col("distance_m", "shared_boundary_m", "contact"),
    )
    return pl.concat([pairs, turned]).sort(id_column, "neighbour_id")


def _meeting(
    one: Shapes, other: Shapes, distance: NDArray[np.float64]
) -> tuple[NDArray[np.float64], pl.Series]:
    """The shared boundary in metres and the contact of each pair."""
    shared, overlap = np.zeros(len(one)), np.zeros(len(one), bool)
    meets = np.flatnonzero(distance == 0)
    one, other = one[meets], other[meets]
    common = shapely.intersection(one, other)
    overlap[meets] = shapely.area(common) > 0
    shared[meets] = shapely.length(common)
    across = np.flatnonzero(overlap[meets])
    shared[meets[across]] = (
        shapely.length(shapely.intersection(shapely.boundary(one[across]), other[across]))
        + shapely.length(shapely.intersection(shapely.boundary(other[across]), one[across]))
    ) / 2
    kind = np.select([overlap, shared > 0, distance == 0], [3, 2, 1], 0)
    return shared, pl.Series("contact", CONTACTS).gather(kind)


def _positions(ids: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"estate_id": ids}).with_row_index("position")
