"""Outlines of places, read from well-known binary; what cannot be used is told and left out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl
import shapely

from boligsocial.registers.geometries import Shapes, shapes_in

_POLYGON, _MULTIPOLYGON = 3, 6
_SOUND, _MISSING, _UNREADABLE, _EMPTY, _NO_SURFACE, _MENDED = range(6)


class OutlineProblem(StrEnum):
    """What is wrong with an outline; a place with any but the last has no outline in use."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    """Not well-known binary, a coordinate that is no number, or curves."""
    EMPTY = "empty"
    NO_SURFACE = "no_surface"
    """Points, lines, or a polygon that encloses nothing."""
    MENDED = "mended"
    """A polygon that crossed itself, or parts beside polygons; what it encloses is in use."""


_PROBLEMS = [None, *(problem.value for problem in OutlineProblem)]


@dataclass(frozen=True)
class Outlines:
    """`ids` and `shapes` of the places in use: valid polygons and multipolygons, in one order.

    `problems` has `id, problem` (an OutlineProblem) for each place that has one.
    """

    ids: pl.Series
    shapes: Shapes
    problems: pl.DataFrame


def read_outlines(places: pl.DataFrame, id_column: str) -> Outlines:
    """The outlines in the column `geometry` (WKB, metres of EPSG:25832), sorted by id."""
    ordered = places.select(pl.col(id_column).alias("id"), pl.col("geometry").cast(pl.Binary)).sort(
        "id"
    )
    shapes = shapes_in(ordered["geometry"].to_numpy())
    surface = np.isin(shapely.get_type_id(shapes), (_POLYGON, _MULTIPOLYGON))
    problem = np.select(
        [ordered["geometry"].is_null().to_numpy(), shapely.is_missing(shapes),
         shapely.is_empty(shapes), ~(surface & shapely.is_valid(shapes))],
        [_MISSING, _UNREADABLE, _EMPTY, _MENDED], _SOUND,
    )  # fmt: skip
    wrong = np.flatnonzero(problem == _MENDED)
    shapes[wrong] = _surfaces(shapes[wrong])
    problem[wrong[shapely.is_empty(shapes[wrong])]] = _NO_SURFACE
    used = np.isin(problem, (_SOUND, _MENDED))
    told = ordered.select("id", pl.Series("problem", _PROBLEMS).gather(problem)).drop_nulls()
    return Outlines(ordered["id"].filter(pl.Series(used)), shapes[used], told)


def _surfaces(shapes: Shapes) -> Shapes:
    """The surfaces that shapes enclose, empty where they enclose none."""
    valid = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    # Growing by nothing drops points and lines.
    surfaces: Shapes = shapely.buffer(valid, 0)
    return surfaces
