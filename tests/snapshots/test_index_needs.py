"""The need of areas from the index of their estates."""

from __future__ import annotations

import pytest

from boligsocial.allocation.principles import default_principles
from boligsocial.index.specification import default_specification, nearest_people_specification
from boligsocial.snapshots.candidates import candidates_of
from boligsocial.snapshots.index_needs import index_needs
from boligsocial.snapshots.opening import opened_lists
from boligsocial.snapshots.ranking import ranking_of


@pytest.fixture(scope="module")
def lists(made_up):
    return opened_lists(made_up.store, made_up.later)


@pytest.fixture(scope="module", params=["social_criteria", "nearest_people"])
def ranking(lists, request):
    made = {
        "social_criteria": default_specification,
        "nearest_people": nearest_people_specification,
    }
    return ranking_of(lists.snapshot, made[request.param]())


def test_the_need_is_the_mean_score_of_the_estates_by_residents_above_the_lowest(lists, ranking):
    scores = {row["estate_id"]: row["score"] for row in ranking.estates.iter_rows(named=True)}
    lowest = min(each for each in scores.values() if each is not None)
    residents = dict(lists.snapshot.table("estates").select("estate_id", "residents").iter_rows())
    members = {}
    for area, estate in lists.snapshot.table("area_estates").select("area_id", "estate_id").rows():
        if scores[estate] is not None:
            members.setdefault(area, set()).add(estate)
    expected = {
        area: sum(residents[each] * (scores[each] - lowest) for each in estates)
        / sum(residents[each] for each in estates)
        for area, estates in members.items()
    }
    found = index_needs(ranking, 2018)
    assert found == pytest.approx(expected)
    assert min(found.values()) >= 0


def test_every_year_has_its_own_needs(ranking):
    assert index_needs(ranking, 2016) != index_needs(ranking, 2018)
    assert index_needs(ranking, 1999) == {}


def test_the_candidates_keep_their_tiers_and_have_the_need_given(lists, ranking):
    needs = index_needs(ranking, 2018)
    by_criteria, by_index = (
        candidates_of(lists, "2018-12-01", default_principles(), given) for given in (None, needs)
    )
    tiers = {each.area.area_id: each.candidate.tier for each in by_criteria.candidates}
    assert {each.area.area_id: each.candidate.tier for each in by_index.candidates} == tiers
    assert {each.area.area_id: each.candidate.need for each in by_index.candidates} == {
        area: needs[area] for area in tiers
    }


def test_an_area_without_a_need_is_left_out(lists):
    found = candidates_of(lists, "2018-12-01", default_principles(), {})
    assert found.candidates == ()
    assert found.without_figures
