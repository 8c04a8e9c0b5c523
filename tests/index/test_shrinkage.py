"""Shares of few people drawn towards their municipality."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_strategies import component

from boligsocial.index.scores import index_scores
from boligsocial.index.shrinkage import shrunk_shares
from boligsocial.index.specification import Specification
from boligsocial.messages import UserError

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def by_hand(pairs):
    """The formulas of the appendix, one unit after the other, for one municipality."""
    total, people = sum(r for r, _ in pairs), sum(n for _, n in pairs)
    common = math.log((total + 0.5) / (people - total + 0.5))
    logits = [math.log((r + 0.5) / (n - r + 0.5)) for r, n in pairs]
    between = sum((each - common) ** 2 for each in logits) / (len(pairs) - 1)
    for (r, n), logit in zip(pairs, logits, strict=True):
        variance = (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))
        weight = (1 / variance) / (1 / variance + 1 / between) if between else 0
        drawn = weight * logit + (1 - weight) * common
        yield math.exp(drawn) / (1 + math.exp(drawn))


def shrunk(pairs, group=None):
    r, n = np.array(pairs, float).T
    return shrunk_shares(r, n, np.zeros(len(pairs), int) if group is None else np.array(group))


@given(st.lists(counts, min_size=2, max_size=8))
def test_the_share_is_that_of_the_formula(pairs):
    assert shrunk(pairs).tolist() == pytest.approx(list(by_hand(pairs)), abs=1e-12)


@given(st.lists(counts, min_size=2, max_size=8), st.lists(counts, min_size=2, max_size=8))
def test_municipalities_know_nothing_of_each_other(one, other):
    group = [0] * len(one) + [1] * len(other)
    together = shrunk(one + other, group)
    assert together.tolist() == pytest.approx([*shrunk(one), *shrunk(other)])


def test_fewer_people_are_drawn_further():
    few, many, _, _ = shrunk([(4, 10), (400, 1000), (50, 1000), (300, 1000)])
    common = 754 / 3010
    assert common < few < many < 0.4
    assert many == pytest.approx(0.4, abs=0.001)


def test_the_only_estate_of_a_municipality_keeps_its_share():
    assert shrunk([(3, 10)]).tolist() == [0.3]


def test_nobody_has_no_share():
    assert np.isnan(shrunk([(0, 0), (1, 4), (2, 4)])[0])


def test_a_mean_is_not_shrunk():
    units = pl.DataFrame({"id": ["a"], "municipality_code": ["101"], "income_numerator": [9e6],
                          "income_denominator": [30]})  # fmt: skip
    spec = Specification(component=[component("income", shrinkage="municipality")])
    with pytest.raises(UserError, match="income counts more people than there are"):
        index_scores(units, spec)
