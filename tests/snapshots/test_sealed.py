"""A sealed snapshot answers as the published lists do."""

from __future__ import annotations

import polars as pl
import pytest

from boligsocial.allocation.principles import Tier, default_principles
from boligsocial.law.reforms import Reform, built_in_reforms
from boligsocial.snapshots.candidates import candidates_of, last_list_with_figures, need
from boligsocial.snapshots.movements import movements
from boligsocial.snapshots.opening import opened_lists
from boligsocial.snapshots.published import published_snapshot
from boligsocial.snapshots.reform_effects import reform_effect
from boligsocial.snapshots.reformed import ReformedLists
from boligsocial.snapshots.standings import limits_of, newest_named_list, status_on


@pytest.fixture(scope="module")
def lists(made_up):
    return opened_lists(made_up.store, made_up.later)


def table(lists, name):
    return pl.read_parquet(lists.snapshot.folder / f"{name}.parquet")


def test_it_has_a_list_of_every_year_with_its_law(lists):
    assert [each.list_id for each in lists.lists] == [f"{year}-12-01" for year in range(2014, 2019)]
    assert [each.rules.id for each in lists.lists] == ["2013"] * 4 + ["2018"]


def test_the_law_run_over_its_figures_gives_every_sealed_status_again(lists):
    sealed = {
        (row["on"].isoformat(), row["area_id"], row["status"]): row["met"]
        for row in table(lists, "statuses").iter_rows(named=True)
    }
    computed = {
        (list_id, area_id, status): held
        for (list_id, area_id), verdict in lists.verdicts.items()
        for status, held in verdict.statuses.items()
        if (list_id, area_id, status) in sealed
    }
    assert computed == sealed


def test_the_law_run_over_its_figures_gives_every_sealed_verdict_again(lists):
    for row in table(lists, "verdicts").iter_rows(named=True):
        verdict = lists.verdicts[row["on"].isoformat(), row["area_id"]].verdict(row["criterion"])
        assert verdict.met == row["met"]
        assert verdict.value == pytest.approx(row["value"], nan_ok=True) or row["value"] is None


def test_counts_are_of_what_is_sealed_and_none_where_an_area_is_in_doubt(lists):
    sealed = table(lists, "statuses")
    for each in lists.lists:
        for status, count in each.counts.items():
            said = sealed.filter((pl.col("on") == each.on) & (pl.col("status") == status))["met"]
            assert count == (None if said.null_count() else said.sum())
    assert lists.lists[0].counts == {"ghetto": None}
    assert lists.lists[-1].counts["udsat"] == 3


def test_the_newest_list_is_the_one_to_begin_with(lists):
    assert newest_named_list(lists).list_id == "2018-12-01"
    assert last_list_with_figures(lists).rules.id in ("2013", "2018")


def test_limits_that_follow_the_nation_are_known(lists):
    *_, (newest, limit) = limits_of(lists, "convicted")
    nation = table(lists, "indicators").filter(
        (pl.col("geography") == "nation") & (pl.col("group") == "all")
        & (pl.col("indicator") == "convicted") & (pl.col("period") == "2017-2018")
    )["value"].item()  # fmt: skip
    assert newest.list_id == "2018-12-01"
    assert limit == pytest.approx(3 * 100 * nation)


def test_candidates_are_listed_near_or_once_listed_and_no_area_is_two(lists):
    found = candidates_of(lists, "2018-12-01", default_principles())
    tiers = {each.area.area_id: each.candidate.tier for each in found.candidates}
    assert {area for area, tier in tiers.items() if tier is Tier.LISTED} == lists.listed(
        "2018-12-01"
    )
    near = {area for area, tier in tiers.items() if tier is Tier.EDGE}
    beyond = {area for area, tier in tiers.items() if tier is Tier.EXPOSED}
    assert near == lists.edge("2018-12-01")
    assert beyond == lists.exposed("2018-12-01")
    assert not near & beyond
    assert len(found.candidates) == len(tiers)


