"""A list as a reform would have made it, and the candidates that follow from it."""

import pytest

from boligsocial.allocation.principles import Tier, default_principles
from boligsocial.law.reforms import Reform, built_in_reforms
from boligsocial.snapshots.candidates import candidates_of
from boligsocial.snapshots.published import published_snapshot
from boligsocial.snapshots.reform_effects import reform_effect
from boligsocial.snapshots.reformed import ReformedLists

PUBLISHED = published_snapshot()
WITHOUT_ETHNICITY = next(each for each in built_in_reforms() if each.id == "without_ethnicity")
NOTHING = Reform(id="none", name="none")


def tiers(lists, list_id):
    found = candidates_of(lists, list_id, default_principles())
    return {each.area.area_id: each.candidate.tier for each in found.candidates}


@pytest.mark.parametrize("list_id", ["2010-10-26", "2017-12-01"])
def test_a_reform_that_changes_nothing_leaves_the_list(list_id):
    reformed = ReformedLists(PUBLISHED, NOTHING, list_id)
    assert reformed.listed(list_id) == PUBLISHED.listed(list_id)
    assert tiers(reformed, list_id) == tiers(PUBLISHED, list_id)


def test_those_that_a_reform_takes_off_the_list_are_on_its_edge():
    effect = reform_effect(PUBLISHED, WITHOUT_ETHNICITY, "2017-12-01")
    off = {each.area.area_id for each in effect.certain}
    reformed = ReformedLists(PUBLISHED, WITHOUT_ETHNICITY, "2017-12-01")
    assert reformed.listed("2017-12-01") == PUBLISHED.listed("2017-12-01") - off
    found = tiers(reformed, "2017-12-01")
    assert {found[each] for each in off} == {Tier.EDGE}


def test_a_lower_bar_brings_areas_on_the_list():
    reform = Reform(id="r", name="r", statuses={"ghetto": {"required": 1}})
    effect = reform_effect(PUBLISHED, reform, "2017-12-01")
    on = {each.area.area_id for each in effect.certain} - PUBLISHED.listed("2017-12-01")
    reformed = ReformedLists(PUBLISHED, reform, "2017-12-01")
    assert reformed.listed("2017-12-01") == PUBLISHED.listed("2017-12-01") | on


def test_other_lists_and_what_was_before_stay():
    reformed = ReformedLists(PUBLISHED, WITHOUT_ETHNICITY, "2017-12-01")
    for each in PUBLISHED.lists:
        if each.list_id != "2017-12-01":
            assert reformed.listed(each.list_id) == PUBLISHED.listed(each.list_id)


def test_an_area_that_the_figures_cannot_tell_of_stays_on_the_list():
    newest = next(each for each in reversed(PUBLISHED.lists) if PUBLISHED.names_areas(each.list_id))
    without = PUBLISHED.listed(newest.list_id) - {
        area for list_id, area in PUBLISHED.verdicts if list_id == newest.list_id
    }
    reformed = ReformedLists(PUBLISHED, WITHOUT_ETHNICITY, newest.list_id)
    assert without <= reformed.listed(newest.list_id)


def test_a_moved_limit_moves_the_need():
    strict = Reform(id="r", name="r", criteria={"no_attachment": {"threshold": 20}})
    before, after = (
        {each.area.area_id: each.candidate.need
         for each in candidates_of(lists, "2017-12-01", default_principles()).candidates}
        for lists in (PUBLISHED, ReformedLists(PUBLISHED, strict, "2017-12-01"))
    )  # fmt: skip
    assert all(after[area] > need for area, need in before.items())
