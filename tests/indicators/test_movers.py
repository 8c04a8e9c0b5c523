"""Moves into and out of each unit, as one would count them in the tables of the delivery."""

from collections import Counter

import polars as pl
import pytest

from boligsocial.indicators.definition import catalogue, groups
from boligsocial.indicators.figures import region_of
from boligsocial.indicators.places import belonging, number_places
from boligsocial.indicators.years import computed_years
from boligsocial.registers.deliveries import delivered_table, open_delivery
from boligsocial.registers.engines import connected
from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.synthetic import synthesize

MOVES = [each for each in catalogue() if each.numerator.moves or each.id == "residents"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic") / "R"
    synthesize(5000, range(2016, 2018), 4, folder)
    return folder


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def year(folder, request):
    towns = load_published_lists().municipalities.select("municipality_code", "region")
    members = pl.read_parquet(folder / "area_estates.parquet").select("area_id", "estate_id")
    estates, areas = (pl.read_parquet(folder / f"{name}.parquet") for name in ("estates", "areas"))
    with connected(request.param) as engine:
        delivery = open_delivery(folder)
        places = number_places(delivered_table(delivery, "dwellings", engine), engine)
        *_, last = computed_years(
            delivery, engine, delivery.years, MOVES, groups(), places,
            belonging(places.table, members, towns), region_of(estates, areas, towns),
        )  # fmt: skip
    return last


def by_hand(folder):
    """`(geography, unit): [in, out]` by looking up where each move began and ended."""
    towns = dict(
        load_published_lists().municipalities.select("municipality_code", "region").iter_rows()
    )
    areas = dict(
        pl.read_parquet(folder / "area_estates.parquet").select("estate_id", "area_id").iter_rows()
    )
    units = {}
    dwellings = pl.read_parquet(folder / "dwellings.parquet")
    for dwelling, estate, town in dwellings.select(
        "dwelling_id", "estate_id", "municipality_code"
    ).iter_rows():
        units[dwelling] = {("estate", estate), ("area", areas.get(estate)), ("municipality", town),
                           ("region", towns[town]), ("nation", "DK")}  # fmt: skip
    into, out = Counter(), Counter()
    for old, new in pl.read_parquet(folder / "moves/year=2016/moves.parquet").select(
        "from_dwelling_id", "to_dwelling_id"
    ).iter_rows():  # fmt: skip
        if old and new:
            into.update(units[new] - units[old])
            out.update(units[old] - units[new])
    return {"moved_in": into, "moved_out": out}


@pytest.mark.parametrize("indicator", ["moved_in", "moved_out"])
def test_moves_are_those_over_the_bounds_of_the_unit(folder, year, indicator):
    counted = by_hand(folder)[indicator]
    rows = year.figures.filter(pl.col("indicator") == indicator, pl.col("group") == "all")
    assert set(rows["period"]) == {"2017"}
    found = {(row["geography"], row["geography_id"]): row for row in rows.to_dicts()}
    assert sum(counted.values()) > 0
    for unit, row in found.items():
        assert row["numerator"] == counted[unit], unit
        assert row["value"] == pytest.approx(row["numerator"] / row["denominator"])
    assert found["nation", "DK"]["numerator"] == 0


@pytest.mark.parametrize("dimension", ["age", "sex", "origin", "household"])
def test_the_moves_of_groups_are_those_of_everyone(year, dimension):
    """No made-up mover leaves the country before 1 January, so that each is in a group."""
    members = [each.id for each in groups() if each.dimension == dimension]
    moved = year.figures.filter(pl.col("indicator") == "moved_in")
    living = year.figures.filter(pl.col("indicator") == "residents")
    for rows, what in ((moved, "numerator"), (living, "value")):
        region = rows.filter(pl.col("geography") == "region")
        whole = region.filter(pl.col("group") == "all").sort("geography_id")
        parts = region.filter(pl.col("group").is_in(members))
        summed = parts.group_by("geography_id").agg(pl.col(what).sum()).sort("geography_id")
        assert summed[what].to_list() == whole[what].to_list()


def test_the_flows_are_every_move_between_two_dwellings(folder, year):
    moves = pl.read_parquet(folder / "moves/year=2016/moves.parquet").drop_nulls()
    assert year.flows["moves"].sum() == len(moves)
