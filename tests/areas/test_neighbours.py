"""Neighbours against every pair measured one by one, and against the published neighbour graph."""

import json
from itertools import combinations

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from boligsocial.areas.neighbours import area_neighbours, area_outlines, estate_neighbours
from boligsocial.registers.projection import to_utm32
from boligsocial.registers.published_lists import load_published_lists

corner = st.tuples(st.integers(0, 12), st.integers(0, 12))
triangle = st.tuples(corner, corner, corner).map(Polygon).filter(lambda shape: shape.area > 0)
rectangle = st.tuples(corner, st.integers(1, 5), st.integers(1, 5)).map(
    lambda given: box(*given[0], given[0][0] + given[1], given[0][1] + given[2])
)
apart = st.tuples(rectangle, rectangle).filter(lambda two: two[0].disjoint(two[1]))
polygons = st.lists(triangle | rectangle | apart.map(MultiPolygon), max_size=9)


def by_hand(shapes, within):
    """Every pair by itself, with the boundary of one inside the other measured both ways."""
    found = {}
    for (one, a), (other, b) in combinations(shapes.items(), 2):
        distance = shapely.distance(a, b)
        if distance <= within:
            shared = (
                shapely.length(shapely.intersection(a.boundary, b))
                + shapely.length(shapely.intersection(b.boundary, a))
            ) / 2
            found[one, other] = found[other, one] = (distance, shared)
    return found


@given(polygons, st.sampled_from([0, 1, 2, 2**0.5, 5, 40]))
def test_pairs_are_those_measured_one_by_one(make_estates, drawn, within):
    shapes = {f"E{number}": shape for number, shape in enumerate(drawn)}
    found = estate_neighbours(make_estates(shapes), within)
    expected = by_hand(shapes, within)
    assert list(zip(found["estate_id"], found["neighbour_id"], strict=True)) == sorted(expected)
    for one, other, *figures in found.drop("contact").iter_rows():
        assert figures == pytest.approx(expected[one, other], abs=1e-9)
    for one, other, distance, _, contact in found.iter_rows():
        a, b = shapes[one], shapes[other]
        touching = {"F": "corner", "0": "corner", "1": "boundary", "2": "overlap"}
        meets = touching[a.relate(b)[0] if a.relate(b)[0] == "2" else a.relate(b)[4]]
        assert contact == (meets if distance == 0 else "near")


@given(polygons, st.randoms())
def test_the_order_of_the_estates_is_of_no_matter(make_estates, drawn, random):
    estates = make_estates({f"E{number}": shape for number, shape in enumerate(drawn)})
    order = random.sample(range(len(drawn)), len(drawn))
    assert estate_neighbours(estates[order], 3).equals(estate_neighbours(estates, 3))


def test_a_corner_a_side_an_overlap_and_a_gap_are_told_apart(make_estates):
    estates = make_estates(
        {
            "A": box(0, 0, 100, 100),
            "side": box(100, 0, 200, 60),
            "corner": box(-50, 100, 0, 150),
            "gap": box(0, -80, 100, -30),
            "over": box(60, 80, 90, 140),
            "far": box(0, 1000, 1, 1001),
        }
    )
    found = estate_neighbours(estates, 40).filter(pl.col("estate_id") == "A")
    assert found.drop("estate_id").rows() == [
        ("corner", 0, 0, "corner"),
        ("gap", 30, 0, "near"),
        # The strip in common is 30 x 20: A has 30 of its boundary there, the other 70.
        ("over", 0, 50, "overlap"),
        ("side", 0, 60, "boundary"),
    ]


def test_outlines_drawn_apart_share_a_boundary_within_the_tolerance(make_estates):
    estates = make_estates({"A": box(0, 0, 100, 100), "B": box(100.5, 0, 200, 100)})
    exact, lenient = (estate_neighbours(estates, 5, tolerance) for tolerance in (0, 1))
    assert exact["shared_boundary_m"].to_list() == [0, 0]
    # And what lies round the corner at either end.
    assert lenient["shared_boundary_m"].to_list() == pytest.approx([100, 100], abs=2)
    assert set(lenient["contact"]) == {"near"}


def near_by_points(one, other, tolerance):
    """How much of a boundary is near another outline, from points along it."""
    count = 2000
    along = (np.arange(count) + 0.5) / count
    points = shapely.line_interpolate_point(one.boundary, along, normalized=True)
    return one.boundary.length * np.mean(shapely.distance(points, other) <= tolerance)


