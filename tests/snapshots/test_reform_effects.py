"""What a reform would do to the areas of a published list, and why."""

import pytest

from boligsocial.law.reforms import Reform, built_in_reforms
from boligsocial.snapshots.published import published_snapshot
from boligsocial.snapshots.reform_effects import reform_effect
from boligsocial.snapshots.reform_reasons import reasons

WITHOUT_ETHNICITY = next(each for each in built_in_reforms() if each.id == "without_ethnicity")


def effect_of(list_id, **changes):
    return reform_effect(published_snapshot(), Reform(id="r", name="r", **changes), list_id)


def sentences(effect, area_id):
    area = next(each for each in effect.areas if each.area.area_id == area_id)
    return [str(each) for each in reasons(area)]


def test_without_the_criterion_of_origin_four_of_the_areas_of_2017_are_left():
    effect = reform_effect(published_snapshot(), WITHOUT_ETHNICITY, "2017-12-01")
    (count,) = effect.counts()
    assert (count.before, count.after, count.undetermined) == (22, 4, 0)
    assert len(effect.changed) == len(effect.certain) == 18
    assert sentences(effect, "aarhus-bispehaven") == [
        "Immigrants and descendants from non-Western countries: 67%. The criterion was met above "
        "50% and no longer counts.",
        "It meets 2 of 4 criteria instead of 3 of 5; 3 are asked for.",
    ]


def test_a_moved_limit_is_told_with_the_old_one():
    effect = effect_of("2017-12-01", criteria={"no_attachment": {"threshold": 45}})
    area = effect.certain[0]
    assert area.because == ("no_attachment",)
    assert "is met above 45% instead of above 40%" in str(reasons(area)[0])


def test_another_number_of_criteria_is_the_whole_reason():
    effect = effect_of("2017-12-01", statuses={"ghetto": {"required": 4}})
    area = next(each for each in effect.certain)
    assert [str(each) for each in reasons(area)] == [
        "It meets 3 of 5 criteria; 4 are asked for instead of 3."
    ]


def test_a_higher_minimum_is_told_with_the_residents():
    effect = effect_of("2017-12-01", statuses={"ghetto": {"minimum_residents": 2000}})
    area = effect.certain[0]
    residents = int(area.before.area["residents"])
    assert [str(each) for each in reasons(area)] == [
        f"It has {residents:,} residents. At least 2,000 are asked for instead of 1,000."
    ]


def test_the_law_itself_changes_nothing():
    assert effect_of("2017-12-01").changed == ()


def test_out_of_doubt_is_a_change_but_not_a_certain_one():
    effect = effect_of("2023-12-01", statuses={"udsat": {"required": 3}})
    (area,) = effect.changed
    assert area.before.statuses["udsat"] is None
    assert area.after.statuses["udsat"] is False
    assert effect.certain == ()


@pytest.mark.parametrize("list_id", ["2010-10-26", "2016-12-01", "2022-12-01"])
def test_every_changed_area_has_a_reason(list_id):
    effect = effect_of(list_id, drop=["nonwestern"])
    assert all(reasons(each) for each in effect.changed)
