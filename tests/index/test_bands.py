"""Bands by the share of units that are worse, and what it would take to change band."""

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from index_strategies import component, specifications, tables

from boligsocial.definitions import definition_from
from boligsocial.index.anchors import anchor_of, anchored_scores
from boligsocial.index.bands import (
    Bands,
    band_of,
    default_bands,
    percentiles,
    what_it_takes,
)
from boligsocial.index.scores import index_scores
from boligsocial.index.specification import Specification
from boligsocial.messages import InputError

THIRDS = Bands(
    id="thirds",
    name="Thirds",
    band=[
        {"id": "worst", "name": "The worst", "worst_percent": "34"},
        {"id": "middle", "name": "The middle", "worst_percent": "67"},
        {"id": "best", "name": "The best", "worst_percent": "100"},
    ],
)


def test_five_of_a_hundred_are_in_the_worst_five_per_cent():
    ranks = pl.Series("rank", range(1, 101))
    bands = band_of(ranks, default_bands())
    assert bands.value_counts().sort("band").rows() == [
        ("others", 80), ("worst_10", 5), ("worst_20", 10), ("worst_5", 5),
    ]  # fmt: skip
    assert set(bands[:5]) == {"worst_5"}
    assert percentiles(ranks)[4] == 5


def test_equal_ranks_are_in_the_same_band_and_none_has_none():
    ranks = pl.Series("rank", [1, 1, 3, None, 4, 4])
    assert band_of(ranks, THIRDS).to_list() == ["worst", "worst", "middle", None, "best", "best"]
    assert percentiles(ranks).to_list() == [20, 20, 60, None, 80, 80]


@pytest.mark.parametrize("percents", [(10, 5, 100), (5, 5, 100), (5, 90)])
def test_bands_rise_to_a_hundred(percents):
    text = 'id="b"\nname="B"\n' + "".join(
        f'[[band]]\nid="b{each}"\nname="B"\nworst_percent={each}\n' for each in percents
    )
    with pytest.raises(InputError, match="worst_percent must rise from band to band"):
        definition_from(text, Bands, "bands.toml")


def rank_with(units, spec, row, column, figure):
    """The unit's rank when its figure is another, the others and the scale as they are."""
    changed = units.with_columns(
        pl.when(pl.int_range(pl.len()) == row).then(figure).otherwise(column).alias(column)
    )
    scores = anchored_scores(changed, spec, anchor_of(units, spec, ""))
    return int((scores > scores[row] + 1e-9).sum()) + 1


def band_number(rank, units):
    return next(number for number, end in enumerate(THIRDS.last_ranks(len(units))) if rank <= end)


NUMBERS = {each.id: number for number, each in enumerate(THIRDS.band)}


@given(tables(min_size=3), specifications(), st.data())
def test_the_figure_needed_takes_the_unit_into_the_other_band(units, spec, data):
    found = what_it_takes(units, spec, THIRDS).drop_nulls("figure_needed")
    assume(len(found))
    row = data.draw(st.sampled_from(found.rows(named=True)))
    here, towards = NUMBERS[row["band"]], NUMBERS[row["towards"]]
    part = next(each for each in spec.component if each.column == row["component"])
    up = (towards < here) == (part.direction == "high_is_worse")
    # Just beyond, so that the rounding of the scores cannot decide.
    figure = row["figure_needed"] + (1e-3 if up else -1e-3)
    reached = band_number(rank_with(units, spec, int(row["id"]), row["component"], figure), units)
    assert reached <= towards if towards < here else reached >= towards


@given(
    tables(min_size=3),
    specifications(transforms=["zscore", "minmax", "none"], domains=False),
    st.data(),
)
def test_nine_tenths_of_the_change_are_not_enough(units, spec, data):
    found = what_it_takes(units, spec, THIRDS).drop_nulls("figure_needed")
    found = found.filter(pl.col("change").abs() > 1e-6)
    assume(len(found))
    row = data.draw(st.sampled_from(found.rows(named=True)))
    here, towards = NUMBERS[row["band"]], NUMBERS[row["towards"]]
    almost = row["figure"] + 0.9 * row["change"]
    reached = band_number(rank_with(units, spec, int(row["id"]), row["component"], almost), units)
    assert reached >= here if towards < here else reached <= here


def test_the_change_is_told_in_people_where_there_are_counts():
    units = pl.DataFrame(
        {
            "id": ["a", "b", "c"],
            "x_numerator": [30, 20, 5],
            "x_denominator": [100, 100, 100],
        }
    )
    spec = Specification(component=[component("x", transform="none")])
    rows = what_it_takes(units, spec, THIRDS).select("id", "towards", "figure_needed", "residents")
    assert rows.sort("id", "towards").rows() == [
        ("a", "middle", pytest.approx(0.2), 11),
        ("b", "best", pytest.approx(0.05), 16),
        ("b", "worst", pytest.approx(0.3), 10),
        ("c", "middle", pytest.approx(0.2), 15),
    ]


def test_people_are_counted_where_figures_are_per_cent():
    units = pl.DataFrame(
        {
            "id": ["a", "b", "c"],
            "x": [30.0, 20, 5],
            "x_numerator": [30, 20, 5],
            "x_denominator": 100,
        }
    )
    spec = Specification(component=[component("x", transform="none")])
    rows = what_it_takes(units, spec, THIRDS).sort("id", "towards")
    assert rows["residents"].to_list() == [11, 16, 10, 15]
    assert rows["figure_needed"].to_list() == pytest.approx([20, 5, 30, 20])


def test_what_a_share_cannot_reach_is_not_promised():
    units = pl.DataFrame(
        {
            "id": ["a", "b", "c"],
            "x_numerator": [90, 20, 5],
            "x_denominator": 100,
            "y": [0.0, 0.0, 0.0],
        }
    )
    spec = Specification(
        component=[component("x", transform="none", weight="0.1"), component("y", transform="none")]
    )
    rows = what_it_takes(units.with_columns(y=pl.Series([5.0, 0, 0])), spec, THIRDS)
    first = rows.filter((pl.col("id") == "a") & (pl.col("component") == "x"))
    assert first["figure_needed"].to_list() == [None]
    assert index_scores(units, spec)["rank"].to_list() == [1, 2, 3]
