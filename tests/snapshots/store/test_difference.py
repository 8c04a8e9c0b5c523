"""What changed between two snapshots is told, and nothing else."""

import shutil
from datetime import date

import polars as pl
import pytest

from boligsocial.snapshots.store.build import build_snapshot
from boligsocial.snapshots.store.difference import difference

ON = date(2017, 12, 1)


@pytest.fixture(scope="module")
def revised(registers, tmp_path_factory):
    """The same delivery with other convictions in one year and one estate more in an area."""
    folder = tmp_path_factory.mktemp("revised")
    copy = shutil.copytree(registers, folder / "R")
    persons = copy / "persons/year=2016/persons.parquet"
    pl.read_parquet(persons).with_columns(convicted=pl.col("age") >= 18).write_parquet(persons)
    members = pl.read_parquet(copy / "area_estates.parquet")
    added = members.row(0, named=True) | {"estate_id": "E00060"}
    pl.concat([members, pl.DataFrame([added], schema=members.schema)]).write_parquet(
        copy / "area_estates.parquet"
    )
    return build_snapshot(copy, ON, folder / "S").snapshot, added["area_id"]


def test_a_snapshot_and_itself_differ_in_nothing(snapshot):
    found = difference(snapshot, snapshot)
    tables = (found.inputs, found.definitions, found.areas, found.statuses, found.moved,
              found.revised)  # fmt: skip
    assert all(len(table) == 0 for table in tables)


def test_the_files_that_were_revised_are_named(snapshot, revised):
    changed = difference(snapshot, revised[0]).inputs
    assert changed.rows() == [
        ("area_estates.parquet", "revised"),
        ("persons/year=2016/persons.parquet", "revised"),
    ]


def test_an_area_with_other_estates_is_named(snapshot, revised):
    areas = difference(snapshot, revised[0]).areas
    assert areas.select("area_id", "change").rows() == [(revised[1], "other_estates")]


def test_revised_figures_are_those_of_the_year_and_its_means(snapshot, revised):
    found = difference(snapshot, revised[0]).revised
    nation = found.filter(pl.col("indicator") == "convicted")
    assert {"2016", "2016-2017"} <= set(nation["period"])
    others = found.filter(~pl.col("indicator").is_in(["convicted", "convicted_ratio"]))
    # Only the area with one estate more has other figures of other indicators.
    assert (others["changed"] <= 11).all()


def test_what_moved_is_the_change_from_one_to_the_other(registers, snapshot, tmp_path):
    earlier = build_snapshot(registers, date(2016, 12, 1), tmp_path / "S").snapshot
    moved = difference(earlier, snapshot).moved
    row = moved.filter(
        (pl.col("indicator") == "no_attachment") & pl.col("period_after").str.contains("-")
    ).row(0, named=True)
    assert (row["period_before"], row["period_after"]) == ("2015-2016", "2016-2017")
    assert row["change"] == pytest.approx(row["after"] - row["before"])


def test_statuses_that_differ_stand_with_both_answers(snapshot, revised):
    found = difference(snapshot, revised[0]).statuses
    assert found.columns == ["area_id", "name", "status", "before", "after"]
    assert found["before"].ne_missing(found["after"]).all()
