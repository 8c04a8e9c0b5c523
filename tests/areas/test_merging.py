"""Candidates for merging against networkx and against a plain reading of the neighbours."""

import networkx as nx
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.areas.merging import merging_groups, merging_pairs
from boligsocial.areas.neighbours import area_neighbours, estate_neighbours

PLACES = {"area_id": pl.String, "municipality_code": pl.String, "residents": pl.Int64}


def places(*rows):
    return pl.DataFrame(rows, schema=PLACES, orient="row")


@pytest.fixture(scope="module")
def row_of_areas(make_estates, squares):
    """Three areas in a row, the third in another municipality, and a fourth a field away."""
    estates = make_estates(
        squares(a=(0, 0), b=(1, 0), c=(2, 0), d=(2, 2)), municipality={"c": "0147"}
    )
    members = pl.DataFrame({"area_id": ["A", "B", "C", "D"], "estate_id": ["a", "b", "c", "d"]})
    described = places(
        ("A", "0101", 1000), ("B", "0101", 1500), ("C", "0147", 900), ("D", "0101", None)
    )
    return estates, members, described


def test_pairs_stay_within_a_municipality_and_stand_once(row_of_areas):
    estates, members, described = row_of_areas
    pairs = merging_pairs(area_neighbours(estates, members, 120), described)
    assert pairs.drop("distance_m").rows() == [
        ("A", "B", "0101", 100, 2500),
        ("B", "D", "0101", 0, None),
    ]
    assert pairs["distance_m"].to_list() == [0, 100]
    assert pairs.columns[:2] == ["area_id", "neighbour_id"]


def test_estates_make_pairs_in_the_same_columns(row_of_areas):
    estates, _, _ = row_of_areas
    counted = estates.select("estate_id", "municipality_code", residents=pl.lit(10))
    pairs = merging_pairs(estate_neighbours(estates, 0), counted, "estate_id")
    assert pairs.rows() == [("a", "b", "0101", 0, 100, 20)]
    assert merging_groups(pairs, counted, "estate_id").rows() == [
        ("a", "a", 2, 20), ("a", "b", 2, 20),
    ]  # fmt: skip


def test_a_group_with_an_unknown_head_count_has_an_unknown_sum(row_of_areas):
    estates, members, described = row_of_areas
    pairs = merging_pairs(area_neighbours(estates, members, 120), described)
    assert merging_groups(pairs, described).rows() == [
        ("A", "A", 3, None), ("A", "B", 3, None), ("A", "D", 3, None),
    ]  # fmt: skip


def test_no_neighbours_make_no_candidates(row_of_areas):
    estates, members, described = row_of_areas
    none = merging_pairs(area_neighbours(estates, members[:1], 120), described)
    assert none.is_empty()
    assert merging_groups(none, described).is_empty()


ids = [f"A{number:02}" for number in range(9)]


@given(st.lists(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True), max_size=12))
def test_groups_are_the_components_of_networkx(edges):
    known = nx.Graph(edges)
    described = places(*((each, "0101", 10**number) for number, each in enumerate(ids)))
    pairs = pl.DataFrame(
        sorted({tuple(sorted(edge)) for edge in edges}),
        schema={"area_id": pl.String, "neighbour_id": pl.String}, orient="row",
    )  # fmt: skip
    expected = [
        (min(group), each, len(group), sum(10 ** ids.index(other) for other in group))
        for group in nx.connected_components(known)
        for each in group
    ]
    assert merging_groups(pairs, described).rows() == sorted(expected)
