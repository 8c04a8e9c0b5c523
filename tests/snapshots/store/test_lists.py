"""The lists of a snapshot: the law on computed figures, year by year, with its streaks."""

from datetime import date

import polars as pl
import pytest

from boligsocial.indicators.definition import legal_indicators
from boligsocial.snapshots.store.lists import area_values, legal_lists, list_dates, national_rate


def rows(indicator, period, values, geography="area", denominator=1000.0):
    return [
        {"geography": geography, "geography_id": unit, "group": "all", "period": period,
         "indicator": indicator, "numerator": None, "denominator": denominator, "value": value}
        for unit, value in values.items()
    ]  # fmt: skip


def exposed(years):
    """An area that meets two social criteria and that of origin in all years, and the nation."""
    found = []
    for year in years:
        one, two = str(year), f"{year - 1}-{year}"
        found += rows("residents", one, {"A": 1500.0})
        found += rows("nonwestern", one, {"A": 0.6}, denominator=1500.0)
        found += rows("no_attachment", one, {"A": 0.45}, denominator=900.0)
        found += rows("no_attachment", two, {"A": 0.45})
        found += rows("convicted", one, {"A": 0.02}, denominator=1100.0)
        found += rows("convicted", two, {"A": 0.02})
        found += rows("basic_school", one, {"A": 0.4}, denominator=600.0)
        found += rows("basic_school_denmark", one, {"A": 0.7}, denominator=600.0)
        found += rows("income_ratio", one, {"A": 0.6})
        found += rows("convicted", two, {"DK": 0.008}, "nation")
    schema = {name: pl.Float64 if name in ("numerator", "denominator", "value") else pl.String
              for name in found[0]}  # fmt: skip
    return pl.DataFrame(found, schema=schema)


def statuses(figures, years, on):
    lists = legal_lists(figures, legal_indicators(), years, on)
    return {(row["on"].year, row["status"]): row["met"] for row in lists.statuses.to_dicts()}


def test_there_is_a_list_every_december_and_one_on_the_day():
    assert list_dates(range(2009, 2014), date(2013, 6, 1)) == [
        date(2010, 12, 1), date(2011, 12, 1), date(2012, 12, 1), date(2013, 6, 1)
    ]  # fmt: skip


def test_the_figures_of_the_law_are_in_per_cent_with_the_sizes_of_their_groups():
    values = area_values(exposed([2017]), legal_indicators(), date(2017, 12, 1)).row(0, named=True)
    assert values["pct_no_attachment"] == 45
    assert values["pct_basic_school"] == 40
    assert values["income_pct_of_region"] == 60
    assert values["residents"] == 1500
    assert values["residents_18_64"] == 900
    assert values["residents_18_plus"] == 1100
    assert values["residents_30_59"] == 600


def test_from_2018_only_education_of_denmark_counts():
    values = area_values(exposed([2018]), legal_indicators(), date(2018, 12, 1))
    assert values["pct_basic_school"].item() == 70


def test_the_limit_of_convictions_follows_the_nation():
    assert national_rate(exposed([2018]), legal_indicators(), date(2018, 12, 1)) == {
        date(2018, 12, 1): pytest.approx(0.8)
    }


def test_a_streak_is_counted_over_the_lists_of_the_same_figures():
    years = range(2014, 2019)
    found = statuses(exposed(years), years, date(2018, 12, 1))
    # Two criteria are too few for 2014-2017 and enough from 2018.
    assert [found[year, "ghetto"] for year in years] == [False, False, False, False, True]
    assert found[2018, "haard"] is False
    later = range(2018, 2023)
    found = statuses(exposed(later), later, date(2022, 12, 1))
    assert found[2021, "omdannelse"] is None  # whether it was on the list of 2017 is not known
    assert found[2022, "omdannelse"] is True


def test_a_figure_that_is_not_there_makes_undetermined_only_what_it_could_change():
    figures = exposed([2018])
    without = figures.filter(pl.col("indicator") != "nonwestern")
    found = statuses(without, [2018], date(2018, 12, 1))
    assert found[2018, "udsat"] is True
    assert found[2018, "ghetto"] is None


def test_no_areas_give_empty_lists():
    nation = exposed([2018]).filter(pl.col("geography") == "nation")
    assert len(legal_lists(nation, legal_indicators(), [2018], date(2018, 12, 1)).statuses) == 0
