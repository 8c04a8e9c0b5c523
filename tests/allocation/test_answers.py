"""What would alter an area's result, what a million buys, what is safe and what is judgment."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boligsocial.allocation.by_frame import by_frame, millions, steps
from boligsocial.allocation.equity import shares_by_group
from boligsocial.allocation.mergers import mergers
from boligsocial.allocation.optimal import OptimalOutcome, optimal_distribution
from boligsocial.allocation.optimal_reasons import Differs, differences, optimal_reason
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.portfolio import portfolio
from boligsocial.allocation.principles import Tier, principles_from
from boligsocial.allocation.problem import problem_of
from boligsocial.allocation.ranked import Candidate, ranked_distribution
from boligsocial.allocation.smallest_changes import Changed, reach_of, smallest_changes
from boligsocial.messages import UserError

from .exhaustive import every_plan
from .instances import MIO, instances

PRINCIPLES = principles_from(
    "coordination_cost_mio = 1\nmax_areas_per_plan = 2\n"
    "[levels]\nexposed = [1.0, 0.5]\nedge = 0.5\nattached = 0.5",
    "test.toml",
)
LINE = [
    Candidate("listed", "Odense", Tier.LISTED, 1.0, 5000, 4 * MIO),
    Candidate("worst", "Odense", Tier.EXPOSED, 1.5, 1000, 6 * MIO),
    Candidate("next", "Odense", Tier.EXPOSED, 1.2, 2000, 4 * MIO),
    Candidate("third", "Odense", Tier.EXPOSED, 1.1, 1500, 3 * MIO),
    Candidate("edge", "Aarhus", Tier.EDGE, 1.0, 1000, 2 * MIO),
]
PAIRS = [("next", "third"), ("listed", "worst")]


def level_of(area, candidates, frame):
    found = optimal_distribution(candidates, frame, PRINCIPLES, PAIRS)
    return next(each.level for each in found.grants if each.candidate.area_id == area)


def with_change(area, **changes):
    return [replace(each, **changes) if each.area_id == area else each for each in LINE]


@pytest.mark.parametrize("area", ["worst", "next", "third", "edge"])
@pytest.mark.parametrize("frame", [8 * MIO, 11 * MIO, 13 * MIO])
def test_the_smallest_change_alters_the_result_and_a_smaller_one_does_not(area, frame):
    planner = Planner(problem_of(LINE, frame, PRINCIPLES, PAIRS))
    now = level_of(area, LINE, frame)
    own = next(each for each in LINE if each.area_id == area)
    for change in smallest_changes(planner, area, reach_of(planner.problem)):
        match change.changed:
            case Changed.NEED:
                sign = 1 if change.value > Decimal(str(own.need)) else -1
                at = with_change(area, need=float(change.value))
                nearer = with_change(area, need=float(change.value - sign * Decimal("0.001")))
            case Changed.RESIDENTS:
                sign = 1 if change.value > own.residents else -1
                at = with_change(area, residents=change.value)
                nearer = with_change(area, residents=change.value - sign)
            case Changed.TIER:
                at, nearer = with_change(area, tier=change.value, approved=True), LINE
            case Changed.FRAME:
                after = level_of(area, LINE, change.value)
                assert after == (now if change.level is None else change.level)
                continue
        assert level_of(area, at, frame) == (now if change.level is None else change.level)
        assert change.level is None or level_of(area, nearer, frame) == now


def test_the_frame_at_which_the_listed_come_in_is_exact():
    planner = Planner(problem_of(LINE, 8 * MIO, PRINCIPLES, PAIRS))
    leaves = [
        change
        for change in smallest_changes(planner, "listed", reach_of(planner.problem))
        if change.changed is Changed.FRAME and change.level is not None
    ]
    assert [(change.value, change.level, change.exact) for change in leaves] == [
        (4 * MIO - 1, 0, True)
    ]


def test_an_area_that_is_not_there_is_a_mistake():
    planner = Planner(problem_of(LINE, 8 * MIO, PRINCIPLES, PAIRS))
    with pytest.raises(UserError, match="nowhere is not among the candidates"):
        smallest_changes(planner, "nowhere", reach_of(planner.problem))


@settings(max_examples=50)
@given(instances(most=5), st.integers(1, 8))
def test_frames_one_after_the_other_are_each_the_best(instance, count):
    candidates, _, principles, pairs = instance
    planner = Planner(problem_of(candidates, 0, principles, pairs))
    for found in by_frame(planner, [mio * MIO for mio in range(count)]):
        alone = optimal_distribution(candidates, found.frame_øre, principles, pairs)
        assert (found.objective, found.spent_øre) == (alone.objective, alone.spent_øre)


def test_the_next_million_says_what_it_buys_and_the_last_what_it_bought():
    planner = Planner(problem_of(LINE, 10 * MIO, PRINCIPLES, PAIRS))
    both = millions(planner, 10 * MIO)
    nine, ten, eleven = by_frame(planner, [9 * MIO, 10 * MIO, 11 * MIO])
    assert both.next.gained[0] == eleven.objective[0] - ten.objective[0]
    assert both.last.gained[0] == ten.objective[0] - nine.objective[0]
    assert millions(planner, MIO // 2).last is None
    assert len(steps([nine, nine, ten])) == 1


@settings(max_examples=40)
@given(instances(most=5, plain=True), st.sampled_from(["0", "0.05", "0.3"]))
def test_safe_is_what_every_near_plan_gives(instance, within):
    candidates, frame, principles, pairs = instance
    planner = Planner(problem_of(candidates, frame, principles, pairs))
    found = portfolio(planner, frame, Decimal(within), seconds=60)
    assume(found.optimum.feasible)
    least = [value * Fraction(1 - Decimal(within)) for value in found.optimum.objective]
    near = [
        levels
        for levels, values, spent in every_plan(candidates, principles, pairs)
        if spent <= frame and all(a >= b for a, b in zip(values, least, strict=True))
    ]
    best = {grant.candidate.area_id: grant.level for grant in found.optimum.grants}
    altered = {
        each.area_id
        for at, each in enumerate(candidates)
        if any(levels[at] != best[each.area_id] for levels in near)
    }
    assert not found.unsettled
    assert set(found.judgment) == altered
    assert set(found.safe) == set(best) - altered


def test_a_merger_tells_what_it_saves_and_what_is_lost_without_it():
    best = optimal_distribution(LINE, 10 * MIO, PRINCIPLES, PAIRS)
    assert best.plans == (("next", "third"),)
    (merger,) = mergers(best, PAIRS)
    apart = optimal_distribution(LINE, 10 * MIO, PRINCIPLES, cannot_join=[("next", "third")])
    assert (merger.saved_øre, merger.grants_øre, merger.cost_øre) == (MIO, 7 * MIO, 6 * MIO)
    assert merger.lost[0] == best.objective[0] - apart.objective[0] > 0


def test_shares_by_group_add_up_to_the_whole():
    best = optimal_distribution(LINE, 10 * MIO, PRINCIPLES, PAIRS)
    groups = {each.area_id: each.municipality for each in LINE}
    shares = shares_by_group(best, groups)
    assert [share.group for share in shares] == ["Aarhus", "Odense"]
    assert sum(share.grants_øre for share in shares) == best.granted_øre
    assert sum(share.areas for share in shares) == len(LINE)
    odense = shares[1]
    assert odense.need == Decimal(5000 + 1500 + 2400 + 1650)
    assert odense.reached == Decimal(5000 + 2400 + 1650)
    assert odense.per_resident_dkk == Decimal(odense.grants_øre) / 100 / 9500


def test_what_differs_from_the_list_is_told_with_its_reason():
    ranked = ranked_distribution(LINE, 10 * MIO, PRINCIPLES)
    best = optimal_distribution(LINE, 10 * MIO, PRINCIPLES, PAIRS)
    told = {each.optimal.candidate.area_id: each for each in differences(ranked, best)}
    assert {area: each.differs for area, each in told.items()} == {
        "worst": Differs.GOES_OUT,
        "next": Differs.COMES_IN,
        "third": Differs.COMES_IN,
    }
    assert "6.00 mio. kr." in str(told["worst"].why)
    assert "It shares a plan with third, which saves 1.00 mio. kr." in str(told["next"].why)


def test_an_area_to_be_anchored_is_told_that_its_need_is_not_counted():
    anchored = Candidate("old", "Odense", Tier.ANCHORED, 2.0, 1000, 2 * MIO)
    principles = principles_from("[levels]\nanchored = 0.5", "test.toml")
    ranked = ranked_distribution([anchored], 10 * MIO, principles)
    (told,) = differences(ranked, optimal_distribution([anchored], 10 * MIO, principles))
    assert told.differs is Differs.GOES_OUT
    assert "The aim does not count the need" in str(told.why)


@given(instances())
def test_every_area_is_told_its_result_and_its_reason(instance):
    candidates, frame, principles, pairs = instance
    best = optimal_distribution(candidates, frame, principles, pairs)
    for grant in best.grants:
        assert str(optimal_reason(grant, best))
        if grant.outcome in (OptimalOutcome.FULL, OptimalOutcome.REDUCED):
            assert grant.level > 0
