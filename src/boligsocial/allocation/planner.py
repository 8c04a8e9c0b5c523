"""The best plan for one frame after another, stage by stage, with the proof that it is the best.

The stages whose whole value the frame carries settle themselves at the least cost. The first one
that it does not carry is where the money ends: there the price of money bounds what any plan can
reach, and every plan within reach of that bound is looked through. Graphs that are too wide, and
instances with too many equal plans, go to HiGHS.
"""

from __future__ import annotations

from functools import cached_property

from boligsocial.allocation.choices import Choices, Layout, choices_of, layout_of
from boligsocial.allocation.joins import CANNOT_ALL_JOIN
from boligsocial.allocation.knapsack import (
    TooManyCombinationsError,
    best_combination,
    solution_of_chosen,
    solution_of_way,
)
from boligsocial.allocation.mixed_integer import best_by_highs
from boligsocial.allocation.narrowed import best_in_narrowed
from boligsocial.allocation.prices import Bound, Pricing, bound_of, menu_of
from boligsocial.allocation.problem import STAGES, Problem
from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.solution import Solution, without_grants
from boligsocial.allocation.ways import Profits, Way, ways_near_the_best
from boligsocial.messages import UserError

_FIRST_SHARE = 64
"""The search begins within this part of the known gap, since most are closed well inside it."""
_WIDER = 4


class Planner:
    """A problem made ready once and solved for any number of frames."""

    def __init__(self, problem: Problem, graph: Choices | None = None) -> None:
        self.problem = problem
        self._given_graph = graph
        self._pricings: dict[tuple[int, int | None], Pricing] = {}

    def with_candidate(self, place: int, candidate: Candidate) -> Planner:
        """A planner of the problem with another candidate in a place; what still holds is kept.

        Raises:
            UserError: as `Problem.with_candidate`.
        """
        before, after = self.problem, self.problem.with_candidate(place, candidate)
        same = bool(before.options[place]) == bool(after.options[place])
        same &= (before.plans, before.must) == (after.plans, after.must)
        return Planner(after, self._graph if same else None)

    def solve(self, frame_øre: int) -> Solution:
        """The best plan within a frame.

        Raises:
            UserError: the pairs that must join cannot all be met.
        """
        problem = self.problem.with_frame(frame_øre)
        try:
            if self._graph is not None:
                return self._by_price(problem, self._graph)
            found = best_in_narrowed(problem, self._layout, self._profits)
        except TooManyCombinationsError:
            found = None
        return found or best_by_highs(problem)

    @cached_property
    def least_øre(self) -> int:
        """The smallest frame that carries the listed areas, after all that merging can save."""
        below_all = -sum(len(plan) for plan in self.problem.plans) * self.problem.saving_øre - 1
        return below_all + self.solve(below_all).shortfall_øre

    @cached_property
    def _layout(self) -> Layout:
        return layout_of(self.problem)

    @cached_property
    def _graph(self) -> Choices | None:
        return self._given_graph or choices_of(self.problem, self._layout)

    @cached_property
    def _whole(self) -> list[float]:
        """The value of each stage when all of it is reached."""
        whole = [0] * len(STAGES)
        for options, stage in zip(self.problem.options, self.problem.stage, strict=True):
            if stage is not None:
                whole[stage] += max((option.value for option in options), default=0)
        return [value / self.problem.unit for value in whole]

    def _pricing(self, graph: Choices, settled: int, counted: int | None) -> Pricing:
        known = (settled, counted)
        if known not in self._pricings:
            menu = menu_of(self.problem, settled, counted)
            self._pricings[known] = Pricing(self.problem, graph, menu)
        return self._pricings[known]

    def _least_øre(self, graph: Choices, settled: int) -> int:
        """The least money with which the first stages have all that they can get."""
        return self._pricing(graph, settled, None).cheapest.øre

    def _by_price(self, problem: Problem, graph: Choices) -> Solution:
        least = self._pricing(graph, 0, None).cheapest
        if least.bound == -float("inf"):
            raise UserError(CANNOT_ALL_JOIN)
        if least.øre > problem.frame_øre:
            return without_grants(problem, least.øre - problem.frame_øre, proven=True)
        for stage in range(len(STAGES)):
            if self._least_øre(graph, stage + 1) > problem.frame_øre:
                return self._where_the_money_ends(problem, graph, stage)
        pricing = self._pricing(graph, len(STAGES), None)
        return solution_of_chosen(problem, pricing.cheapest.chosen)

    @cached_property
    def _profits(self) -> Profits:
        return Profits(self.problem)

    def _where_the_money_ends(self, problem: Problem, graph: Choices, stage: int) -> Solution:
        pricing = self._pricing(graph, stage, stage)
        all_øre = self._least_øre(graph, stage + 1)
        bound = bound_of(pricing, problem.frame_øre, all_øre, self._whole[stage])
        hair = 1e-10 * (1 + abs(bound.value))
        within = bound.gap / _FIRST_SHARE + hair
        while True:
            best = self._within(problem, pricing, bound, within + hair)
            if best is None:
                within *= _WIDER
                continue
            solution = solution_of_way(problem, best)
            lost = bound.value - solution.values[stage] / problem.unit
            if lost <= within:
                return solution
            within = lost

    def _within(
        self, problem: Problem, pricing: Pricing, bound: Bound, within: float
    ) -> Way | None:
        ways = ways_near_the_best(problem, self._profits, pricing, bound.best, within)
        return best_combination(ways, problem.frame_øre, bound.best.price, within)
