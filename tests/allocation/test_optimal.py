"""The optimum: nothing that can be tried is better, and the checker passes it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from boligsocial.allocation.mixed_integer import best_by_highs
from boligsocial.allocation.optimal import optimal_distribution
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.problem import problem_of
from boligsocial.messages import UserError

from .exhaustive import best_by_trying_all
from .instances import instances


@settings(max_examples=400)
@given(instances())
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
