"""The plan that no other betters: one way through each component, put together in the frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boligsocial.allocation.choices import Floats, Ints
from boligsocial.allocation.prices import Chosen
from boligsocial.allocation.problem import Problem
from boligsocial.allocation.solution import Solution, solution_of
from boligsocial.allocation.ways import Chain, Way, unchained

MOST_STATES = 400_000
"""With more combinations than this the knapsack is left to HiGHS."""


class TooManyCombinationsError(Exception):
    """So many plans are nearly equal that they do not fit in memory."""


def best_combination(
    components: Sequence[Sequence[Way]], frame_øre: int, price: float, within: float
) -> Way | None:
    """The most profitable way through all components within the frame, none where none fits.

    Ways that lose more than `within` against the bound, counting the price of money left over,
    may be missed.

    Raises:
        TooManyCombinationsError: too many ways are as good as each other.
    """
    base = Way(0, 0, 0.0, None)
    open_ = []
    for ways in components:
        if not ways:
            return None
        if len(ways) == 1:
            base = _both(base, ways[0])
        else:
            open_.append(ways)
    states = _States(base, frame_øre, price, within)
    rest = _rest_of(open_)
    for ways, (least, most) in zip(open_, rest, strict=True):
        if not states.add(ways, least, most):
            return None
    return states.best(open_)


def _both(first: Way, second: Way) -> Way:
    return Way(
        first.øre + second.øre,
        first.profit + second.profit,
        first.loss + second.loss,
        _joined(first.chain, second.chain),
    )


def _joined(first: Chain, second: Chain) -> Chain:
    for taken in unchained(second):
        first = (first, taken)
    return first


def _rest_of(components: Sequence[Sequence[Way]]) -> list[tuple[int, int]]:
    """What the components after each one cost at least and at most."""
    least = most = 0
    rest = []
    for ways in reversed(components):
        rest.append((least, most))
        least += ways[0].øre
        most += ways[-1].øre
    return rest[::-1]


class _States:
    """The undominated sums over the components so far, the cheapest first."""

    def __init__(self, base: Way, frame_øre: int, price: float, within: float) -> None:
        self.base, self.frame_øre, self.price, self.within = base, frame_øre, price, within
        self.øre = np.array([base.øre], np.int64)
        self.loss = np.array([base.loss])
        self.profit = [base.profit]
        self.history: list[tuple[Ints, Ints]] = []

    def add(self, ways: Sequence[Way], least: int, most: int) -> bool:
        """Add a component; `least` and `most` are what those after it can cost."""
        øre = np.add.outer(self.øre, np.array([way.øre for way in ways], np.int64)).ravel()
        loss = np.add.outer(self.loss, np.array([way.loss for way in ways])).ravel()
        unspent = np.maximum(0, self.frame_øre - most - øre)
        kept = np.flatnonzero(
            (øre + least <= self.frame_øre) & (loss + self.price * unspent <= self.within)
        )
        kept = kept[np.argsort(øre[kept], kind="stable")]
        # Value is price x money - loss and a constant: clearly worse ones go before exact sums.
        value = self.price * øre[kept] - loss[kept]
        best_before = np.maximum.accumulate(value)
        slack = 1e-9 * (1 + np.abs(best_before))
        kept = kept[value >= best_before - slack]
        if len(kept) > MOST_STATES:
            raise TooManyCombinationsError
        before, way = np.divmod(kept, len(ways))
        self._keep(øre[kept], loss[kept], before, way, [each.profit for each in ways])
        return bool(len(self.øre))

    def _keep(self, øre: Ints, loss: Floats, before: Ints, way: Ints, added: list[int]) -> None:
        """Keep those that profit more than every one that costs no more, compared exactly."""
        kept: list[int] = []
        profits: list[int] = []
        costs = øre.tolist()
        for index, (earlier, own) in enumerate(zip(before.tolist(), way.tolist(), strict=True)):
            profit = self.profit[earlier] + added[own]
            if kept and profit <= profits[-1]:
                continue
            if kept and costs[kept[-1]] == costs[index]:
                kept.pop()
                profits.pop()
            kept.append(index)
            profits.append(profit)
        self.øre, self.loss, self.profit = øre[kept], loss[kept], profits
        self.history.append((before[kept], way[kept]))

    def best(self, components: Sequence[Sequence[Way]]) -> Way | None:
        """The most profitable sum within the frame, with what was taken for it."""
        at = int(np.searchsorted(self.øre, self.frame_øre, side="right")) - 1
        if at < 0:
            return None
        chain, state = self.base.chain, at
        for ways, (before, way) in zip(components[::-1], self.history[::-1], strict=True):
            chain = _joined(chain, ways[way[state]].chain)
            state = int(before[state])
        return Way(int(self.øre[at]), self.profit[at], float(self.loss[at]), chain)


def solution_of_way(problem: Problem, best: Way) -> Solution:
    """A way through all components as a proven solution."""
    levels: list[int | None] = [None] * len(problem.options)
    plans = []
    for taken in unchained(best.chain):
        for place, number in taken.levels:
            levels[place] = number
        if taken.plan is not None:
            plans.append(problem.plans[taken.plan])
    return solution_of(problem, levels, plans, proven=True)


def solution_of_chosen(problem: Problem, chosen: Chosen) -> Solution:
    """What the best choices of all components give as a proven solution."""
    levels = [chosen.levels.get(place) for place in range(len(problem.options))]
    plans = [problem.plans[each] for each in chosen.plans]
    return solution_of(problem, levels, plans, proven=True)
