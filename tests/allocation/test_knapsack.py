"""Ways through components put together: the best there is, and honest where it is not known."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.allocation.completion import Completion
from boligsocial.allocation.knapsack import best_combination
from boligsocial.allocation.optimal import optimal_distribution
from boligsocial.allocation.principles import Tier, principles_from
from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.ways import Way, undominated

from .instances import MIO

PRICE = 0.5


@st.composite
def components(draw):
    """Ways of some components. Profit is whole, and loss is what it lacks of the best at the price.

    Money may be below zero: a shared plan can save more than its areas cost.
    """
    found = []
    for _ in range(draw(st.integers(0, 6))):
        pairs = draw(st.lists(st.tuples(st.integers(-5, 30), st.integers(0, 30)), min_size=1))
        best = max(profit - PRICE * øre for øre, profit in pairs)
        found.append(
            undominated(
                [Way(øre, profit, best - (profit - PRICE * øre), None) for øre, profit in pairs[:5]]
            )
        )
    return found


def fitting(ways, frame):
    """Every choice of one way of each component that is within the frame."""
    return [each for each in product(*ways) if sum(way.øre for way in each) <= frame]


@given(components(), st.integers(-10, 100), st.integers(1, 4))
def test_nothing_that_fits_profits_more(ways, frame, most):
    best = max((sum(way.profit for way in each) for each in fitting(ways, frame)), default=None)
    found = best_combination(ways, frame, PRICE, 1e9)
    assert found.whole
    assert (found.way and found.way.profit) == best
    few = best_combination(ways, frame, PRICE, 1e9, most=most)
    if few.whole:
        assert (few.way and few.way.profit) == best
    elif few.way:
        assert few.way.øre <= frame
        assert few.way.profit <= best


@given(components(), st.integers(-10, 100))
def test_no_completion_loses_less_than_is_said(ways, frame):
    rest = Completion(ways, PRICE).rest(np.ones(len(ways), np.bool_))
    least = float(rest.least_loss(np.array([frame]))[0])
    lost = [
        sum(way.loss for way in each) + PRICE * (frame - sum(way.øre for way in each))
        for each in fitting(ways, frame)
    ]
    assert least <= min(lost, default=float("inf")) + 1e-9


def test_needs_in_proportion_to_the_grants_are_still_proven():
    """As many plans are nearly equal as there can be: a question of which sums can be reached."""
    random = np.random.default_rng(1)
    grants = random.integers(1_000, 4_000, 80).tolist()
    candidates = [
        Candidate(f"a{at:03d}", "Odense", Tier.EXPOSED, 1.0, grant, grant * MIO // 1_000)
        for at, grant in enumerate(grants)
    ]
    frame = 60 * MIO + MIO // 3_000
    principles = principles_from("[levels]\nexposed = [1.0, 0.5]", "p")
    found = optimal_distribution(candidates, frame, principles)
    assert found.proven
    assert found.objective[0] == frame // (MIO // 2_000) / 2
