"""The six legal indicators once more, with nothing but Polars over the files of the delivery."""

from datetime import date

import polars as pl
import pytest

from boligsocial.registers.published_lists import load_published_lists

ON = date(2017, 12, 1)
UNITS = ["geography", "geography_id"]
COLUMNS = [*UNITS, "group", "period", "indicator", "numerator", "denominator", "value"]


def part(registers, year):
    """Persons of a year with everything they belong to, an area a row."""
    regions = load_published_lists().municipalities.select("municipality_code", "region")
    inside = pl.read_parquet(registers / "area_estates.parquet").filter(
        (pl.col("valid_from") <= ON) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= ON))
    )
    home = (
        pl.read_parquet(registers / "dwellings.parquet")
        .join(regions, on="municipality_code")
        .select("dwelling_id", "estate_id", "municipality_code", "region")
    )
    persons = pl.read_parquet(registers / f"persons/year={year}/persons.parquet").join(
        home, on="dwelling_id"
    )
    by = {
        "estate": ("estate_id", persons.drop_nulls("estate_id")),
        "area": ("area_id", persons.join(inside.select("area_id", "estate_id"), on="estate_id")),
        "municipality": ("municipality_code", persons),
        "region": ("region", persons),
        "nation": ("nation", persons.with_columns(nation=pl.lit("DK"))),
    }
    return pl.concat(
        people.select(pl.exclude("geography_id"), geography_id=key, geography=pl.lit(name)).select(
            *UNITS, "age", "origin", "education", "in_education", "attachment", "gross_income",
            "fully_taxable", "convicted",
        )
        for name, (key, people) in by.items()
    )  # fmt: skip


def figures(registers, year):
    age, adult = pl.col("age"), pl.col("age") >= 18
    working = age.is_between(18, 64)
    earning = age.is_between(15, 64) & pl.col("fully_taxable") & ~pl.col("in_education")
    foreign = pl.col("origin").str.starts_with("nonwestern")
    low = pl.col("education").is_in(["basic", "unknown"])
    return (
        part(registers, year)
        .group_by(UNITS)
        .agg(
            no_attachment=(1 - pl.col("attachment")).filter(working).mean(),
            convicted=pl.col("convicted").filter(adult).mean(),
            basic_school=low.filter(age.is_between(30, 59)).mean(),
            income=pl.col("gross_income").filter(earning).mean(),
            nonwestern=foreign.mean(),
            residents=pl.len().cast(pl.Float64),
        )
        .unpivot(index=UNITS, variable_name="indicator", value_name="expected")
    )


def held_against(snapshot, expected, period):
    found = snapshot.table("indicators").filter(
        (pl.col("period") == period) & (pl.col("group") == "all")
    )
    both = found.join(expected, on=[*UNITS, "indicator"], how="right")
    assert len(both) == len(expected) > 0
    assert (both["value"].is_null() == both["expected"].is_null()).all()
    return ((both["value"] - both["expected"]) / both["expected"].abs().clip(1e-12)).abs().max()


def test_the_columns_and_the_names_are_those_of_the_contract(snapshot):
    table = snapshot.table("indicators")
    assert table.columns == COLUMNS
    assert set(table["geography"]) == {"estate", "area", "municipality", "region", "nation"}
    assert table.select(*UNITS, "group", "period", "indicator").is_duplicated().sum() == 0


@pytest.mark.parametrize("year", [2016, 2017])
def test_single_years_are_as_counted_with_polars(registers, snapshot, year):
    assert held_against(snapshot, figures(registers, year), str(year)) < 1e-9


def test_two_year_means_are_the_means_of_each_years_share(registers, snapshot):
    years = [figures(registers, year) for year in (2016, 2017)]
    both = years[1].join(years[0], on=[*UNITS, "indicator"], how="left", suffix="_before")
    mean = both.filter(pl.col("indicator").is_in(["no_attachment", "convicted"])).select(
        *UNITS, "indicator", expected=(pl.col("expected") + pl.col("expected_before")) / 2
    )
    assert held_against(snapshot, mean, "2016-2017") < 1e-9


def test_ratios_are_against_the_region_and_the_nation(registers, snapshot):
    regions = load_published_lists().municipalities.select("municipality_code", "region")
    areas = pl.read_parquet(registers / "areas.parquet").join(regions, on="municipality_code")
    income = figures(registers, 2017).filter(pl.col("indicator") == "income")
    of_region = income.filter(pl.col("geography") == "region")
    of_area = (
        income.filter(pl.col("geography") == "area")
        .join(areas.select(geography_id="area_id", region="region"), on="geography_id")
        .join(of_region.select(region="geography_id", against="expected"), on="region")
        .select(*UNITS, indicator=pl.lit("income_ratio"),
                expected=pl.col("expected") / pl.col("against"))
    )  # fmt: skip
    assert held_against(snapshot, of_area, "2017") < 1e-9
    convicted = figures(registers, 2017).filter(pl.col("indicator") == "convicted")
    nation = convicted.filter(pl.col("geography") == "nation")["expected"].item()
    against = convicted.with_columns(
        indicator=pl.lit("convicted_ratio"), expected=pl.col("expected") / nation
    )
    assert held_against(snapshot, against, "2017") < 1e-9
