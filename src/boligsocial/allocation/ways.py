"""Near-best ways through each component, with what they cost, what they profit and what they lose.

Aims in order make one number: an option's *profit* is the value of the first stage in units large
enough that nothing later outweighs one of them, then the second, the third, and last its money
with a minus. Profits are whole, so comparisons are exact. A way that costs no less and profits no
more than another can go (Nemhauser and Ullmann 1969), and so can one that loses more against the
bound than the plan sought may lose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from boligsocial.allocation.choices import Choices, Floats, Ints
from boligsocial.allocation.prices import Best, Pricing
from boligsocial.allocation.problem import STAGES, Option, Problem


@dataclass(frozen=True)
class Taken:
    """Choices that belong together: each area's option by number, and the plans they share."""

    levels: tuple[tuple[int, int], ...]
    plan: int | None


Chain = tuple["Chain", Taken] | None
"""What was taken, the last first."""


@dataclass(frozen=True)
class Way:
    """A way through a component, or through several. `loss` is against the best at the price."""

    øre: int
    profit: int
    loss: float
    chain: Chain


class Profits:
    """The order of the aims as one whole number for each option."""

    def __init__(self, problem: Problem) -> None:
        money = sum(max((each.øre for each in own), default=0) for own in problem.options)
        money += len(problem.options) * problem.saving_øre
        weight = 2 * money + 1
        self.weights = [0] * len(STAGES)
        for stage in reversed(range(len(STAGES))):
            self.weights[stage] = weight
            weight *= 1 + sum(
                max((each.value for each in own), default=0)
                for own, counts_in in zip(problem.options, problem.stage, strict=True)
                if counts_in == stage
            )
        self.stage = problem.stage

    def of(self, place: int, option: Option) -> int:
        stage = self.stage[place]
        return (0 if stage is None else option.value * self.weights[stage]) - option.øre


def ways_near_the_best(
    problem: Problem, profits: Profits, pricing: Pricing, best: Best, within: float
) -> list[list[Way]]:
    """For each component the undominated ways that lose at most `within`, the cheapest first."""
    graph = pricing.choices
    live = _live_steps(graph, best.slack, within)
    variants = _Variants(problem, profits, pricing, best, within)
    ends: list[list[Way]] = [[] for _ in graph.roots]
    waiting: dict[int, list[Way]] = {int(root): [Way(0, 0, 0.0, None)] for root in graph.roots}
    here, ways = -1, []
    steps = zip(
        graph.source[live].tolist(), graph.choice[live].tolist(), graph.target[live].tolist(),
        best.slack[live].tolist(), strict=True,
    )  # fmt: skip
    for source, choice, target, slack in steps:
        if source != here:
            here, ways = source, undominated(waiting.pop(source, []))
        onward = ends[graph.component[source]] if target == 0 else waiting.setdefault(target, [])
        for change in variants.of(choice):
            for way in ways:
                loss = way.loss + slack + change.loss
                if loss <= within:
                    chain = way.chain if change.chain is None else (way.chain, change.chain[1])
                    onward.append(
                        Way(way.øre + change.øre, way.profit + change.profit, loss, chain)
                    )
    return [undominated(each) for each in ends]


def undominated(ways: list[Way]) -> list[Way]:
    """The ways that profit more than every cheaper one, the cheapest first."""
    if len(ways) < 2:
        return ways
    kept: list[Way] = []
    for way in sorted(ways, key=lambda each: (each.øre, -each.profit)):
        if not kept or way.profit > kept[-1].profit:
            kept.append(way)
    return kept


def _live_steps(graph: Choices, slack: Floats, within: float) -> Ints:
    """The steps on some way that loses at most `within`, the first of each component first."""
    reached = np.full(len(graph.component), np.inf)
    reached[graph.roots] = 0
    live = []
    for low, high in zip(graph.ranks[-2::-1], graph.ranks[:0:-1], strict=True):
        begin, end = graph.first_step[low - 1], graph.first_step[high - 1]
        total = reached[graph.source[begin:end]] + slack[begin:end]
        steps = begin + np.flatnonzero(total <= within)
        np.minimum.at(reached, graph.target[steps], total[steps - begin])
        live.append(steps)
    return np.concatenate(live) if live else np.zeros(0, np.int64)


class _Variants:
    """What a choice can mean in money and profit, and what it loses by it."""

    def __init__(
        self, problem: Problem, profits: Profits, pricing: Pricing, best: Best, within: float
    ) -> None:
        self.problem, self.profits, self.within = problem, profits, within
        self.areas = len(problem.options)
        menu = pricing.menu
        self.alone = _near(menu.place, menu.option, best.loss, within)
        self.together = _near(menu.place, menu.option, best.loss_in_plan, within)
        self.known: dict[int, list[Way]] = {}

    def of(self, choice: int) -> list[Way]:
        if choice <= self.areas:
            return _NOTHING
        if choice not in self.known:
            self.known[choice] = list(self._variants(choice))
        return self.known[choice]

    def _variants(self, choice: int) -> Iterator[Way]:
        if choice <= 2 * self.areas:
            place = choice - 1 - self.areas
            for number, loss in self.alone.get(place, ()):
                yield self._way([(place, number)], loss, None)
            return
        plan = choice - 1 - 2 * self.areas
        places = self.problem.plans[plan]
        for chosen in product(*(self.together.get(place, ()) for place in places)):
            loss = sum(each for _, each in chosen)
            if loss <= self.within:
                levels = [
                    (place, number) for place, (number, _) in zip(places, chosen, strict=True)
                ]
                yield self._way(levels, loss, plan)

    def _way(self, levels: Sequence[tuple[int, int]], loss: float, plan: int | None) -> Way:
        saved = 0 if plan is None else (len(levels) - 1) * self.problem.saving_øre
        options = [(place, self.problem.options[place][number]) for place, number in levels]
        return Way(
            sum(option.øre for _, option in options) - saved,
            sum(self.profits.of(place, option) for place, option in options) + saved,
            loss,
            (None, Taken(tuple(levels), plan)),
        )


_NOTHING = [Way(0, 0, 0.0, None)]


def _near(
    place: Ints, option: Ints, loss: Floats, within: float
) -> dict[int, list[tuple[int, float]]]:
    near: dict[int, list[tuple[int, float]]] = {}
    for index in np.flatnonzero(loss <= within).tolist():
        near.setdefault(int(place[index]), []).append((int(option[index]), float(loss[index])))
    return near


def unchained(chain: Chain) -> Iterator[Taken]:
    """What was taken on a way, the last first."""
    while chain is not None:
        chain, taken = chain
        yield taken