@given(triangle | rectangle, triangle | rectangle, st.sampled_from([0.5, 1, 3]))
def test_the_boundary_within_a_tolerance_is_as_measured_point_by_point(
    make_estates, one, other, tolerance
):
    found = estate_neighbours(make_estates({"A": one, "B": other}), 40, tolerance)
    expected = (near_by_points(one, other, tolerance) + near_by_points(other, one, tolerance)) / 2
    assert found["shared_boundary_m"].to_list() == pytest.approx([expected] * 2, abs=0.15)


@pytest.mark.parametrize("wrong", [None, Polygon(), shapely.Point(50, 50)])
def test_an_estate_without_an_outline_has_no_neighbours(make_estates, squares, wrong):
    shapes = squares(A=(0, 0), B=(1, 0)) | {"C": wrong}
    found = estate_neighbours(make_estates(shapes), 500)
    assert found["estate_id"].to_list() == ["A", "B"]


def test_no_estates_have_no_neighbours(make_estates):
    assert estate_neighbours(make_estates({}), 500).is_empty()


def test_areas_are_the_union_of_their_estates(make_estates, squares):
    shapes = squares(A=(0, 0), B=(1, 0), C=(2, 0), D=(2, 1), E=(9, 9)) | {"F": None}
    members = pl.DataFrame(
        [("X", "A"), ("X", "B"), ("Y", "C"), ("Y", "D"), ("Z", "E"), ("Z", "F"), ("N", "F")],
        schema=["area_id", "estate_id"], orient="row",
    )  # fmt: skip
    estates = make_estates(shapes)
    outline = dict(area_outlines(estates, members).iter_rows())
    assert outline["N"] is None
    assert shapely.from_wkb(outline["X"]).equals(box(0, 0, 200, 100))
    assert shapely.from_wkb(outline["Z"]).equals(shapes["E"])
    assert area_neighbours(estates, members, 300).rows() == [
        ("X", "Y", 0, 100, "boundary"), ("Y", "X", 0, 100, "boundary"),
    ]  # fmt: skip


def test_areas_with_an_estate_in_common_overlap(make_estates, squares):
    members = pl.DataFrame({"area_id": ["X", "X", "Y", "Y"], "estate_id": ["A", "B", "B", "C"]})
    found = area_neighbours(make_estates(squares(A=(0, 0), B=(1, 0), C=(2, 0))), members, 0)
    assert found["contact"].to_list() == ["overlap", "overlap"]


def published_shapes(reference_data, name, key):
    """Published outlines as estates are delivered, projected from degrees to metres."""
    text = (reference_data / "geo" / name).read_text("utf-8")
    features = json.loads(text)["features"]
    shapes = [shapely.from_geojson(json.dumps(each["geometry"])) for each in features]
    projected = shapely.transform(shapes, lambda each: np.stack(to_utm32(*each.T), 1))
    return pl.DataFrame(
        {
            "estate_id": [each["properties"][key] for each in features],
            "geometry": shapely.to_wkb(projected).tolist(),
        }
    )


@pytest.fixture(scope="module")
def municipalities(reference_data):
    return published_shapes(reference_data, "kommuner_simplified.geojson", "KOMKODE")


def test_the_published_neighbours_of_the_municipalities_come_out(municipalities, reference_data):
    published = json.loads((reference_data / "geo" / "kommuner_adjacency.json").read_text())
    found = estate_neighbours(municipalities, 0)
    assert found.select("estate_id", "neighbour_id").rows() == sorted(
        (one, other) for one, others in published.items() for other in others
    )
    assert set(found["contact"]) == {"boundary"}


def test_municipalities_make_up_the_published_regions(municipalities, reference_data):
    published = published_shapes(reference_data, "regioner_simplified.geojson", "REGIONKODE")
    members = load_published_lists().municipalities.select(
        pl.col("region_code").alias("area_id"), pl.col("municipality_code").alias("estate_id")
    )
    found = area_outlines(municipalities, members).join(
        published, left_on="area_id", right_on="estate_id", suffix="_published"
    )
    one, other = (
        shapely.from_wkb(found[name].to_numpy()) for name in ("geometry", "geometry_published")
    )
    common = shapely.area(shapely.intersection(one, other))
    assert len(found) == 5
    # The two were simplified apart.
    assert (common / shapely.area(shapely.union(one, other)) > 0.99).all()
