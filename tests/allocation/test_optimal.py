"""The optimum: nothing that can be tried is better, and the checker passes it."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from boligsocial.allocation.choices import choices_of, layout_of
from boligsocial.allocation.mixed_integer import best_by_highs
from boligsocial.allocation.narrowed import best_in_narrowed
from boligsocial.allocation.optimal import distribution_of, optimal_distribution
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.principles import Tier, default_principles, principles_from
from boligsocial.allocation.problem import problem_of
from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.ways import Profits
from boligsocial.messages import UserError

from .exhaustive import best_by_trying_all
from .instances import MIO, instances


@settings(max_examples=300)
@given(instances(most=8))
def test_nothing_that_can_be_tried_is_better(instance):
    candidates, frame, principles, pairs = instance
    found = optimal_distribution(candidates, frame, principles, pairs)
    best, least = best_by_trying_all(candidates, frame, principles, pairs)
    assert found.proven
    if best is None:
        assert found.shortfall_øre == least - frame
    else:
        assert (*found.objective, -found.spent_øre) == best


@st.composite
def joined(draw):
    candidates, frame, principles, pairs = draw(instances(most=6))
    ids = [each.area_id for each in candidates]
    some = st.lists(
        st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda p: p[0] != p[1]),
        max_size=2,
    )
    return candidates, frame, principles, pairs, draw(some), draw(some)


@given(joined())
def test_pairs_that_must_or_cannot_join_are_kept(instance):
    candidates, frame, principles, pairs, must, cannot = instance
    best, least = best_by_trying_all(candidates, frame, principles, pairs, must, cannot)
    try:
        found = optimal_distribution(
            candidates, frame, principles, pairs, must_join=must, cannot_join=cannot
        )
    except UserError:
        return  # contradictions have their own tests
    if best is None:
        assert found.shortfall_øre == least - frame
    else:
        assert (*found.objective, -found.spent_øre) == best


@settings(max_examples=60)
@given(instances(plain=True))
def test_highs_finds_the_same(instance):
    candidates, frame, principles, pairs = instance
    problem = problem_of(candidates, frame, principles, pairs)
    ours, theirs = Planner(problem).solve(frame), best_by_highs(problem)
    assert (ours.rank, ours.shortfall_øre) == (theirs.rank, theirs.shortfall_øre)


@settings(max_examples=200)
@given(instances())
def test_narrowed_graphs_find_the_same(instance):
    candidates, frame, principles, pairs = instance
    problem = problem_of(candidates, frame, principles, pairs)
    whole = Planner(problem).solve(frame)
    narrowed = best_in_narrowed(problem, layout_of(problem), Profits(problem))
    assert (narrowed.rank, narrowed.shortfall_øre) == (whole.rank, whole.shortfall_øre)


def test_a_municipality_where_everybody_is_a_neighbour_is_still_proven():
    candidates = [
        Candidate(f"a{at:02d}", "Odense", Tier.EXPOSED, 1 + at % 7 / 10, 500 + 97 * at, MIO + at)
        for at in range(18)
    ]
    ids = [each.area_id for each in candidates]
    principles = principles_from(
        "coordination_cost_mio = 0.5\nmax_areas_per_plan = 3\n[levels]\nexposed = [1.0, 0.5]", "p"
    )
    found = optimal_distribution(candidates, 20 * MIO, principles, combinations(ids, 2))
    assert found.proven
    problem = problem_of(candidates, 0, principles, combinations(ids, 2))
    assert choices_of(problem, layout_of(problem)) is None


def test_a_need_that_dwarfs_all_others_does_not_round_them_away():
    candidates = [
        Candidate("a0", "Odense", Tier.EXPOSED, 0.001, 1000, 344_209_119),
        Candidate("a1", "Odense", Tier.EDGE, 1e-9, 1000, 383_200_000),
        Candidate("a2", "Odense", Tier.EXPOSED, 1e9, 500, 4 * MIO),
        Candidate("a3", "Odense", Tier.EXPOSED, 0.001, 2964, 420_000_000),
        Candidate("a4", "Odense", Tier.EDGE, 1.0, 1000, 32_346_000),
    ]
    principles = principles_from(
        "coordination_cost_mio = 0\n[levels]\nexposed = 0.3\nedge = 0.3", "p"
    )
    pairs = [("a2", "a4"), ("a2", "a1"), ("a1", "a0"), ("a4", "a3")]
    found = optimal_distribution(candidates, 263_037_133, principles, pairs)
    best, _ = best_by_trying_all(candidates, 263_037_133, principles, pairs)
    assert (*found.objective, -found.spent_øre) == best


def test_what_no_exposed_area_can_use_goes_to_the_later_stages():
    """Neither exposed area fits, and their values come in steps too large for any other."""
    candidates = [
        Candidate("a0", "Odense", Tier.ATTACHED, 1.0, 100, MIO, True),
        Candidate("a1", "Odense", Tier.EXPOSED, 1.0, 2800, 28 * MIO),
        Candidate("a2", "Odense", Tier.EDGE, 1.0, 1000, 10 * MIO),
        Candidate("a3", "Aarhus", Tier.EXPOSED, 1.0, 700, 7 * MIO),
    ]
    principles = principles_from(
        "[levels]\nexposed = 1.0\nedge = [0.1, 0.2, 0.3]\nattached = 0.5", "p"
    )
    found = optimal_distribution(candidates, 629_460_000, principles)
    assert found.objective == (0, 300, 50)


def test_nobody_asking_gets_nothing():
    found = optimal_distribution([], 100, default_principles())
    assert (found.grants, found.spent_øre) == ((), 0)


def test_a_search_that_is_stopped_says_how_far_it_may_be_from_the_best():
    candidates = [
        Candidate(f"a{at:03d}", "Odense", Tier.EXPOSED, 1 + at * 7 % 50 / 60, 400 + 97 * at % 999,
                  MIO + 77_777 * (at * 31 % 100), False)
        for at in range(300)
    ]  # fmt: skip
    ids = [each.area_id for each in candidates]
    pairs = [(ids[at], ids[at + step]) for step in (1, 2, 3) for at in range(len(ids) - step)]
    problem = problem_of(candidates, 150 * MIO, default_principles(), pairs)
    best, stopped = Planner(problem).solve(150 * MIO), best_by_highs(problem, seconds=2.0)
    assert best.proven
    assert best.gap == 0
    assert stopped.proven == (stopped.gap == 0)
    distribution_of(problem, stopped)
    assert stopped.values[0] >= (1 - stopped.gap) * best.values[0] * (1 - 1e-9)
