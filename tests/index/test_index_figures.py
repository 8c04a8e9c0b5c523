"""What a component's figure is, and what is done where it is missing."""

import polars as pl
import pytest
from index_strategies import component

from boligsocial.index.figures import figures_of
from boligsocial.index.scores import index_scores
from boligsocial.index.specification import Specification
from boligsocial.messages import UserError

UNITS = pl.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "municipality_code": ["101", "101", "101", "751"],
        "x": [1.0, 4.0, None, 10.0],
    }
)


def one(**fields):
    return Specification(component=[component("x", **fields)])


def figures(units, **fields):
    return figures_of(units, one(**fields)).worse[:, 0].tolist()


def test_a_missing_figure_is_refused_with_its_unit_and_column():
    with pytest.raises(UserError, match="c has no figure in x; fill it in"):
        index_scores(UNITS, one())


@pytest.mark.parametrize("missing", [float("nan"), float("inf"), None])
def test_what_is_no_finite_number_is_missing(missing):
    units = pl.DataFrame({"id": ["a", "b"], "x": [1.0, missing]}, strict=False)
    with pytest.raises(UserError, match="b has no figure in x"):
        index_scores(units, one())


def test_a_dropped_unit_has_neither_score_nor_rank_and_leaves_the_others_as_without_it():
    found = index_scores(UNITS, one(missing="drop"))
    without = index_scores(UNITS.filter(pl.col("x").is_not_null()), one())
    assert found.row(2) == ("c", None, None)
    assert found.filter(pl.col("id") != "c").equals(without)


def test_the_figure_of_the_municipality_is_the_mean_of_its_units():
    assert figures(UNITS, missing="municipality") == [1, 4, 2.5, 10]


def test_the_figure_of_the_municipality_is_a_share_of_its_people_where_there_are_counts():
    units = pl.DataFrame(
        {
            "id": ["a", "b", "c"],
            "municipality_code": "101",
            "x_numerator": [1, 30, 5],
            "x_denominator": [10, 100, 0],
        }
    )
    assert figures(units, missing="municipality") == pytest.approx([0.1, 0.3, 31 / 110])


def test_the_figure_of_the_municipality_is_in_the_unit_of_the_column():
    units = pl.DataFrame(
        {
            "id": ["a", "b", "c"],
            "municipality_code": "101",
            "x": [10.0, 30.0, None],
            "x_numerator": [1, 30, 0],
            "x_denominator": [10, 100, 0],
        }
    )
    assert figures(units, missing="municipality") == pytest.approx([10, 30, 3100 / 110])


def test_a_unit_without_a_known_neighbour_in_its_municipality_is_neutral():
    units = UNITS.with_columns(municipality_code=pl.Series(["101", "101", "461", "751"]), y=0.0)
    spec = Specification(component=[component("x", missing="municipality"), component("y")])
    assert index_scores(units, spec)["score"][2] == 0


@pytest.mark.parametrize("transform", ["none", "zscore", "minmax", "rank", "exponential"])
def test_a_neutral_unit_has_the_mean_of_the_others(transform):
    units = pl.DataFrame({"id": list("abcd"), "x": [1.0, 4.0, 10.0, None], "y": [0.0] * 4})
    spec = Specification(
        component=[
            component("x", transform=transform, missing="neutral"),
            component("y", transform="none"),
        ]
    )
    score = index_scores(units, spec)["score"]
    assert score[3] == pytest.approx(score[:3].mean())


def test_a_unit_without_any_figure_has_no_score():
    assert index_scores(UNITS, one(missing="neutral"))["score"][2] is None


def test_a_figure_is_made_of_its_counts_and_what_it_is_held_against():
    units = pl.DataFrame(
        {"id": ["a", "b"], "x_numerator": [900, 100], "x_denominator": [3, 2],
         "x_reference": [200.0, 100.0]}
    )  # fmt: skip
    assert figures(units) == [1.5, 0.5]


def test_a_column_that_is_missing_is_told_with_those_that_are_there():
    with pytest.raises(UserError, match="the column x is missing; the table has id, y"):
        index_scores(pl.DataFrame({"id": ["a"], "y": [1]}), one())


def test_the_municipality_is_asked_for_where_it_is_needed():
    with pytest.raises(UserError, match="municipality_code is missing"):
        index_scores(UNITS.drop("municipality_code"), one(missing="municipality"))


def test_places_as_given_are_places():
    ranks = {"direction": "low_is_worse", "transform": "rank", "ties": "as_given"}
    with pytest.raises(UserError, match="d has 10 in x; places as given go from 1 to 4"):
        index_scores(UNITS.with_columns(pl.col("x").fill_null(2)), one(**ranks))
