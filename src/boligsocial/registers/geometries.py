"""Well-known binary, read without fail."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[Any]
"""Shapely geometries, or None."""

_WITH_SURFACE = (
    shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON,
    shapely.GeometryType.GEOMETRYCOLLECTION,
)  # fmt: skip


def shapes_in(binary: NDArray[Any]) -> Shapes:
    """Flat shapes of finite coordinates, None for what cannot be read."""
    with np.errstate(invalid="ignore"):
        try:
            shapes = shapely.from_wkb(binary, on_invalid="ignore")
        except NotImplementedError:
            # One curve stops the reading of all, so each is tried by itself.
            shapes = np.array([_shape_in(each) for each in binary], object)
    flat: Shapes = shapely.force_2d(shapes)
    coordinates, owner = shapely.get_coordinates(flat, return_index=True)
    flat[owner[~np.isfinite(coordinates).all(axis=1)]] = None
    return flat


def can_be_outlines(binary: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether each is a polygon or several; points, lines and what cannot be read are not."""
    return np.isin(shapely.get_type_id(shapes_in(binary)), _WITH_SURFACE)


def _shape_in(binary: bytes | None) -> Any:  # noqa: ANN401
    try:
        return shapely.from_wkb(binary, on_invalid="ignore")
    except NotImplementedError:
        return None
