"""How firm a rank is."""

from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from index_strategies import component, specifications, tables

from boligsocial.index.scores import index_scores
from boligsocial.index.specification import Specification
from boligsocial.index.uncertainty import (
    Simulation,
    default_simulation,
    drawn_weights,
    intervals_of,
)
from boligsocial.messages import UserError

STILL = Simulation(draws=7, seed=1, level="0.9")


def simulation(**fields):
    return default_simulation().model_copy(update={"draws": 400, **fields})


def shares(people, share):
    """Estates of so many people each, with the shares in `x`."""
    return pl.DataFrame(
        {
            "id": [str(number) for number in range(len(share))],
            "x_numerator": [round(people * each) for each in share],
            "x_denominator": people,
        }
    )


ONE = Specification(component=[component("x")])


@given(tables(), specifications())
def test_draws_without_any_spread_give_the_rank_itself(units, spec):
    found, ranks = intervals_of(units, spec, STILL), index_scores(units, spec)["rank"]
    assert found["rank_low"].equals(ranks, check_names=False)
    assert found["rank_high"].equals(ranks, check_names=False)


@given(tables(), specifications(domains=False))
def test_weights_that_hardly_differ_do_not_change_who_is_worse(units, spec):
    found = intervals_of(units, spec, STILL.model_copy(update={"concentration": Decimal(10**15)}))
    score = index_scores(units, spec)["score"].to_numpy()
    apart = np.abs(score[:, None] - score[None, :])[~np.eye(len(score), dtype=bool)]
    if apart.min() > 1e-3:
        assert found["rank_low"].equals(found["rank_high"], check_names=False)


def test_a_unit_that_is_worst_in_everything_is_worst_with_any_weights():
    units = pl.DataFrame({"id": list("abc"), "x": [9, 1, 5], "y": [8, 7, 1]})
    spec = Specification(component=[component("x"), component("y")])
    found = intervals_of(units, spec, simulation(concentration=Decimal(1)))
    assert found.rows() == [(1, 1), (2, 3), (2, 3)]


def test_drawn_weights_sum_to_those_given_and_spread_as_dirichlet_does():
    weights = np.array([0.6, 0.3, 0.0])
    drawn = drawn_weights(weights, simulation(draws=40_000, concentration=Decimal(50)))
    assert drawn.sum(axis=1) == pytest.approx(0.9)
    assert drawn.mean(axis=0) == pytest.approx(weights, abs=0.002)
    share = 0.6 / 0.9
    assert (drawn[:, 0] / 0.9).std() == pytest.approx(np.sqrt(share * (1 - share) / 51), rel=0.02)
    assert not drawn[:, 2].any()


def test_negative_weights_are_not_drawn():
    with pytest.raises(UserError, match="one that is negative"):
        drawn_weights(np.array([1.0, -0.5]), simulation())


def test_few_people_make_a_wide_interval_and_many_a_narrow_one():
    level = np.linspace(0.1, 0.6, 40)
    wide, narrow = (
        intervals_of(shares(people, level), ONE, simulation(concentration=None))
        .select(pl.col("rank_high") - pl.col("rank_low"))
        .to_series()
        .mean()
        for people in (50, 50_000)
    )
    assert narrow < 2 < 8 < wide


def test_the_interval_holds_the_rank_of_the_true_share_as_often_as_it_says():
    random = np.random.default_rng(3)
    held = []
    for seed in range(60):
        true = random.uniform(0.1, 0.6, 60)
        seen = shares(200, true).with_columns(x_numerator=pl.Series(random.binomial(200, true)))
        found = intervals_of(seen, ONE, simulation(concentration=None, seed=seed))
        rank = pl.Series(true).rank("ordinal", descending=True)
        held.append(((found["rank_low"] <= rank) & (rank <= found["rank_high"])).mean())
    assert 0.84 < np.mean(held) < 0.97


def test_a_standard_error_moves_a_mean():
    units = pl.DataFrame({"id": list("abc"), "x": [1.0, 2.0, 9.0],
                          "x_standard_error": [1.0, 1.0, 0.1]})  # fmt: skip
    found = intervals_of(units, ONE, simulation(concentration=None))
    assert found.rows() == [(2, 3), (2, 3), (1, 1)]


def test_figures_in_per_cent_are_as_unsure_as_their_shares():
    counts = shares(60, np.linspace(0, 0.5, 25))
    share = pl.col("x_numerator") / pl.col("x_denominator")
    as_shares, in_per_cent = (
        intervals_of(units, ONE, simulation(concentration=None))
        for units in (counts, counts.with_columns(x=100 * share))
    )
    assert as_shares.equals(in_per_cent)


def test_without_counts_figures_stay_as_they_are():
    units = pl.DataFrame({"id": list("abc"), "x": [1.0, 1.0001, 1.0002]})
    found = intervals_of(units, ONE, simulation(concentration=None))
    assert found.rows() == [(3, 3), (2, 2), (1, 1)]


def test_the_same_seed_gives_the_same_intervals_and_another_one_others():
    units = shares(100, np.linspace(0.1, 0.3, 30))
    found = [intervals_of(units, ONE, simulation(seed=seed)) for seed in (1, 1, 2)]
    assert found[0].equals(found[1])
    assert not found[0].equals(found[2])


def test_a_higher_level_holds_a_wider_interval():
    units = shares(100, np.linspace(0.1, 0.3, 30))
    half, most = (
        intervals_of(units, ONE, simulation(level=Decimal(level))) for level in ("0.5", "0.95")
    )
    assert (most["rank_low"] <= half["rank_low"]).all()
    assert (most["rank_high"] >= half["rank_high"]).all()


def test_a_unit_without_a_score_has_no_interval():
    units = pl.DataFrame({"id": ["a", "b"], "x": [1.0, None]})
    spec = Specification(component=[component("x", missing="drop")])
    assert intervals_of(units, spec, STILL).rows() == [(1, 1), (None, None)]
