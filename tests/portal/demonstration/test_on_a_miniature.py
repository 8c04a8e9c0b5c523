"""On a miniature the cases of the demonstration have something to show: neighbours, and estates
beside exposed areas."""

from datetime import date
from decimal import Decimal

import pytest

from boligsocial.allocation.principles import Tier
from boligsocial.portal.demonstration.definitions import demo
from boligsocial.portal.demonstration.places import places_in
from boligsocial.portal.distribution.choices import read_choice
from boligsocial.portal.distribution.optimum.best import best_of
from boligsocial.portal.distribution.optimum.places import neighbour_pairs
from boligsocial.portal.distribution.pages import NOW
from boligsocial.portal.distribution.shared_out import shared_out
from boligsocial.portal.estates.attached import areas_nearby, evidence_of
from boligsocial.registers.synthetic import synthesize
from boligsocial.snapshots.movements import movements
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.store.build import build_snapshot


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("miniature")
    synthesize(300_000, range(2021, 2025), 1, folder / "R")
    return SealedLists(build_snapshot(folder / "R", date(2024, 12, 1), folder / "S").snapshot)


def test_a_joint_plan_is_of_two_neighbours_in_one_municipality(lists):
    one, other = places_in(lists).together
    assert lists.areas[one].municipality_code == lists.areas[other].municipality_code
    assert neighbour_pairs(lists, [one, other]) == ((one, other),)
    named = {place for case in demo().case for place in case.places}
    assert {"together:1", "together:2"} <= named


def test_the_first_attached_estates_have_full_sheets_and_all_show_their_moves(lists):
    beside = places_in(lists).beside
    assert len(beside) >= 4
    for place, estate_id in enumerate(beside):
        nearby = areas_nearby(lists, estate_id)
        sheet = evidence_of(lists, estate_id, nearby)
        assert sheet.is_beside_exposed
        assert all(each.moves_from_area is not None and each.share is not None for each in nearby)
        assert lists.estates[estate_id].index is not None
        if place < 2:
            assert not any(each.is_hidden for each in sheet.trends)


def test_more_move_between_an_estate_and_the_area_beside_it_than_by_chance(lists):
    near = [each for estate in places_in(lists).beside for each in areas_nearby(lists, estate)]
    came = sum(each.moves_from_area for each in near)
    assert came > 2 * sum(each.expected for each in near)


def test_every_step_of_the_ladder_is_there_and_neighbours_share_plans(lists):
    choice = read_choice({}, lists, frame_mio=Decimal(12), principles=NOW.period)
    shared = shared_out(choice, lists)
    tiers = {each.candidate.tier for each in shared.distribution.grants}
    assert tiers >= {Tier.LISTED, Tier.EXPOSED, Tier.EDGE}
    assert best_of(shared).plans


def test_prevention_areas_are_on_the_lists(lists):
    assert len(lists.with_status(lists.lists[-1].list_id, "forebyggelse")) > 10


def test_who_left_the_list_is_told_by_its_own_limits_each_once(lists):
    found = movements(lists, lists.lists[-1].list_id)
    turned = [[new.criterion for _, new in each.turned] for each in found.came_on + found.left]
    assert any(turned)
    for criteria in turned:
        assert [each.id for each in criteria] == [each.measure.id for each in criteria]
