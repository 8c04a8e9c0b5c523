"""The evidence for an attached estate is what the tables of the snapshot say, pair by pair."""

from datetime import date

import polars as pl
import pytest
import shapely

from boligsocial.registers.synthetic import synthesize
from boligsocial.snapshots.attachment import (
    Attachment,
    _with_moves,
    attachment_evidence,
    default_attachment,
    similar_cases,
)
from boligsocial.snapshots.store.build import build_snapshot

NEAR = Attachment(within_m=3000, years=2, source="a test")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attached")
    synthesize(30_000, range(2014, 2018), 3, folder / "R")
    return build_snapshot(folder / "R", date(2017, 12, 1), folder / "S").snapshot


@pytest.fixture(scope="module")
def evidence(snapshot):
    return attachment_evidence(snapshot, NEAR)


def test_every_pair_is_an_estate_outside_and_an_area_of_its_municipality(snapshot, evidence):
    inside = set(snapshot.table("area_estates")["estate_id"])
    assert len(evidence) > 0
    assert not inside & set(evidence["estate_id"])
    towns = dict(snapshot.table("areas").select("area_id", "municipality_code").iter_rows())
    homes = dict(snapshot.table("estates").select("estate_id", "municipality_code").iter_rows())
    for estate, area in evidence.select("estate_id", "area_id").iter_rows():
        assert homes[estate] == towns[area]


def test_the_distance_is_that_between_the_outlines(snapshot, evidence):
    shapes = {
        (row["geography"], row["geography_id"]): shapely.from_wkb(row["geometry"])
        for row in snapshot.table("geometry").iter_rows(named=True)
    }
    for row in evidence.iter_rows(named=True):
        apart = shapely.distance(shapes["estate", row["estate_id"]], shapes["area", row["area_id"]])
        assert row["distance_m"] == pytest.approx(apart, abs=0.01)


def test_moves_are_those_of_the_years_counted(snapshot, evidence):
    moves = snapshot.table("moves").filter(pl.col("year") >= 2015)
    members = snapshot.table("area_estates")
    for row in evidence.iter_rows(named=True):
        area = members.filter(pl.col("area_id") == row["area_id"])["estate_id"].to_list()
        to_estate = moves.filter(pl.col("to_estate_id") == row["estate_id"])
        came = to_estate.filter(pl.col("from_estate_id").is_in(area))["moves"].sum()
        went = moves.filter(
            (pl.col("from_estate_id") == row["estate_id"]) & pl.col("to_estate_id").is_in(area)
        )["moves"].sum()
        assert (row["moves_from_area"], row["moves_to_area"]) == (came, went)
        if row["moves_in"]:
            assert row["share_from_area"] == pytest.approx(came / row["moves_in"])
    assert evidence["moves_from_area"].sum() > 0


def test_the_expected_moves_of_all_sources_of_a_town_add_up_to_those_that_came():
    """What is expected from an area is its part of what moves out in the municipality."""
    moves = pl.DataFrame(
        [("E1", "T", "E9", "T", 6), ("E2", "T", "E9", "T", 2), ("E2", "T", "E1", "T", 4),
         (None, "T", "E1", "T", 8), ("E5", "U", "E9", "T", 100)],
        schema=["from_estate_id", "from_municipality_code", "to_estate_id",
                "to_municipality_code", "moves"], orient="row",
    )  # fmt: skip
    members = pl.DataFrame({"area_id": ["A1", "A2"], "estate_id": ["E1", "E2"]})
    pairs = pl.DataFrame(
        {"estate_id": ["E9", "E9"], "municipality_code": ["T", "T"], "area_id": ["A1", "A2"],
         "distance_m": [0.0, 0.0]}
    )  # fmt: skip
    found = _with_moves(pairs, moves, members).sort("area_id")
    # 8 came from the town's dwellings; of its 20 departures 6 were from A1 and 6 from A2.
    assert found["expected_from_area"].to_list() == pytest.approx([8 * 6 / 20, 8 * 6 / 20])
    assert found["moves_in"].to_list() == [108, 108]


def test_the_place_in_the_index_and_the_changes_go_along(snapshot, evidence):
    ranks = dict(snapshot.table("index").select("estate_id", "rank").iter_rows())
    assert all(row["rank"] == ranks[row["estate_id"]] for row in evidence.to_dicts())
    assert {"no_attachment_change", "income_change"} <= set(evidence.columns)


def test_the_case_itself_is_the_most_alike():
    decided = pl.DataFrame(
        {"case": ["a", "b", "c"], "distance_m": [0.0, 200.0, 400.0],
         "percentile": [5.0, 10.0, None], "share_from_area": [0.2, 0.1, 0.0]}
    )  # fmt: skip
    case = {"distance_m": 190.0, "percentile": 11.0, "share_from_area": 0.1}
    assert similar_cases(case, decided)["case"].to_list()[0] == "b"
    assert similar_cases(case, decided, count=1)["case"].to_list() == ["b"]
    assert len(similar_cases(case, decided.clear())) == 0


def test_the_default_says_that_it_is_the_products_own():
    assert default_attachment().within_m > 0
