"""The plan nearest to the bound that the price of money gives, and whether it is proven so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, inf

from boligsocial.allocation.knapsack import FEW_SUMS, MOST_SUMS, best_combination, solution_of_way
from boligsocial.allocation.problem import Problem
from boligsocial.allocation.solution import Solution
from boligsocial.allocation.ways import Profits, Way

Components = Sequence[Sequence[Way]]
_FIRST_ØRE = 1_000_000
"""What so much money is worth is looked through first; it is only a place to begin."""
_WIDER, _NEAR = 2, 3
"""How much further each look goes, and from where it goes at once to what is known to be enough."""


@dataclass(frozen=True)
class Nearest:
    """The stage where the money ends, at the price that bounds it.

    `bound` is more than any plan is worth in the stage, in need x residents, but for rounding,
    which `hair` covers. `ways` gives those of each component that lose no more than so much.
    """

    problem: Problem
    profits: Profits
    stage: int
    price: float
    bound: float
    hair: float
    ways: Callable[[float], Components]

    def solution(self) -> Solution:
        """The best plan, looked for near the bound before further from it.

        No plan that loses more than the best known is better, so one found among some of the sums
        narrows the search among all of them. Where even so there are too many sums, the best known
        is given without a proof.
        """
        best, known, most = None, inf, FEW_SUMS
        usable_øre = self.problem.usable_øre
        within = self.price * _FIRST_ØRE + self.hair
        while True:
            ways, reach = self.ways(within + self.hair), within + self.hair
            found = best_combination(ways, usable_øre, self.price, reach, self.hair, most)
            lost = inf if found.way is None else self._lost(found.way)
            if found.way is not None and lost <= known:
                best, known = found.way, lost
            if best is not None and (
                (found.whole and lost <= within) or self._cannot_be_bettered(best, ways, reach)
            ):
                return solution_of_way(self.problem, best)
            if found.whole:
                within = known if known <= _NEAR * within else within * _WIDER
            elif most < MOST_SUMS or known < within:
                within, most = min(known, within), MOST_SUMS
            elif best is not None:
                return self._unproven(best, known)
            else:
                within *= _WIDER

    def _lost(self, way: Way) -> float:
        return self.bound - self._reached(solution_of_way(self.problem, way))

    def _reached(self, solution: Solution) -> float:
        return solution.values[self.stage] / self.problem.unit

    def _cannot_be_bettered(self, best: Way, ways: Components, reach: float) -> bool:
        """Whether the bound leaves no room for another plan: values and amounts come in steps.

        `ways` hold all that lose no more than `reach`: a plan as good has none that lose more than
        is to spare, and only among those that are held can it be seen that no later stage gains.
        """
        spare = self._lost(best) + self.hair
        unspent = self.problem.usable_øre - best.øre
        return (
            spare <= reach
            and Fraction(spare) * self.problem.unit < self._value_step
            and self.price * (unspent + self.problem.step_øre) > spare
            and not any(self._adds_later(way) for way in _losing_at_most(spare, ways))
        )

    @property
    def _value_step(self) -> int:
        """What all values of the stage are multiples of."""
        problem = self.problem
        return gcd(
            *(
                option.value
                for options, stage in zip(problem.options, problem.stage, strict=True)
                if stage == self.stage
                for option in options
            )
        )

    def _adds_later(self, way: Way) -> bool:
        return bool((way.profit + way.øre) % self.profits.weights[self.stage])

    def _unproven(self, best: Way, lost: float) -> Solution:
        solution = solution_of_way(self.problem, best)
        gap = max(0.0, lost) / max(1.0, self._reached(solution) + max(0.0, lost))
        return replace(solution, proven=False, gap=gap)


def _losing_at_most(lost: float, ways: Components) -> Iterable[Way]:
    return (way for component in ways for way in component if way.loss <= lost)
