"""Which estates an area has on a day, also on the first and the last."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.areas.membership import estates_on

DAY = date(2017, 12, 1)
AREA = {"area_id": pl.String, "valid_from": pl.Date, "valid_to": pl.Date}
BELONGS = {"area_id": pl.String, "estate_id": pl.String, "valid_from": pl.Date, "valid_to": pl.Date}


def areas(*rows):
    return pl.DataFrame(rows, schema=AREA, orient="row")


def belongs(*rows):
    return pl.DataFrame(rows, schema=BELONGS, orient="row")


@pytest.mark.parametrize(
    ("since", "until", "there"),
    [
        (DAY, None, True),
        (DAY + timedelta(1), None, False),
        (DAY, DAY, True),
        (date(2007, 1, 1), DAY, True),
        (date(2007, 1, 1), DAY - timedelta(1), False),
        (date(2007, 1, 1), date(2030, 1, 1), True),
    ],
)
def test_the_first_and_the_last_day_count(since, until, there):
    always = (date(2007, 1, 1), None)
    of_estate = estates_on(belongs(("A1", "E1", since, until)), areas(("A1", *always)), DAY)
    of_area = estates_on(belongs(("A1", "E1", *always)), areas(("A1", since, until)), DAY)
    assert of_estate.rows() == of_area.rows() == ([("A1", "E1")] if there else [])


def test_an_estate_may_leave_and_come_back_and_belong_to_two_areas():
    since = date(2007, 1, 1)
    found = estates_on(
        belongs(
            ("A2", "E1", since, None),
            ("A1", "E1", since, date(2012, 12, 31)),
            ("A1", "E1", date(2015, 1, 1), None),
        ),
        areas(("A1", since, None), ("A2", since, None)),
        DAY,
    )
    assert found.rows() == [("A1", "E1"), ("A2", "E1")]


def test_rows_that_overlap_count_once_and_an_unknown_area_has_none():
    since = date(2007, 1, 1)
    twice = [("A1", "E1", since, None), ("A1", "E1", date(2010, 1, 1), None)]
    found = estates_on(belongs(*twice, ("A9", "E1", since, None)), areas(("A1", since, None)), DAY)
    assert found.rows() == [("A1", "E1")]


days = st.dates(date(2015, 1, 1), date(2015, 1, 9))


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xy"), days, st.none() | days)),
       days)  # fmt: skip
def test_every_day_is_as_looked_up_row_by_row(rows, on):
    whole = (date(2015, 1, 3), date(2015, 1, 7))
    found = estates_on(belongs(*rows), areas(("A", *whole), ("B", date(2015, 1, 1), None)), on)
    expected = {
        (area, estate)
        for area, estate, since, until in rows
        if since <= on <= (until or on) and (area == "B" or whole[0] <= on <= whole[1])
    }
    assert found.rows() == sorted(expected)
