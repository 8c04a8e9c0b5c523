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
from boligsocial.allocation.knapsack import solution_of_chosen
from boligsocial.allocation.mixed_integer import best_by_highs
from boligsocial.allocation.narrowed import best_in_narrowed
from boligsocial.allocation.nearest import Nearest
from boligsocial.allocation.prices import Pricing, bound_of, menu_of
from boligsocial.allocation.problem import STAGES, Problem
from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.solution import Solution, without_grants
from boligsocial.allocation.ways import Profits, Way, ways_near_the_best
from boligsocial.messages import UserError


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
        if self._graph is not None:
            return self._by_price(problem, self._graph)
        narrowed = best_in_narrowed(problem, self._layout, self._profits)
        return narrowed or best_by_highs(problem)

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
        pricing, frame_øre = self._pricing(graph, stage, stage), problem.usable_øre
        all_øre = self._least_øre(graph, stage + 1)
        bound = bound_of(pricing, frame_øre, all_øre, self._whole[stage])
        hair = 1e-10 * (1 + abs(bound.value))

        def ways(within: float) -> list[list[Way]]:
            return ways_near_the_best(problem, self._profits, pricing, bound.best, within)

        price = bound.best.price
        return Nearest(problem, self._profits, stage, price, bound.value, hair, ways).solution()
