"""Neighbours: pairs of estates, or of areas, by distance and shared boundary."""

from __future__ import annotations

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from boligsocial.areas.outlines import Outlines, read_outlines
from boligsocial.registers.geometries import Shapes

CONTACTS = ("near", "corner", "boundary", "overlap")
"""How a pair meets: not at all, in single points, along a line, or with surface in common."""

_NEAR, _CORNER, _BOUNDARY, _OVERLAP = range(len(CONTACTS))

_SLACK = 1 + 1e-9
"""A search a hair wider than asked: the tree and the distance may round differently."""


def estate_neighbours(
    estates: pl.DataFrame, within_m: float, tolerance_m: float = 0
) -> pl.DataFrame:
    """Pairs of estates at most `within_m` metres apart, each pair in both directions, sorted.

    `estates` has `estate_id, geometry`. The result has `estate_id, neighbour_id, distance_m,
    shared_boundary_m` and `contact` (one of CONTACTS). The shared boundary is the mean of what each
    has of its boundary within the other; outlines drawn apart share it where they are at most
    `tolerance_m` from each other. Estates without an outline that can be used have no neighbours;
    `read_outlines` tells why.
    """
    return _neighbours(read_outlines(estates, "estate_id"), within_m, tolerance_m, "estate_id")


def area_neighbours(
    estates: pl.DataFrame, members: pl.DataFrame, within_m: float, tolerance_m: float = 0
) -> pl.DataFrame:
    """As `estate_neighbours` for areas: `area_id, neighbour_id, distance_m, ...`.

    `members` has `area_id, estate_id`; the outline of an area is the union of its estates.
    """
    outlines = read_outlines(area_outlines(estates, members), "area_id")
    return _neighbours(outlines, within_m, tolerance_m, "area_id")


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


def _neighbours(
    outlines: Outlines, within_m: float, tolerance_m: float, id_column: str
) -> pl.DataFrame:
    shapes = outlines.shapes
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=within_m * _SLACK)
    once = one < other
    one, other = one[once], other[once]
    distance = shapely.distance(shapes[one], shapes[other])
    close = distance <= within_m
    one, other, distance = one[close], other[close], distance[close]
    contact = _contact(shapes[one], shapes[other], distance)
    shared = np.zeros(len(one))
    touching = np.flatnonzero(distance <= tolerance_m)
    shared[touching] = _shared(
        shapes[one[touching]], shapes[other[touching]], contact[touching] == _OVERLAP, tolerance_m
    )
    pairs = pl.DataFrame(
        {
            id_column: outlines.ids.gather(one),
            "neighbour_id": outlines.ids.gather(other),
            "distance_m": distance,
            "shared_boundary_m": shared,
            "contact": pl.Series(CONTACTS).gather(contact),
        }
    )
    return _both_ways(pairs, id_column)


def _both_ways(pairs: pl.DataFrame, id_column: str) -> pl.DataFrame:
    turned = pairs.select(
        pl.col("neighbour_id").alias(id_column),
        pl.col(id_column).alias("neighbour_id"),
        pl.col("distance_m", "shared_boundary_m", "contact"),
    )
    return pl.concat([pairs, turned]).sort(id_column, "neighbour_id")


def _contact(one: Shapes, other: Shapes, distance: NDArray[np.float64]) -> NDArray[np.int64]:
    """The place in CONTACTS of each pair."""
    contact = np.full(len(one), _NEAR)
    meets = np.flatnonzero(distance == 0)
    # Interiors, boundaries and what lies outside: nine dimensions of what is in common.
    relation = shapely.relate(one[meets], other[meets]).astype("U9").view("U1").reshape(-1, 9)
    contact[meets] = np.select(
        [relation[:, 0] == "2", relation[:, 4] == "1"], [_OVERLAP, _BOUNDARY], _CORNER
    )
    return contact


def _shared(
    one: Shapes, other: Shapes, overlap: NDArray[np.bool_], tolerance_m: float
) -> NDArray[np.float64]:
    """The mean of what each has of its boundary within the other, or within the tolerance of it."""
    if tolerance_m:
        grown = [shapely.buffer(each, tolerance_m) for each in (one, other)]
        return _mean_length(one, grown[1], other, grown[0])
    # Where they touch from outside, what they have in common is that boundary.
    shared: NDArray[np.float64] = shapely.length(shapely.intersection(one, other))
    one, other = one[overlap], other[overlap]
    shared[overlap] = _mean_length(one, other, other, one)
    return shared


def _mean_length(one: Shapes, around: Shapes, other: Shapes, about: Shapes) -> NDArray[np.float64]:
    """The mean length of the boundary of `one` in `around` and of `other` in `about`."""
    lengths = [
        shapely.length(shapely.intersection(shapely.boundary(shape), place))
        for shape, place in ((one, around), (other, about))
    ]
    mean: NDArray[np.float64] = (lengths[0] + lengths[1]) / 2
    return mean


def _positions(ids: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"estate_id": ids}).with_row_index("position")
