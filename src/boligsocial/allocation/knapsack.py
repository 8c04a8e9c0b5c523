"""The plan that no other betters: one way through each component, put together in the frame.

The components are put together in two halves, each by its undominated sums, and the halves are then
laid against each other (Horowitz and Sahni 1974). Each half holds far fewer sums than both would.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from boligsocial.allocation.choices import Floats, Ints
from boligsocial.allocation.completion import Completion, Rest
from boligsocial.allocation.prices import Chosen
from boligsocial.allocation.problem import Problem
from boligsocial.allocation.solution import Solution, solution_of
from boligsocial.allocation.ways import Chain, Way, unchained

Indices = NDArray[np.int32]
FEW_SUMS = 2_000
"""A half that is cut to so many sums finds a good plan at once, which tells how far to look."""
MOST_SUMS = 100_000
"""More sums than this in a half would take too long and fill the memory."""
_STEPS, _PARTS = 1_000, 10
"""A cut takes what may be lost in so many steps, and the range of money in so many parts."""


@dataclass(frozen=True)
class Combination:
    """The most profitable way through all components; none where none fits.

    `whole` tells whether every sum was looked at. Where some were cut, the way is a plan, and
    perhaps not the best.
    """

    way: Way | None
    whole: bool


def best_combination(
    components: Sequence[Sequence[Way]],
    frame_øre: int,
    price: float,
    within: float,
    hair: float = 0.0,
    most: int = MOST_SUMS,
) -> Combination:
    """The most profitable way through all components within the frame.

    Ways that lose more than `within` against the bound, counting the price of money left over,
    may be missed. `hair` is how wrong losses may be by rounding. A half with more than `most` sums
    is cut to a few of them.
    """
    base = Way(0, 0, 0.0, None)
    open_ = []
    for ways in components:
        if not ways:
            return Combination(None, whole=True)
        if len(ways) == 1:
            base = _both(base, ways[0])
        else:
            open_.append(ways)
    left_øre = frame_øre - base.øre
    idle_øre = _never_used(open_, left_øre)
    within -= base.loss + price * idle_øre
    limits = _Limits(Completion(open_, price), left_øre - idle_øre, within, hair, most)
    first = _Sums(open_, range(0, len(open_), 2), limits)
    second = _Sums(open_, range(1, len(open_), 2), limits, first.whole)
    way = _laid_together(first, second, limits.left_øre)
    return Combination(way and _both(base, way), second.whole)


def _never_used(components: Sequence[Sequence[Way]], left_øre: int) -> int:
    """What is left over in any case: all sums differ by multiples of some amount."""
    least = sum(ways[0].øre for ways in components)
    step = gcd(*(way.øre - ways[0].øre for ways in components for way in ways))
    return (left_øre - least) % step if step else 0


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


@dataclass(frozen=True)
class _Limits:
    """What the components that are open have together to spend and to lose."""

    completion: Completion
    left_øre: int
    within: float
    hair: float
    most: int


class _Sums:
    """The undominated sums over some of the components, the cheapest first.

    Profits are Python's whole numbers: never rounded. `whole` tells whether nothing has been cut,
    here or before; after a cut only a few are held.
    """

    def __init__(
        self,
        components: Sequence[Sequence[Way]],
        own: Iterable[int],
        limits: _Limits,
        whole: bool = True,
    ) -> None:
        self.limits, self.whole = limits, whole
        self.øre, self.loss = np.zeros(1, np.int64), np.zeros(1)
        self.profit = np.array([0], object)
        self.history: list[tuple[Sequence[Way], Indices, Indices]] = []
        others = np.ones(len(components), np.bool_)
        for number in own:
            others[number] = False
            self._add(components[number], limits.completion.rest(others))

    def way(self, at: int) -> Way:
        """One of the sums, with what was taken for it."""
        chain: Chain = None
        state = at
        for ways, before, own in reversed(self.history):
            chain = _joined(chain, ways[own[state]].chain)
            state = int(before[state])
        return Way(int(self.øre[at]), self.profit[at], float(self.loss[at]), chain)

    def _add(self, ways: Sequence[Way], rest: Rest) -> None:
        """Add a component; `rest` is all that is not added yet, in this half and the other."""
        limits, held = self.limits, len(self.øre)
        øre = np.add.outer(np.array([way.øre for way in ways], np.int64), self.øre).ravel()
        loss = np.add.outer(np.array([way.loss for way in ways]), self.loss).ravel()
        least = loss + rest.least_loss(limits.left_øre - øre)
        kept = np.flatnonzero(least <= limits.within)
        kept = kept[np.argsort(øre[kept], kind="stable")]
        # Value is price x money - loss and a constant: clearly worse ones go before exact sums.
        value = rest.price * øre[kept] - loss[kept]
        best_before = np.maximum.accumulate(value)
        kept = kept[value >= best_before - limits.hair - 1e-9 * (1 + np.abs(best_before))]
        kept = self._few(kept, øre, least)
        own, before = np.divmod(kept, held)
        profit = self.profit[before] + np.array([way.profit for way in ways], object)[own]
        best = _undominated(øre[kept], profit)
        self.øre, self.loss, self.profit = øre[kept][best], loss[kept][best], profit[best]
        self.history.append((ways, before[best].astype(np.int32), own[best].astype(np.int32)))

    def _few(self, kept: Ints, øre: Ints, least: Floats) -> Ints:
        """All where they can be held, or else a few that may lose least, in the same order."""
        few = min(self.limits.most, FEW_SUMS)
        if len(kept) <= (self.limits.most if self.whole else few):
            return kept
        self.whole = False
        return kept[_spread(øre[kept], np.rint(least[kept] * (_STEPS / self.limits.within)), few)]


def _spread(øre: Ints, least: Floats, few: int) -> Ints:
    """A few over the whole range of money, and in each part of it those that lose least.

    Those that lose the same are drawn, so that halves of many kinds meet.
    """
    parts = min(_PARTS, few)
    part = (øre - øre[0]) * parts // (øre[-1] - øre[0] + 1)
    order = np.lexsort((np.random.default_rng(0).random(len(øre)), least, part))
    first = np.searchsorted(part[order], np.arange(parts))
    place = np.arange(len(øre)) - first[part[order]]
    return np.sort(order[place < max(1, few // parts)])


def _undominated(øre: Ints, profit: NDArray[np.object_]) -> Ints:
    """Those that profit more than every other that costs no more; the cheapest stand first."""
    if not len(øre):
        return np.zeros(0, np.int64)
    best_so_far = np.maximum.accumulate(profit)
    rises = np.flatnonzero(np.append(True, best_so_far[1:] > best_so_far[:-1]))
    last_of_its_cost = np.append(øre[rises][1:] != øre[rises][:-1], True)
    undominated: Ints = rises[last_of_its_cost]
    return undominated


def _laid_together(first: _Sums, second: _Sums, left_øre: int) -> Way | None:
    """The most profitable of one sum of each that together fit in what is left."""
    partner = np.searchsorted(second.øre, left_øre - first.øre, side="right") - 1
    fits = np.flatnonzero(partner >= 0)
    if not len(fits):
        return None
    profit = first.profit[fits] + second.profit[partner[fits]]
    best = fits[int(np.argmax(profit))]
    return _both(first.way(best), second.way(int(partner[best])))


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
