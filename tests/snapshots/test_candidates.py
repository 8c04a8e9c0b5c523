"""Published lists as candidates for a grant."""

from decimal import Decimal

import pytest

from boligsocial.allocation.principles import Tier, default_principles
from boligsocial.allocation.ranked import ranked_distribution
from boligsocial.money import øre_from_mio
from boligsocial.snapshots.candidates import (
    candidates_of,
    last_list_with_figures,
    need,
    on_the_list,
)
from boligsocial.snapshots.published import published_snapshot

SNAPSHOT = published_snapshot()


def tiers(list_id):
    found = candidates_of(SNAPSHOT, list_id, default_principles())
    by_tier = {tier: set() for tier in Tier}
    for each in found.candidates:
        by_tier[each.candidate.tier].add(each.area.area_id)
    return by_tier, found


def test_on_the_list_is_listed_and_named_with_it_but_off_it_is_the_edge():
    by_tier, _ = tiers("2017-12-01")
    assert by_tier[Tier.LISTED] == SNAPSHOT.listed("2017-12-01")
    assert len(by_tier[Tier.LISTED]) == 22
    assert len(by_tier[Tier.EDGE]) == 5
    assert not by_tier[Tier.ANCHORED] & (by_tier[Tier.LISTED] | by_tier[Tier.EDGE])


def test_an_area_of_a_later_list_is_no_candidate_yet():
    by_tier, _ = tiers("2010-10-26")
    assert sum(len(areas) for areas in by_tier.values()) == 29


def test_need_is_the_plain_mean_of_the_social_criteria_relative_to_their_limits():
    verdict = SNAPSHOT.verdicts["2017-12-01", "koebenhavn-mjoelnerparken"]
    expected = (43.5 / 40 + 2.52 / 2.7 + 53.0 / 50 + 55 / 51.0) / 4
    assert need(verdict) == pytest.approx(expected, abs=1e-12)


def test_origin_has_no_part_in_need():
    for verdict in SNAPSHOT.verdicts.values():
        if verdict.on.year <= 2013:
            outside, convicted = verdict.verdict("no_attachment"), verdict.verdict("convicted")
            assert need(verdict) == pytest.approx((outside.value / 40 + convicted.value / 2.7) / 2)


def test_after_2017_the_last_complete_figures_are_used_with_their_list():
    _, found = tiers("2019-12-01")
    assert {each.figures.on.year for each in found.candidates} <= set(range(2010, 2018))
    assert {area.area_id for area, _ in found.without_figures} >= {"viborg-ellekonebakken"}


@pytest.mark.parametrize("list_id", [each.list_id for each in SNAPSHOT.lists])
def test_every_list_can_be_shared_out(list_id):
    _, found = tiers(list_id)
    distribution = ranked_distribution(
        [each.candidate for each in found.candidates],
        øre_from_mio(Decimal(140)),
        default_principles(),
    )
    assert distribution.spent_øre + distribution.left_øre == 140 * 100_000_000


def test_the_last_list_with_figures_of_every_area_is_that_of_2017():
    assert last_list_with_figures(SNAPSHOT).list_id == "2017-12-01"


def test_the_list_counts_its_outermost_status_and_not_prevention_areas():
    assert on_the_list(SNAPSHOT.list("2023-12-01")) == 19
    assert on_the_list(SNAPSHOT.list("2017-12-01")) == 22
