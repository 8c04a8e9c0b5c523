"""Outlines that cannot be used are told apart, and none of them stops the rest."""

import math
import struct

import numpy as np
import polars as pl
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box

from boligsocial.areas.outlines import OutlineProblem, read_outlines

BOW_TIE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])


def curved_polygon():
    """Half a disc whose round side is a circular string; Shapely refuses to read it."""
    arc = struct.pack("<BII6d", 1, 8, 3, 0, 0, 1, 1, 2, 0)
    chord = struct.pack("<BII4d", 1, 2, 2, 2, 0, 0, 0)
    ring = struct.pack("<BII", 1, 9, 2) + arc + chord
    return struct.pack("<BII", 1, 10, 1) + ring


def not_finite(figure):
    """A square one corner of which is not a number."""
    coordinates = [0, 0, 0, 1, 1, 1, figure, 0, 0, 0]
    return struct.pack("<BIII10d", 1, 3, 1, 5, *coordinates)


def outlines(*binary):
    ids = [f"E{number}" for number in range(len(binary))]
    return read_outlines(
        pl.DataFrame({"estate_id": ids, "geometry": binary},
                     schema={"estate_id": pl.String, "geometry": pl.Binary}),
        "estate_id",
    )  # fmt: skip


USELESS = {
    "null": (None, OutlineProblem.MISSING),
    "no bytes": (b"", OutlineProblem.UNREADABLE),
    "text": (b"POLYGON EMPTY", OutlineProblem.UNREADABLE),
    "cut off": (box(0, 0, 1, 1).wkb[:-8], OutlineProblem.UNREADABLE),
    "curves": (curved_polygon(), OutlineProblem.UNREADABLE),
    "not a number": (not_finite(math.nan), OutlineProblem.UNREADABLE),
    "infinite": (not_finite(math.inf), OutlineProblem.UNREADABLE),
    "empty": (Polygon().wkb, OutlineProblem.EMPTY),
    "point": (Point(1, 1).wkb, OutlineProblem.NO_SURFACE),
    "flat": (Polygon([(0, 0), (1, 1), (2, 2)]).wkb, OutlineProblem.NO_SURFACE),
}


@pytest.mark.parametrize(("binary", "problem"), USELESS.values(), ids=USELESS)
def test_an_outline_without_use_is_told_and_the_others_stay(binary, problem):
    found = outlines(box(0, 0, 1, 1).wkb, binary, box(5, 5, 6, 6).wkb)
    assert found.problems.rows() == [("E1", problem)]
    assert found.ids.to_list() == ["E0", "E2"]
    assert shapely.area(found.shapes).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("shape", "surface"),
    [
        (BOW_TIE, 2),
        (MultiPolygon([box(0, 0, 2, 2), box(1, 1, 3, 3)]), 7),
        (shapely.GeometryCollection([Point(9, 9), box(0, 0, 1, 1)]), 1),
    ],
)
def test_what_a_crooked_outline_encloses_is_in_use(shape, surface):
    found = outlines(shape.wkb)
    assert found.problems.rows() == [("E0", OutlineProblem.MENDED)]
    assert shapely.area(found.shapes).tolist() == pytest.approx([surface])
    assert shapely.is_valid(found.shapes).all()


def test_sound_outlines_are_as_they_came_without_their_heights():
    apart = MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)])
    with_heights = shapely.force_3d(box(0, 0, 1, 1), 17)
    found = outlines(apart.wkb, shapely.to_wkb(with_heights))
    assert found.problems.is_empty()
    assert found.shapes[0].equals(apart)
    assert not shapely.has_z(found.shapes).any()


def test_a_delivery_without_outlines_has_none():
    assert len(outlines().ids) == 0
    assert outlines(None, None).problems["problem"].to_list() == ["missing", "missing"]
    assert isinstance(outlines(None).shapes, np.ndarray)
