"""The published tables: whole, consistent, and the same as the reference data."""

import csv
import unicodedata

import polars as pl
import pytest

from boligsocial.registers.area_values import read_area_values, read_history, read_references
from boligsocial.registers.published_lists import (
    QUANTITIES,
    load_published_lists,
    municipality_codes,
)

LISTS = load_published_lists()


def reference_rows(folder, name):
    with (folder / "official-lists" / name).open(encoding="utf-8") as file:
        return [
            {key: unicodedata.normalize("NFC", value) for key, value in row.items()}
            for row in csv.DictReader(file)
        ]


def area_ids():
    names = LISTS.areas.join(LISTS.municipalities, on="municipality_code", suffix="_municipality")
    return {
        (row["name_municipality"], row["name"]): row["area_id"]
        for row in names.iter_rows(named=True)
    }


def test_every_reference_figure_is_carried_and_no_other(reference_data):
    ids = area_ids()
    expected = {
        (row["list_date"], ids[row["municipality"], row["area"]], quantity): row[quantity]
        for row in reference_rows(reference_data, "values.csv")
        for quantity in QUANTITIES
        if row[quantity]
    }
    carried = {
        (row["list_id"], row["area_id"], row["quantity"]): row["value"]
        for row in LISTS.figures.iter_rows(named=True)
    }
    assert {key: float(value) for key, value in carried.items()} == {
        key: float(value) for key, value in expected.items()
    }


def test_every_reference_membership_is_carried_and_no_other(reference_data):
    ids = area_ids()
    new_names = {
        "ghetto_or_parallelsamfund": ("ghetto", "parallelsamfund"),
        "haard_ghetto_or_omdannelse": ("haard", "omdannelse"),
    }
    expected = {
        (
            row["list_date"],
            ids[row["municipality"], row["area"]],
            new_names.get(row["status"], (row["status"],) * 2)[row["list_date"] >= "2021-11-30"],
        ): row["on_list"] == "true"
        for row in reference_rows(reference_data, "membership.csv")
    }
    carried = {
        (row["list_id"], row["area_id"], row["status"]): row["on_list"]
        for row in LISTS.memberships.iter_rows(named=True)
    }
    assert carried == expected


def test_positions_are_those_of_the_reference(reference_data):
    ids = area_ids()
    expected = {
        ids[row["municipality"], row["area"]]: (float(row["lon"]), float(row["lat"]))
        for row in reference_rows(reference_data, "positions.csv")
    }
    assert {
        row["area_id"]: (row["lon"], row["lat"]) for row in LISTS.areas.iter_rows(named=True)
    } == expected


def test_the_reference_files_themselves_can_be_read(reference_data, tmp_path):
    folder = reference_data / "official-lists"
    assert len(read_history(folder / "membership.csv")) == len(LISTS.memberships)
    assert read_references(folder / "reference.csv").is_empty()
    rows = [
        row
        for row in reference_rows(reference_data, "values.csv")
        if row["list_date"] == "2016-12-01"
    ]
    file = tmp_path / "values.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert len(read_area_values(file)) == 29


@pytest.mark.parametrize("table", ["memberships", "figures", "area_aliases", "boundary_breaks"])
def test_every_area_that_is_named_is_known(table):
    assert set(getattr(LISTS, table)["area_id"]) <= set(LISTS.areas["area_id"])


@pytest.mark.parametrize("table", ["lists", "memberships", "figures"])
def test_every_row_has_sources_that_are_known(table):
    frame = getattr(LISTS, table)
    used = frame["source_ids"].str.split(" ").explode().unique()
    assert used.null_count() == 0 or table == "lists"
    assert set(used.drop_nulls()) <= set(LISTS.sources["source_id"])


def test_names_are_written_in_one_unicode_form():
    for name in (*LISTS.areas["name"], *LISTS.area_aliases["alias"]):
        assert unicodedata.is_normalized("NFC", name)


def test_one_figure_for_each_list_area_and_quantity():
    assert LISTS.figures.select("list_id", "area_id", "quantity").is_unique().all()
    assert LISTS.memberships.select("list_id", "area_id", "status").is_unique().all()


def test_areas_lie_in_denmark_and_in_a_known_municipality():
    assert LISTS.areas["lon"].is_between(8, 15.3).all()
    assert LISTS.areas["lat"].is_between(54.5, 57.8).all()
    assert set(LISTS.areas["municipality_code"]) <= set(LISTS.municipalities["municipality_code"])


@pytest.mark.parametrize("name", ["Høje-Taastrup", "Høje Taastrup", "høje-taastrup", "0169", "169"])
def test_a_municipality_is_known_by_its_names_and_its_code(name):
    assert municipality_codes()[name.casefold()] == "0169"


def test_corrected_figures_say_so():
    corrected = LISTS.figures.filter(pl.col("quality") == "corrected")
    assert len(corrected) == 3
    assert corrected["note"].null_count() == 0


def test_an_address_is_an_address_and_nothing_else():
    addresses = LISTS.sources["url"].drop_nulls()
    assert addresses.str.contains(r"^https?://\S+$").all()


@pytest.mark.parametrize(
    ("column", "statuses"),
    [
        ("ghetto_or_parallelsamfund", ("ghetto", "parallelsamfund")),
        ("haard_ghetto_or_omdannelse", ("haard", "omdannelse")),
    ],
)
def test_a_list_named_in_full_names_as_many_areas_as_were_counted(column, statuses):
    named = (
        LISTS.memberships.filter("on_list", pl.col("status").is_in(statuses))
        .group_by("list_id")
        .agg(pl.col("area_id").n_unique().cast(pl.Int64).alias("named"))
    )
    full = LISTS.lists.filter(pl.col("statuses_named_in_full").str.split(";").list.contains(column))
    assert len(full) > 5
    counted = full.join(named, on="list_id", how="left")
    assert counted.filter(pl.col(column).ne_missing(pl.col("named"))).rows() == []
