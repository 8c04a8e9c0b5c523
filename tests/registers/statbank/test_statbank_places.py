"""Areas joined to our municipalities and regions; what is not known is told, and kept."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statbank_server import AREAS, small_info, variable

from boligsocial.messages import InputError
from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.statbank.files import read_figures
from boligsocial.registers.statbank.gaps import missing_ages
from boligsocial.registers.statbank.municipalities import add_places, area_column, area_variable
from boligsocial.registers.statbank.tableinfo import TableInfo

MUNICIPALITIES = load_published_lists().municipalities


def placed(*areas):
    table = pl.DataFrame({"area": areas, "value": range(len(areas))})
    joined, notes = add_places(table, "area")
    assert joined["value"].to_list() == list(range(len(areas)))
    return joined, [str(note) for note in notes]


@pytest.mark.parametrize("form", [str, lambda code: code[1:]])
def test_every_municipality_is_known_by_three_and_by_four_digits(form):
    joined, notes = placed(*(form(code) for code in MUNICIPALITIES["municipality_code"]))
    assert notes == []
    assert joined["level"].unique().to_list() == ["municipality"]
    assert joined["municipality_code"].equals(MUNICIPALITIES["municipality_code"])
    assert joined["region_code"].equals(MUNICIPALITIES["region_code"])


def test_the_levels_above_are_told_apart():
    joined, notes = placed(
        "000", "084", "1084", "01", "11", "101", "Region Sjælland", "Hele landet"
    )
    assert joined["level"].to_list() == [
        "nation", "region", "region", "province", "province", "municipality", "region", "nation"
    ]  # fmt: skip
    assert joined["region_code"].to_list() == [
        None, "1084", "1084", "1084", "1081", "1084", "1085", None
    ]  # fmt: skip
    assert notes == []


def test_an_area_that_is_not_known_is_told_and_stays():
    joined, notes = placed("101", "997", "997", None)
    assert joined["level"].to_list() == ["municipality", None, None, None]
    assert notes == [
        "997 is no municipality or region that is known; rows that stand apart: 2",
        "? is no municipality or region that is known; rows that stand apart: 1",
    ]


def test_columns_with_the_names_of_ours_are_kept():
    table = pl.DataFrame({"municipality": ["Aarhus"], "region": ["x"], "value": [1.0]})
    joined, _ = add_places(table, "municipality")
    assert joined.row(0, named=True) | {"value": 1.0} == {
        "municipality_given": "Aarhus", "region_given": "x", "value": 1.0,
        "level": "municipality", "municipality_code": "0751", "municipality": "Aarhus",
        "region_code": "1082", "region": "Midtjylland",
    }  # fmt: skip


def test_an_age_or_an_amount_is_no_municipality():
    ages = {str(age): f"{age} years" for age in range(126)}
    info = small_info(variables=[variable("ALDER", "age", ages), variable("X", "place", AREAS)])
    assert area_variable(TableInfo.model_validate(info)).id == "X"
    without = small_info(variables=[variable("ALDER", "age", ages)])
    assert area_variable(TableInfo.model_validate(without)) is None
    assert area_column(pl.DataFrame({"a": list(ages), "b": ["1"] * 126})) is None


@given(st.sets(st.integers(0, 125)))
def test_missing_ages_fill_the_run_of_ages(ages):
    missing = set(missing_ages([*map(str, ages), "IALT", "15-19"]))
    assert not missing & ages
    assert not ages or missing | ages == set(range(min(ages), max(ages) + 1))


def test_the_recorded_population_lacks_an_age_and_its_regions_are_the_country(reference_data):
    table, notes = read_figures(reference_data / "statbank" / "FOLK1A_bulk_2008K1_2020K1.csv")
    assert [str(each) for each in notes] == [
        "ALDER skips the ages 38; sums over ages are too small"
    ]
    sums = table.group_by("level", "TID").agg(pl.sum("value")).pivot("level", values="value")
    assert len(sums) == 13
    assert sums["region"].equals(sums["nation"])
    assert set(table["municipality"].drop_nulls()) == {
        "Bornholm", "Esbjerg", "Frederiksberg", "Odense", "Aalborg", "Aarhus"
    }  # fmt: skip


def test_the_recorded_offences_add_up_by_region_and_the_unknown_stand_apart(reference_data):
    table, notes = read_figures(
        reference_data / "statbank" / "straf_municipality_offence_quarter.csv"
    )
    assert [str(each) for each in notes] == [
        "Unknown municipality is no municipality or region that is known; "
        "rows that stand apart: 4,590"
    ]
    total = table.filter(pl.col("TYPE OF OFFENCE") == "Nature of the offence, total")
    keys = ["region", "TID"]
    summed = total.filter(level="municipality").group_by(keys).agg(pl.sum("value")).sort(keys)
    stated = total.filter(level="region").select(*keys, "value").sort(keys)
    assert len(stated) == 5 * 51
    assert summed.equals(stated)
    assert total.filter(level="municipality")["municipality_code"].n_unique() == 99


def test_the_groups_of_municipalities_name_all_of_ours(reference_data):
    codes = pl.read_csv(
        reference_data / "statbank" / "komgrp.csv", separator=";", infer_schema=False
    ).filter(NIVEAU="2")["KODE"]
    joined, notes = placed(*codes)
    assert notes == []
    ours = set(MUNICIPALITIES["municipality_code"]) - {"0411"}  # Christiansø has no council
    assert set(joined["municipality_code"]) == ours


@pytest.mark.parametrize("name", ["municipality_inequality.csv", "municipality_unemployment.csv"])
def test_the_recorded_extracts_by_name_find_their_municipalities(reference_data, name):
    table, notes = read_figures(reference_data / "statbank" / name)
    assert notes == ()
    assert table["municipality_code"].n_unique() in (98, 99)


@pytest.mark.parametrize("name", ["oecd-canada.json", "sample_data.json", "none.json"])
def test_a_file_without_one_set_of_figures_is_refused_in_a_line(reference_data, name):
    with pytest.raises(InputError) as error:
        read_figures(reference_data / "standards" / "std_jsonstat" / name)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(name)
