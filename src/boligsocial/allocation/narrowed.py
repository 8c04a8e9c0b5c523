"""The best plan where the whole graph is too wide: the same search over narrowed graphs.

Each stage has its own graph, which leaves out what loses more against the areas' potentials than a
reach that is tried. Within a component nothing that was left out can be nearer the component's best
than the reach less what the best itself loses: where that is not enough, the reach is made longer
and the graph made again. What is found is proven as in `planner`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from boligsocial.allocation.joins import CANNOT_ALL_JOIN
from boligsocial.allocation.knapsack import best_combination, solution_of_way
from boligsocial.allocation.potentials import Potentials, potentials_of
from boligsocial.allocation.prices import Best, Menu, Pricing, menu_of
from boligsocial.allocation.problem import STAGES, Problem
from boligsocial.allocation.solution import Solution, without_grants
from boligsocial.allocation.ways import Profits, ways_near_the_best
from boligsocial.messages import UserError

_WIDER = 4
_FIRST_ØRE = 1_000_000
"""What so much money is worth is looked through first; it is only a place to begin."""


@dataclass(frozen=True)
class _Narrowed:
    """A pricing whose graph holds every way within some reach of each component's best."""

    pricing: Pricing
    best: Best


def best_in_narrowed(problem: Problem, profits: Profits) -> Solution | None:
    """The best plan within the frame, or none where the narrowed graphs are too wide as well.

    Raises:
        UserError: the pairs that must join cannot all be met.
        TooManyCombinationsError: too many plans are as good as each other.
    """
    cheapest = None
    for settled in range(len(STAGES) + 1):
        menu = menu_of(problem, settled, None)
        potentials = potentials_of(problem, menu, None)
        if potentials is None:
            if settled == 0:
                raise UserError(CANNOT_ALL_JOIN)
            return None
        if settled and potentials.least_øre > problem.frame_øre:
            return _where_the_money_ends(problem, profits, settled - 1)
        cheapest = _narrowed(problem, menu, potentials, 0.0)
        if cheapest is None:
            return None
        if cheapest.best.øre > problem.frame_øre:
            if settled == 0:
                short = cheapest.best.øre - problem.frame_øre
                return without_grants(problem, short, proven=True)
            return _where_the_money_ends(problem, profits, settled - 1)
    assert cheapest is not None  # noqa: S101 - there is more than one stage
    ways = ways_near_the_best(problem, profits, cheapest.pricing, cheapest.best, 0.5)
    best = best_combination(ways, problem.frame_øre, 0.0, 0.5)
    return None if best is None else solution_of_way(problem, best)


def _narrowed(
    problem: Problem, menu: Menu, potentials: Potentials, near: float
) -> _Narrowed | None:
    """A graph with every way that loses at most `near` against its component's best."""
    # The relaxation shares plans in halves, which is worth about half a saving to a component.
    reach = near + potentials.price * (problem.saving_øre / 2 + _FIRST_ØRE)
    while True:
        graph = potentials.narrowed(problem, reach)
        if graph is None:
            return None
        pricing = Pricing(problem, graph, menu)
        only_money = not menu.value.any()
        best = pricing.cheapest if only_money else pricing.at(potentials.price)
        lost = float(np.max(potentials.of_components(graph) - best.components, initial=0.0))
        if lost + near <= reach:
            return _Narrowed(pricing, best)
        reach = min(reach * _WIDER, lost + near) if np.isfinite(lost) else reach * _WIDER


def _where_the_money_ends(problem: Problem, profits: Profits, stage: int) -> Solution | None:
    menu = menu_of(problem, stage, stage)
    potentials = potentials_of(problem, menu, problem.frame_øre)
    if potentials is None:
        return None
    price = potentials.price
    near = price * _FIRST_ØRE
    while True:
        narrowed = _narrowed(problem, menu, potentials, near)
        if narrowed is None:
            return None
        bound = narrowed.best.bound + price * problem.frame_øre
        hair = 1e-10 * (1 + abs(bound))
        ways = ways_near_the_best(problem, profits, narrowed.pricing, narrowed.best, near + hair)
        best = best_combination(ways, problem.frame_øre, price, near + hair)
        if best is None:
            near = near * _WIDER + hair
            continue
        solution = solution_of_way(problem, best)
        lost = bound - solution.values[stage] / problem.unit
        if lost <= near:
            return solution
        near = lost