@pytest.mark.parametrize("list_id", ["2016-12-01", "2018-12-01"])
def test_an_area_on_the_edge_lacks_one_criterion_or_is_a_prevention_area(lists, list_id):
    required = lists.list(list_id).rules.statuses[0].required
    of = lists.list(list_id).rules.statuses[0].of
    for area_id in lists.areas:
        verdict = lists.verdicts[list_id, area_id]
        off = area_id not in lists.listed(list_id)
        met = sum(bool(verdict.verdict(each).met) for each in of)
        whole = all(each.met is not None for each in verdict.verdicts)
        large = verdict.area["residents"] >= 1000
        prevention = status_on(lists, list_id, area_id)
        expected = off and whole and large and met == required - 1
        if not prevention:
            expected &= area_id not in lists.exposed(list_id)
            assert (area_id in lists.edge(list_id)) == expected


@pytest.mark.parametrize("list_id", ["2016-12-01", "2018-12-01"])
def test_an_area_off_the_list_and_beyond_the_limits_in_the_mean_is_exposed(lists, list_id):
    exposed = lists.exposed(list_id)
    for area_id in lists.areas:
        verdict = lists.verdicts[list_id, area_id]
        social = [each for each in verdict.verdicts if each.criterion.measure.social]
        known = all(each.met is not None for each in social)
        large = verdict.area["residents"] >= 1000
        if large and area_id not in lists.listed(list_id) and known:
            assert (area_id in exposed) == (need(verdict) > 1)


def test_a_reform_that_changes_nothing_changes_nobody(lists):
    effect = reform_effect(lists, Reform(id="none", name="none"), "2018-12-01")
    assert len(effect.areas) == len(lists.areas)
    assert effect.changed == ()


def test_every_built_in_reform_can_be_laid_over_it(lists):
    for reform in built_in_reforms():
        assert len(reform_effect(lists, reform, "2018-12-01").areas) == len(lists.areas)


def test_who_came_and_left_is_told_where_both_lists_are_known(lists):
    found = movements(lists, "2016-12-01")
    assert found is not None
    now, then = lists.listed("2016-12-01"), lists.listed("2015-12-01")
    assert {each.area.area_id for each in found.came_on} == now - then
    assert {each.area.area_id for each in found.left} == then - now


def test_figures_are_stated_as_the_ministry_states_them(lists):
    row = lists.stated.filter(
        (pl.col("quantity") == "pct_no_attachment") & (pl.col("list_id") == "2018-12-01")
    ).row(0, named=True)
    exact = lists.verdicts["2018-12-01", row["area_id"]].verdict("no_attachment").value
    assert float(row["value"]) == round(exact, 2)
    assert set(lists.stated["source_ids"]) <= set(lists.sources["source_id"])


def test_its_kind_is_told_and_differs_from_the_published(lists):
    assert (lists.kind, published_snapshot().kind) == ("synthetic", "published")
    assert lists.snapshot.id in lists.list_sources("2018-12-01")[0]


def test_under_a_reform_the_candidates_follow_its_list(lists):
    reform = Reform(id="r", name="r", statuses={"udsat": {"required": 4}})
    reformed = ReformedLists(lists, reform, "2018-12-01")
    effect = reform_effect(lists, reform, "2018-12-01")
    holds = {each.area.area_id for each in effect.areas if each.after.statuses["udsat"]}
    assert reformed.listed("2018-12-01") == holds < lists.listed("2018-12-01")
    off = lists.listed("2018-12-01") - holds
    assert off <= reformed.edge("2018-12-01") | reformed.exposed("2018-12-01")
    found = candidates_of(reformed, "2018-12-01", default_principles())
    listed = {e.area.area_id for e in found.candidates if e.candidate.tier is Tier.LISTED}
    assert listed == holds
