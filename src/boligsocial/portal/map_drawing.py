"""Areas drawn on Denmark's outline: for print, and where the browser has no live map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from boligsocial.portal.components import AreaPoint
from boligsocial.portal.spread import spread
from boligsocial.portal.theme import theme


@dataclass(frozen=True)
class DrawnMark:
    """An area's mark at (x, y); its approximate place is at (root_x, root_y)."""

    area: AreaPoint
    x: str
    y: str
    root_x: str
    root_y: str
    is_moved: bool


@dataclass(frozen=True)
class MapDrawing:
    """The drawing's size and its marks, none over another."""

    width: int
    height: int
    marks: tuple[DrawnMark, ...]


def drawn_map(areas: Sequence[AreaPoint]) -> MapDrawing:
    """Place each area's mark in the drawing whose coast the front-end build draws."""
    frame = theme()["map"]
    roots = np.array([place(area.lon, area.lat) for area in areas]).reshape(-1, 2)
    places = spread(roots, 2.0 * frame["mark"])
    away = np.hypot(*(places - roots).T) > frame["mark"]
    marks = (
        DrawnMark(area, f"{x:.1f}", f"{y:.1f}", f"{root_x:.1f}", f"{root_y:.1f}", bool(moved))
        for area, (x, y), (root_x, root_y), moved in zip(areas, places, roots, away, strict=True)
    )
    return MapDrawing(frame["width"], height(), tuple(marks))


def place(lon: float, lat: float) -> tuple[float, float]:
    """The place of a position in the drawing (Mercator); Bornholm stands in a frame of its own."""
    frame = theme()["map"]
    inset = frame["inset"]
    x, y = _projected(lon, lat)
    if lon <= inset["west"]:
        return x, y
    left, top = _projected(inset["west"], inset["north"])
    return x - left + inset["x"], y - top + inset["y"]


def height() -> int:
    """The drawing's height in its own units."""
    frame = theme()["map"]
    return round(_projected(frame["west"], frame["south"])[1])


def as_geojson(areas: Sequence[AreaPoint]) -> dict[str, Any]:
    """The areas as GeoJSON points for the live map."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [area.lon, area.lat]},
            "properties": {"id": area.id, "url": area.url},
        }
        for area in areas
    ]
    return {"type": "FeatureCollection", "features": features}


def _projected(lon: float, lat: float) -> tuple[float, float]:
    frame = theme()["map"]
    scale = frame["width"] / math.radians(frame["east"] - frame["west"])
    x = math.radians(lon - frame["west"]) * scale
    return x, (_mercator(frame["north"]) - _mercator(lat)) * scale


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
