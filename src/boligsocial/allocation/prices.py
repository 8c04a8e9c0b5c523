"""The best way through each component at a price of money, and the price that uses up the frame.

At a price, an option is worth its value less what its money costs, and no component needs to know
of another. The price at which the components together just spend the frame bounds what any plan can
reach (Lagrangian duality; Everett 1963). How far a plan is from that bound is the sum of what its
components lose against their best, and of what the money left over would cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from boligsocial.allocation.choices import Choices, Floats, Ints
from boligsocial.allocation.problem import Problem


@dataclass(frozen=True)
class Menu:
    """The options that are open to each area, flat and by place.

    `value` is what the stage counts, in need x residents. Areas that may not be skipped have a
    false `may_skip`.
    """

    place: Ints
    option: Ints
    øre: Ints
    value: Floats
    may_skip: NDArray[np.bool_]


def menu_of(problem: Problem, settled: int, counted: int | None) -> Menu:
    """The options when the first `settled` stages are to have all that they can get.

    `counted` is the stage whose value counts; none counts money alone.
    """
    rows: list[tuple[int, int, int, float]] = []
    may_skip = [not must for must in problem.must]
    for place, (options, stage) in enumerate(zip(problem.options, problem.stage, strict=True)):
        is_settled = stage is not None and stage < settled
        most = max((each.value for each in options), default=0) if is_settled else 0
        may_skip[place] &= not most
        counts = stage is not None and stage == counted
        rows += [
            (place, number, each.øre, each.value / problem.unit if counts else 0.0)
            for number, each in enumerate(options)
            if each.value >= most
        ]
    place_, option, øre, value = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Menu(
        np.array(place_, np.int64),
        np.array(option, np.int64),
        np.array(øre, np.int64),
        np.array(value, np.float64),
        np.array(may_skip),
    )


@dataclass(frozen=True)
class Chosen:
    """What choices give: the option of each area with a grant, by place, and the shared plans."""

    levels: dict[int, int]
    plans: Ints
    øre: int
    value: float


@dataclass(frozen=True)
class Best:
    """The best of all components at a price.

    `slack` is what each step of the graph loses against the best way on from its state; `loss`
    what each option of the menu loses against its area's best. `chosen` is a best way, with its
    money and value. `components` has the worth of each component's best way.
    """

    price: float
    slack: Floats
    loss: Floats
    loss_in_plan: Floats
    chosen: Chosen
    øre: int
    value: float
    components: Floats

    @property
    def bound(self) -> float:
        """The worth of all components together."""
        return float(self.components.sum())


class Worths:
    """What the choices of a problem are worth with a menu, at one price after the other."""

    def __init__(self, problem: Problem, menu: Menu) -> None:
        self.menu, self.areas = menu, len(problem.options)
        sizes = np.array([len(plan) for plan in problem.plans], np.int64)
        self.members = np.array([place for plan in problem.plans for place in plan], np.int64)
        self.starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
        self.saved = (sizes - 1) * problem.saving_øre

    def of_options(self, weight: float, price: float) -> Floats:
        """The worth of each option of the menu."""
        worth: Floats = weight * self.menu.value - price * self.menu.øre
        return worth

    def best_options(self, worth: Floats) -> tuple[Floats, Ints]:
        """For each area the worth of its best option, and which of the menu it is."""
        best = np.full(self.areas, -np.inf)
        np.maximum.at(best, self.menu.place, worth)
        winners = np.flatnonzero(worth == best[self.menu.place])[::-1]
        pick = np.zeros(self.areas, np.int64)
        pick[self.menu.place[winners]] = winners
        return best, pick

    def in_plans(self, worth: Floats) -> Floats:
        """The worth of each option in a shared plan, which takes a grant above zero."""
        return np.where(self.menu.øre > 0, worth, -np.inf)

    def of_choices(self, alone: Floats, together: Floats, price: float) -> Floats:
        """The worth of each choice, from what areas are worth alone and in shared plans."""
        skipped = np.where(self.menu.may_skip, 0.0, -np.inf)
        plans = np.float64(price) * self.saved
        if len(self.members):
            plans = self.sums(together) + plans
        return np.concatenate([[0.0], skipped, alone, plans, [-np.inf]])

    def chosen(self, taken: Ints, pick: Ints, pick_together: Ints) -> Chosen:
        """What choices give, each area with the option of the menu that is picked for it."""
        areas, menu = self.areas, self.menu
        alone = taken[(taken > areas) & (taken <= 2 * areas)] - 1 - areas
        plans = taken[taken > 2 * areas] - 1 - 2 * areas
        plans = plans[plans < len(self.saved)]
        together = self.members_of(plans)
        flat = np.concatenate([pick[alone], pick_together[together]])
        places = np.concatenate([alone, together]).tolist()
        øre = int(menu.øre[flat].sum()) - int(self.saved[plans].sum())
        levels = dict(zip(places, menu.option[flat].tolist(), strict=True))
        return Chosen(levels, plans, øre, float(menu.value[flat].sum()))

    def sums(self, of_areas: Floats) -> Floats:
        """For each plan the sum of something over its areas."""
        return np.add.reduceat(of_areas[self.members], self.starts)

    def members_of(self, plans: Ints) -> Ints:
        """The areas of some plans, one after the other."""
        if not len(plans):
            return np.zeros(0, np.int64)
        ends = np.append(self.starts, len(self.members))
        return np.concatenate([self.members[ends[each] : ends[each + 1]] for each in plans])


class Pricing:
    """A problem's graph with a menu, ready for one price after the other."""

    def __init__(self, problem: Problem, choices: Choices, menu: Menu) -> None:
        self.choices, self.menu = choices, menu
        self.worths = Worths(problem, menu)

    @cached_property
    def cheapest(self) -> Best:
        """The way that spends least, whatever its value."""
        return self._best(0.0, 1.0)

    def at(self, price: float) -> Best:
        """The best at a price: so much value for each øre."""
        return self._best(1.0, price)

    def _best(self, weight: float, price: float) -> Best:
        menu, worths = self.menu, self.worths
        worth = worths.of_options(weight, price)
        alone, pick = worths.best_options(worth)
        together, pick_together = worths.best_options(worths.in_plans(worth))
        slack, roots = self._backwards(worths.of_choices(alone, together, price))
        taken = self._follow(slack)
        chosen = worths.chosen(taken, pick, pick_together)
        loss = alone[menu.place] - worth
        loss_in_plan = np.where(menu.øre > 0, together[menu.place] - worth, np.inf)
        return Best(price, slack, loss, loss_in_plan, chosen, chosen.øre, chosen.value, roots)

    def _backwards(self, worth: Floats) -> tuple[Floats, Floats]:
        """What each step loses, and the worth of each component."""
        graph = self.choices
        rest = np.zeros(len(graph.component))
        step_worth = worth[graph.choice]
        for low, high in zip(graph.ranks[:-1], graph.ranks[1:], strict=True):
            first = graph.first_step[low - 1 : high]
            begin, end = first[0], first[-1]
            ways = step_worth[begin:end] + rest[graph.target[begin:end]]
            rest[low:high] = np.maximum.reduceat(ways, first[:-1] - begin)
        with np.errstate(invalid="ignore"):
            slack = rest[graph.source] - (step_worth + rest[graph.target])
        return np.where(np.isnan(slack), np.inf, slack), rest[graph.roots]

    def _follow(self, slack: Floats) -> Ints:
        """The choices of one best way through every component."""
        graph = self.choices
        best_step = np.zeros(len(graph.component), np.int64)
        best = np.flatnonzero(slack == 0)[::-1]
        best_step[graph.source[best]] = best
        here, taken = graph.roots, []
        while len(here):
            steps = best_step[here]
            taken.append(graph.choice[steps])
            here = graph.target[steps]
            here = here[here > 0]
        chosen = np.concatenate(taken) if taken else np.zeros(0, np.int64)
        return chosen[chosen > 0]


@dataclass(frozen=True)
class Bound:
    """The price that uses up a frame. No plan within it has a value above `value`."""

    best: Best
    value: float


def bound_of(pricing: Pricing, frame_øre: int, all_øre: int, all_value: float) -> Bound:
    """The least bound that a price gives (a search along the convex hull).

    The cheapest way must be within the frame; `all_øre` is the least money with which the stage
    reaches all its value, and is above the frame.
    """
    low = (pricing.cheapest.øre, pricing.cheapest.value)
    high = (all_øre, all_value)
    while True:
        price = max(0.0, high[1] - low[1]) / (high[0] - low[0])
        best = pricing.at(price)
        if best.bound <= low[1] - price * low[0] + 1e-12 * max(1.0, abs(best.bound)):
            break
        point = (best.øre, best.value)
        if point in (low, high):
            break
        low, high = (point, high) if best.øre <= frame_øre else (low, point)
    return Bound(best, best.bound + price * frame_øre)
