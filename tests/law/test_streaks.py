"""Streaks of lists, and the statuses that rest on them."""

from datetime import date

import polars as pl
import pytest

from boligsocial.law.classification import classify

MET = {
    "area": "A",
    "residents": 2000.0,
    "pct_nonwestern": 60.0,
    "pct_no_attachment": 50.0,
    "pct_convicted": 0.1,
    "pct_basic_school": 70.0,
    "income_pct_of_region": 80.0,
}


def history(*years, other_lists=()):
    rows = [(date(year, 12, 1), "a", "ghetto", True) for year in years]
    rows += [(date(year, 12, 1), "b", "ghetto", True) for year in (*years, *other_lists)]
    return pl.DataFrame(rows, schema=["list_date", "area_key", "status", "on_list"], orient="row")


def hard(on, lists):
    values = pl.DataFrame([MET | {"area_key": "a"}])
    classification = classify(values, on, history=lists)
    status = "haard" if on.year < 2021 else "omdannelse"
    return classification.areas[status][0]


@pytest.mark.parametrize(
    ("on", "years", "is_hard"),
    [
        (date(2018, 12, 1), range(2014, 2018), True),
        (date(2018, 12, 1), range(2015, 2018), False),
        (date(2020, 12, 1), range(2017, 2020), True),
        (date(2021, 12, 1), range(2018, 2021), False),
        (date(2021, 12, 1), range(2017, 2021), True),
    ],
)
def test_the_law_of_the_date_says_how_many_lists_in_a_row(on, years, is_hard):
    assert hard(on, history(*years, other_lists=(min(years) - 1,))) is is_hard


def test_a_gap_ends_the_streak():
    lists = history(2013, 2014, 2016, 2017, other_lists=(2015,))
    assert hard(date(2018, 12, 1), lists) is False


def test_without_a_history_a_streak_is_undetermined():
    assert hard(date(2018, 12, 1), None) is None


def test_a_history_that_starts_too_late_leaves_it_undetermined():
    assert hard(date(2018, 12, 1), history(2016, 2017)) is None


def test_a_list_of_which_nobody_is_named_ends_nothing():
    nameless = pl.DataFrame(
        [(date(2020, 12, 1), "b", "ghetto", False)],
        schema=["list_date", "area_key", "status", "on_list"],
        orient="row",
    )
    lists = pl.concat([history(2015, 2016, 2017, 2018, 2019), nameless])
    assert hard(date(2021, 12, 1), lists) is None


def test_an_area_that_is_not_within_the_status_before_is_not_hard_whatever_the_history():
    values = pl.DataFrame([MET | {"area_key": "a", "pct_nonwestern": 40.0}])
    assert classify(values, date(2018, 12, 1)).areas["haard"][0] is False
