"""The nearest people of each estate."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.index.neighbourhoods import nearest_people
from boligsocial.index.specification import nearest_people_specification
from boligsocial.messages import UserError


def estates(rows):
    return pl.DataFrame(rows, ["x", "y", "residents", "outside", "aged"], orient="row")


def sums(rows, residents=1000):
    found = nearest_people(estates(rows), ["outside", "aged"], residents)
    return found.select("outside", "aged").rows()


def test_the_own_residents_come_first_then_the_nearest_and_the_last_in_part():
    rows = [(0, 0, 400, 40, 200), (30, 40, 500, 100, 300), (0, 80, 800, 8, 400)]
    assert sums(rows)[0] == pytest.approx((40 + 100 + 8 / 8, 200 + 300 + 400 / 8))


def test_of_a_large_estate_its_own_share_is_all_there_is():
    rows = [(0, 0, 4000, 400, 2000), (1, 1, 100, 90, 90)]
    assert sums(rows)[0] == pytest.approx((100, 500))


def test_where_there_are_too_few_all_are_taken():
    rows = [(0, 0, 100, 10, 50), (9, 9, 200, 20, 60)]
    assert sums(rows) == [(30, 110), (30, 110)]


def test_an_estate_without_a_place_keeps_its_own():
    rows = [(None, 0, 100, 10, 50), (9, 9, 200, 20, 60)]
    assert sums(rows)[0] == (10, 50)


@given(
    st.lists(
        st.tuples(*[st.integers(0, 50)] * 2, st.integers(0, 400), *[st.integers(0, 60)] * 2),
        min_size=1,
        max_size=50,
    )
)
def test_the_sums_are_those_of_people_lined_up_by_distance(rows):
    found = sums(rows, 300)
    for estate, (x, y, *_) in enumerate(rows):
        order = sorted(
            range(len(rows)),
            key=lambda other: (
                -1 if other == estate else (rows[other][0] - x) ** 2 + (rows[other][1] - y) ** 2,
                other,
            ),
        )
        left, total = 300, np.zeros(2)
        for other in order:
            people = rows[other][2]
            taken = min(left, people)
            total += np.array(rows[other][3:]) * (taken / people if people else 0)
            left -= taken
        assert found[estate] == pytest.approx(tuple(total))


def test_positions_are_asked_for():
    with pytest.raises(UserError, match="the column x is missing; the nearest people"):
        nearest_people(pl.DataFrame({"residents": [1], "a": [1]}), ["a"], 1000)


def test_the_specification_asks_for_a_thousand_and_leaves_origin_out():
    spec = nearest_people_specification()
    assert spec.neighbourhood.residents == 1000
    assert "nonwestern" not in {each.column for each in spec.component}
