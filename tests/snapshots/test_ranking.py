"""The index of a snapshot taken apart: the same places as were sealed, and what lies behind."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from boligsocial.disclosure.limits import default_limits
from boligsocial.index.specification import default_specification, nearest_people_specification
from boligsocial.snapshots.ranking import ranking_of
from boligsocial.snapshots.store.store import snapshot_named


@pytest.fixture(scope="module")
def snapshot(made_up):
    return snapshot_named(made_up.store, made_up.later)


@pytest.fixture(scope="module")
def ranking(snapshot):
    return ranking_of(snapshot)


@pytest.fixture(scope="module")
def earlier(made_up):
    return ranking_of(snapshot_named(made_up.store, made_up.earlier))


def weighing(**weights):
    given = default_specification()
    components = [
        each.model_copy(update={"weight": Decimal(weights.get(each.column, 0))})
        for each in given.component
    ]
    return given.model_copy(update={"component": tuple(components)})


def test_what_is_computed_again_is_what_was_sealed(snapshot, ranking):
    sealed = snapshot.table("index").drop_nulls("score").unique("pool_id").sort("pool_id")
    again = ranking.under(ranking.specification).sort("pool_id")
    columns = ["pool_id", "score", "rank", "percentile", "band"]
    assert_frame_equal(again.select(columns), sealed.select(columns), abs_tol=1e-12)


def test_every_estate_has_a_place_or_a_reason(snapshot, ranking):
    assert ranking.estates["estate_id"].to_list() == snapshot.table("index")["estate_id"].to_list()
    without = ranking.estates.filter(pl.col("rank").is_null())
    assert without["reason"].null_count() == 0
    assert ranking.estates.filter(pl.col("rank").is_not_null())["anchored_score"].null_count() == 0


def test_the_parts_sum_to_the_score(ranking):
    sums = ranking.parts.group_by("id").agg(pl.col("adds").sum())
    scores = ranking.estates.unique("pool_id").select(pl.col("pool_id").alias("id"), "score")
    both = sums.join(scores, on="id")
    assert len(both) == len(ranking.units)
    assert (both["adds"] - both["score"]).abs().max() < 1e-9


def test_the_first_year_is_the_scale_of_the_anchored_scores(ranking):
    first = ranking.anchored(ranking.years[0])
    assert abs(first["anchored_score"].mean()) < 1e-9
    now = ranking.anchored(ranking.years[-1])
    assert abs(now["anchored_score"].mean()) > 0.01


def test_the_change_since_the_last_snapshot_adds_up_to_both_sealed_scores(ranking, earlier):
    changes = ranking.changes_since(earlier)
    sums = changes.parts.group_by("id").agg((pl.col("own") + pl.col("others")).sum().alias("sum"))
    both = changes.units.join(sums, on="id")
    moved = both["score_after"] - both["score_before"]
    assert (moved - both["sum"]).abs().max() < 1e-9
    sealed = earlier.estates.select(pl.col("pool_id").alias("id"), "score", "rank").unique("id")
    of_before = both.join(sealed, on="id")
    assert (of_before["score_before"] - of_before["score"]).abs().max() < 1e-12
    assert of_before["rank_before"].to_list() == of_before["rank"].to_list()


def test_pools_whose_members_changed_are_not_compared(ranking, earlier):
    members = [
        dict(
            each.members.group_by("pool_id")
            .agg(pl.col("estate_id").sort())
            .rows()
        )
        for each in (earlier, ranking)
    ]  # fmt: skip
    for pool in ranking.changes_since(earlier).units["id"]:
        assert members[0][pool] == members[1][pool]


def test_no_figure_of_a_small_estate_or_of_a_pool_is_shown(snapshot, ranking):
    shown = set(ranking.components_shown["estate_id"])
    limits = default_limits()
    small = snapshot.table("estates").filter(
        (pl.col("residents") < limits.residents) | (pl.col("households") < limits.households)
    )
    pooled = ranking.members.filter("pooled")
    assert shown
    assert not shown & set(small["estate_id"])
    assert not shown & set(pooled["estate_id"])


def test_few_convicted_people_are_never_counted_out(ranking):
    counts = ranking.components_shown.filter(pl.col("component") == "convicted")
    assert counts["numerator"].min() >= default_limits().people


def test_with_all_weight_on_income_the_poorest_comes_first(ranking):
    places = ranking.under(weighing(income=1)).sort("rank")
    units = ranking.units.with_columns(
        against=pl.col("income_numerator") / pl.col("income_denominator")
        / pl.col("income_reference")
    )  # fmt: skip
    assert places["pool_id"][0] == units.sort("against")["id"][0]


def test_the_nearest_people_give_small_estates_a_place_too(snapshot):
    ranking = ranking_of(snapshot, nearest_people_specification())
    assert ranking.estates["rank"].null_count() == 0
    assert not ranking.estates["pooled"].any()
    low, place, high = (ranking.estates[each] for each in ("rank_low", "rank", "rank_high"))
    assert (low <= high).all()
    assert ((low <= place) & (place <= high)).mean() > 0.9


def test_the_years_end_with_todays_place(ranking):
    last = ranking.through_years.filter(pl.col("year") == ranking.years[-1])
    now = ranking.estates.select(pl.col("pool_id").alias("id"), "rank", "anchored_score")
    both = last.join(now.unique("id"), on="id", suffix="_now")
    assert len(both) == len(ranking.units)
    assert both["rank"].to_list() == both["rank_now"].to_list()
    assert (both["anchored_score"] - both["anchored_score_now"]).abs().max() == 0
