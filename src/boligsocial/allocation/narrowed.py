"""The best plan where the whole graph is too wide: the same search over narrowed graphs.

The best way through each component is found by itself. Where the money ends, a graph of each
component leaves out what loses more, against the areas' potentials, than its best way and what is
looked through together. Nothing that was left out can be nearer the component's best; where that is
not enough, more is looked through and the graph made again. What is found is proven as in
`planner`.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain

import numpy as np

from boligsocial.allocation.best_ways import BestWay, best_ways
from boligsocial.allocation.choices import Layout, Narrower
from boligsocial.allocation.joins import CANNOT_ALL_JOIN
from boligsocial.allocation.knapsack import solution_of_chosen
from boligsocial.allocation.nearest import Nearest
from boligsocial.allocation.potentials import Potentials, potentials_of
from boligsocial.allocation.prices import Chosen, Menu, Pricing, Worths, menu_of
from boligsocial.allocation.problem import STAGES, Problem
from boligsocial.allocation.solution import Solution, without_grants
from boligsocial.allocation.ways import Profits, Way, ways_near_the_best
from boligsocial.messages import UserError


class _TooWideError(Exception):
    """A narrowed graph is too large as well."""


class _Stage:
    """A menu with its potentials, and the graphs that they narrow."""

    def __init__(
        self, problem: Problem, layout: Layout, menu: Menu, potentials: Potentials
    ) -> None:
        self.problem, self.layout, self.menu = problem, layout, menu
        self.potentials = potentials
        self.narrower = Narrower(problem, layout, potentials.losses)

    @cached_property
    def ways(self) -> list[BestWay] | None:
        """The best way through each component; none where there is too much to look at."""
        return best_ways(self.narrower.walk, self.layout)

    def cheapest(self) -> Chosen | None:
        """The way that spends least, of a menu that counts money alone; none where none is."""
        ways = self.ways or []
        if any(each.loss == float("inf") for each in ways):
            return None
        worths = Worths(self.problem, self.menu)
        worth = worths.of_options(0.0, self.potentials.price)
        _, pick = worths.best_options(worth)
        _, pick_together = worths.best_options(worths.in_plans(worth))
        taken = np.array([*chain.from_iterable(each.choices for each in ways)], np.int64)
        return worths.chosen(taken[taken > 0], pick, pick_together)

    @property
    def best_worth(self) -> float:
        """What the best ways through all components are worth together at the price."""
        return float(self.potentials.of_areas.sum()) - sum(each.loss for each in self.ways or [])

    def pricing(self, near: float) -> Pricing | None:
        """A graph with every way that loses at most `near` against its component's best.

        None where it is too large.
        """
        lost = np.array([each.loss for each in self.ways or []])
        graph = self.narrower.graph(lost + near + self.potentials.hair)
        return None if graph is None else Pricing(self.problem, graph, self.menu)


def best_in_narrowed(problem: Problem, layout: Layout, profits: Profits) -> Solution | None:
    """The best plan within the frame, or none where the narrowed graphs are too wide as well.

    Raises:
        UserError: the pairs that must join cannot all be met.
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
            return _where_the_money_ends(problem, layout, profits, settled - 1)
        stage = _Stage(problem, layout, menu, potentials)
        if stage.ways is None:
            return None
        cheapest = stage.cheapest()
        if settled == 0 and cheapest is None:
            raise UserError(CANNOT_ALL_JOIN)
        if cheapest is None or cheapest.øre > problem.frame_øre:
            if settled == 0 and cheapest is not None:
                short = cheapest.øre - problem.frame_øre
                return without_grants(problem, short, proven=True)
            return _where_the_money_ends(problem, layout, profits, settled - 1)
    assert cheapest is not None  # noqa: S101 - there is more than one stage
    return solution_of_chosen(problem, cheapest)


def _where_the_money_ends(
    problem: Problem, layout: Layout, profits: Profits, stage: int
) -> Solution | None:
    menu = menu_of(problem, stage, stage)
    potentials = potentials_of(problem, menu, problem.frame_øre)
    if potentials is None:
        return None
    here, price = _Stage(problem, layout, menu, potentials), potentials.price
    if here.ways is None:
        return None
    bound = here.best_worth + price * problem.usable_øre
    hair = potentials.hair + 1e-10 * (1 + abs(bound))

    def ways(near: float) -> list[list[Way]]:
        pricing = here.pricing(near)
        if pricing is None:
            raise _TooWideError
        return ways_near_the_best(problem, profits, pricing, pricing.at(price), near)

    try:
        nearest = Nearest(problem, profits, stage, price, bound, hair, ways)
        return nearest.solution()
    except _TooWideError:
        return None
