"""What leaves the gate of an estate or an area is what the raw tables hold, and no more."""

from __future__ import annotations

import polars as pl
import pytest
import shapely

from boligsocial.disclosure.limits import default_limits
from boligsocial.snapshots.estates import nearest_estates
from boligsocial.snapshots.opening import opened_lists
from boligsocial.snapshots.unit_figures import areas_figures, figures_around, unit_figures

LIMITS = default_limits()


@pytest.fixture(scope="module")
def lists(made_up):
    return opened_lists(made_up.store, made_up.later)


@pytest.fixture(scope="module")
def raw(lists):
    folder = lists.snapshot.folder
    return {name: pl.read_parquet(folder / f"{name}.parquet")
            for name in ("indicators", "estates", "area_estates", "geometry")}  # fmt: skip


def rows_of(raw, geography, place):
    here = (pl.col("geography") == geography) & (pl.col("geography_id") == place)
    return {
        (row["group"], row["period"], row["indicator"]): row
        for row in raw["indicators"].filter(here).iter_rows(named=True)
    }


def test_small_estates_show_nothing_and_no_residents(lists, raw):
    small = raw["estates"].filter(
        (pl.col("residents") < LIMITS.residents) | (pl.col("households") < LIMITS.households)
    )["estate_id"]
    assert {each.estate_id for each in lists.estates.values() if each.is_hidden} == set(small)
    figures = unit_figures(lists.snapshot, "estate", small[0])
    newest = figures.filter(pl.col("period").str.ends_with("2018"))
    assert len(newest)
    assert set(newest["state"]) <= {"hidden"}
    assert newest["value"].null_count() == len(newest)
    assert newest["numerator"].null_count() == newest["denominator"].null_count() == len(newest)


def test_a_large_estate_shows_exactly_what_the_limits_allow(lists, raw):
    large = raw["estates"].sort("residents", descending=True)["estate_id"][0]
    held = rows_of(raw, "estate", large)
    shown = unit_figures(lists.snapshot, "estate", large)
    assert len(shown) == len(held)
    for row in shown.filter(
        (pl.col("kind") == "share") & ~pl.col("period").str.contains("-")
    ).iter_rows(named=True):
        was = held[row["group"], row["period"], row["indicator"]]
        counted, others = was["numerator"], was["denominator"] - was["numerator"]
        allowed = counted >= LIMITS.people and others >= LIMITS.people
        assert (row["state"] == "shown") == allowed
        if allowed:
            assert row["value"] == pytest.approx(was["value"], abs=0.0005 + 1e-12)


def test_groups_within_an_area_pass_the_same_gate(lists, raw):
    area = raw["area_estates"]["area_id"][0]
    held = rows_of(raw, "area", area)
    for row in unit_figures(lists.snapshot, "area", area).iter_rows(named=True):
        if row["kind"] == "share" and row["state"] == "shown" and "-" not in row["period"]:
            was = held[row["group"], row["period"], row["indicator"]]
            assert was["numerator"] >= LIMITS.people
            assert was["denominator"] - was["numerator"] >= LIMITS.people


def test_all_areas_at_once_are_as_each_for_itself(lists):
    together = areas_figures(lists.snapshot)
    area = together["geography_id"][0]
    alone = unit_figures(lists.snapshot, "area", area).filter(pl.col("group") == "all")
    key = ["indicator", "period"]
    assert together.filter(pl.col("geography_id") == area).sort(key).equals(alone.sort(key))


def test_municipality_and_nation_come_beside(lists, raw):
    code = raw["estates"]["municipality_code"][0]
    around = figures_around(lists.snapshot, code)
    assert set(around["geography_id"]) == {code, "DK"}
    assert set(around["group"]) == {"all"}


def test_the_nearest_estates_are_those_that_a_brute_force_finds(lists, raw):
    shapes = {
        row["geography_id"]: shapely.from_wkb(row["geometry"])
        for row in raw["geometry"].filter(pl.col("geography") == "estate").iter_rows(named=True)
    }
    for estate in list(shapes)[::60]:
        distances = {
            other: shapely.distance(shapes[estate], shape)
            for other, shape in shapes.items() if other != estate
        }  # fmt: skip
        expected = sorted(distances.values())[:6]
        found = nearest_estates(lists.snapshot, estate, 6)
        assert [each.distance_m for each in found] == pytest.approx(expected)
        assert all(distances[each.estate_id] == pytest.approx(each.distance_m) for each in found)
        assert all(each.touches == (each.distance_m == 0) for each in found)
