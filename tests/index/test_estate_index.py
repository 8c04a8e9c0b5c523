"""The index of every estate, from counts to ranks."""

import numpy as np
import polars as pl
import pytest
from index_strategies import component

from boligsocial.index.anchors import anchor_of
from boligsocial.index.estates import estate_index, estate_units
from boligsocial.index.scores import index_scores
from boligsocial.index.specification import (
    Specification,
    default_specification,
    nearest_people_specification,
)
from boligsocial.index.uncertainty import Simulation
from boligsocial.messages import UserError

ONE = Specification(
    component=[component("x", missing="neutral"), component("y", missing="neutral")]
)


def estates(**columns):
    """Four estates: two large ones, and two small ones of which the second has no neighbour."""
    return pl.DataFrame(
        {
            "estate_id": ["large", "other", "small", "alone"],
            "municipality_code": ["101", "101", "101", "751"],
            "residents": [400, 300, 50, 40],
            "households": [200, 150, 20, 20],
            "x_numerator": [100, 150, 30, 9],
            "x_denominator": [200, 250, 40, 30],
            "y_numerator": [2e7, 4e7, 1e6, 1e6],
            "y_denominator": [100, 160, 10, 5],
        }
        | columns
    )


NEIGHBOURS = pl.DataFrame({"estate_id": ["small"], "neighbour_id": ["large"], "distance_m": [10.0]})


def synthetic(count=600):
    random = np.random.default_rng(5)
    aged = random.integers(20, 700, count)
    counts = {}
    for column in ("no_attachment", "convicted", "basic_school"):
        counts[f"{column}_denominator"] = aged
        counts[f"{column}_numerator"] = random.binomial(aged, 0.2)
    return pl.DataFrame(
        {
            "estate_id": [f"E{number:04}" for number in range(count)],
            "municipality_code": [str(101 + number % 7) for number in range(count)],
            "residents": aged * 2,
            "households": aged,
            "x": random.uniform(0, 9000, count),
            "y": random.uniform(0, 9000, count),
            **counts,
            "income_numerator": aged * random.normal(300_000, 20_000, count),
            "income_denominator": aged,
        }
    )


def test_a_small_estate_is_counted_together_with_its_neighbour():
    found = estate_index(estates(), ONE, neighbours=NEIGHBOURS)
    assert found.select("estate_id", "pool_id", "pooled", "reason").rows() == [
        ("large", "large", True, None),
        ("other", "other", False, None),
        ("small", "large", True, None),
        ("alone", "alone", False, "too_small"),
    ]
    assert found["score"][0] == found["score"][2]
    assert found.filter(pl.col("estate_id") == "alone").select("score", "rank", "band").row(0) == (
        None, None, None,
    )  # fmt: skip
    assert found["percentile"].drop_nulls().sort().to_list() == [50, 100, 100]


def test_numerators_and_denominators_are_summed_and_shares_never_averaged():
    units = estate_units(estates(), ONE, neighbours=NEIGHBOURS).units
    assert units.filter(pl.col("id") == "large").select("x_numerator", "x_denominator").row(0) == (
        130, 240,
    )  # fmt: skip


def test_a_member_without_a_figure_is_in_neither_sum():
    table = estates(x_numerator=[100, 150, None, 9])
    units = estate_units(table, ONE, neighbours=NEIGHBOURS).units
    assert units.filter(pl.col("id") == "large").select("x_numerator", "x_denominator").row(0) == (
        100, 200,
    )  # fmt: skip


def test_an_estate_without_any_figure_has_no_score_and_a_reason():
    nothing = {f"{column}_{part}": [100, None, 30, 9]
               for column in "xy" for part in ("numerator", "denominator")}  # fmt: skip
    found = estate_index(estates(**nothing), ONE, neighbours=NEIGHBOURS)
    assert found["reason"].to_list() == [None, "no_figure", None, "too_small"]
    assert found["rank"].to_list() == [1, None, 1, None]


def test_the_standard_error_of_a_pool_is_that_of_its_people():
    table = estates(y_standard_error=[3000.0, 1.0, 40_000.0, 1.0])
    units = estate_units(table, ONE, neighbours=NEIGHBOURS).units
    expected = np.hypot(3000 * 100, 40_000 * 10) / 110
    assert units.filter(pl.col("id") == "large")["y_standard_error"][0] == pytest.approx(expected)


def test_a_mean_is_held_against_its_region():
    table = estates(y_reference=[200_000.0, 200_000.0, 200_000.0, 1.0])
    units = estate_units(table, ONE, neighbours=NEIGHBOURS).units
    spec = Specification(component=[component("y", transform="none")])
    assert dict(index_scores(units, spec).select("id", "score").rows()) == {
        "large": pytest.approx(2.1e7 / 110 / 200_000),
        "other": pytest.approx(4e7 / 160 / 200_000),
    }


def test_all_estates_are_scored_as_the_table_of_their_pools_is():
    table = synthetic()
    found = estate_index(table)
    made = estate_units(table, default_specification())
    scores = index_scores(made.units, default_specification()).rename({"id": "estate_id"})
    both = found.join(scores, on="estate_id")
    assert len(both) == len(scores)
    assert (both["score"] == both["score_right"]).all()
    assert (both["rank"] == both["rank_right"]).all()


def test_an_anchor_and_a_simulation_add_their_columns():
    table, spec = synthetic(), default_specification()
    anchor = anchor_of(estate_units(table, spec).units, spec, "2016")
    simulation = Simulation(draws=50, seed=1, concentration=50, level="0.8")
    found = estate_index(table, spec, anchor=anchor, simulation=simulation)
    scored = found.drop_nulls("score")
    assert scored["anchored_score"].to_list() == pytest.approx(scored["score"].to_list())
    assert (scored["rank_low"] <= scored["rank_high"]).all()
    inside = scored.filter(pl.col("rank").is_between("rank_low", "rank_high"))
    assert len(inside) > 0.8 * len(scored)


def test_with_the_nearest_people_every_estate_has_a_score_and_stands_alone():
    table = synthetic()
    found = estate_index(table, nearest_people_specification())
    assert found["score"].null_count() == 0
    assert not found["pooled"].any()
    assert found["rank"].max() == len(table)


def test_an_anchor_of_the_nearest_people_serves_them_alone():
    table, spec = synthetic(), nearest_people_specification()
    anchor = anchor_of(estate_units(table, spec).units, spec, "2016")
    found = estate_index(table, spec, anchor=anchor)
    assert found["anchored_score"].to_list() == pytest.approx(found["score"].to_list())
    with pytest.raises(UserError, match="belongs to another specification"):
        estate_index(table, default_specification(), anchor=anchor)


def test_without_estates_there_is_an_empty_index():
    assert estate_index(estates().clear(), ONE).is_empty()


@pytest.mark.parametrize("name", ["estate_id", "municipality_code", "residents", "households"])
def test_a_missing_column_is_told(name):
    with pytest.raises(UserError, match=f"the column {name} is missing; the table has"):
        estate_index(estates().drop(name), ONE)


def test_an_estate_that_stands_twice_is_told():
    table = pl.concat([estates(), estates()[:1]])
    with pytest.raises(UserError, match="the estate large stands twice"):
        estate_index(table, ONE)
