"""Which component moved a unit since the last snapshot."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from index_strategies import component, specifications, tables

from boligsocial.index.explanations import score_changes
from boligsocial.index.scores import index_scores
from boligsocial.index.specification import Specification


@given(tables(), tables(), specifications())
def test_the_parts_sum_to_the_change_of_the_score(before, after, spec):
    changes = score_changes(before, after, spec)
    old, new = (dict(index_scores(each, spec).select("id", "score").rows())
                for each in (before, after))  # fmt: skip
    parts = changes.parts.group_by("id").agg(total=(pl.col("own") + pl.col("others")).sum())
    assert set(parts["id"]) == old.keys() & new.keys()
    for unit, total in parts.rows():
        assert total == pytest.approx(new[unit] - old[unit], abs=1e-9)


def scale_by_hand(transform, values):
    """What one unit of a figure is worth on the scale of these values."""
    match transform:
        case "none":
            return 1
        case "zscore":
            spread = np.std(values)
        case "minmax":
            spread = max(values) - min(values)
    return 1 / spread if spread else 0


@given(tables(), tables(), specifications(transforms=["none", "zscore", "minmax"], domains=False))
def test_own_is_the_change_of_the_figure_on_the_scale_of_before(before, after, spec):
    changes = score_changes(before, after, spec)
    for part in spec.component:
        old, new = (dict(each.select("id", part.column).rows()) for each in (before, after))
        worth = scale_by_hand(part.transform, list(old.values())) * float(part.weight)
        way = 1 if part.direction == "high_is_worse" else -1
        for row in changes.parts.filter(pl.col("part") == part.column).rows(named=True):
            moved = new[row["id"]] - old[row["id"]]
            assert row["own"] == pytest.approx(way * worth * moved, abs=1e-9)


def test_a_unit_that_stands_still_is_moved_by_others_alone():
    before = pl.DataFrame({"id": ["a", "b", "c"], "x": [1.0, 2.0, 3.0]})
    after = before.with_columns(x=pl.Series([1.0, 2.0, 30.0]))
    changes = score_changes(before, after, Specification(component=[component("x")]))
    by_unit = {row["id"]: row for row in changes.parts.rows(named=True)}
    assert by_unit["a"]["own"] == 0
    assert by_unit["a"]["others"] > 0
    assert by_unit["c"]["own"] == pytest.approx(27 / (2 / 3) ** 0.5)
    assert dict(changes.units.select("id", "moved_by").rows()) == {"a": None, "b": None, "c": "x"}


def test_ranks_are_those_among_all_units_of_each_snapshot():
    before = pl.DataFrame({"id": ["a", "b", "gone"], "x": [1.0, 2.0, 3.0], "y": [0.0, 0, 0]})
    after = pl.DataFrame({"id": ["new", "b", "a"], "x": [0.0, 2.0, 9.0], "y": [5.0, 1.0, 0]})
    spec = Specification(
        component=[component("x", transform="none"), component("y", transform="none")]
    )
    units = score_changes(before, after, spec).units.drop("score_before", "score_after")
    assert units.rows() == [("b", 2, 3, "y"), ("a", 3, 1, "x")]


def test_two_snapshots_without_a_unit_in_common_have_no_changes():
    one, other = (pl.DataFrame({"id": [name], "x": [1.0]}) for name in "ab")
    changes = score_changes(one, other, Specification(component=[component("x")]))
    assert changes.units.is_empty()
    assert changes.parts.is_empty()
