"""Every way through the areas of a component as a graph of choices, area by area.

A component is areas that could share plans, directly or through others. Its areas are taken in
turn. A state is how far one has come and which areas ahead already belong to a plan; from it one
either leaves the next area without a grant, gives it a plan of its own, or lets it share a plan
with areas ahead. The best way through is found backwards for all components at once, since every
state leads to one with fewer areas left. The graph does not depend on frame or price, so it is
made once (after the set packing dynamic programs over a linear order; DESIGN 5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from boligsocial.allocation.neighbours import adjacency
from boligsocial.allocation.problem import Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_STEPS = 250_000
"""A graph with more steps than this is narrowed first."""
MOST_STEPS_NARROWED = 4_000_000
"""A narrowed graph with more steps than this is left to HiGHS: it would fill the memory."""


@dataclass(frozen=True)
class Layout:
    """The components of a problem, the areas of each in the order in which they are taken.

    starting: for each area the plans in which it is the first: number, and members ahead as bits.
    component_of: the component of each area.
    """

    orders: tuple[list[int], ...]
    starting: dict[int, list[tuple[int, int]]]
    component_of: Ints


@dataclass(frozen=True)
class Choices:
    """The graph of all components.

    A choice is a number: 0 passes an area that has its plan already; then come each area left out,
    each area alone, each of the problem's plans, and last what cannot be.
    `source`, `choice` and `target` have one element a step, in the order of the source. States with
    fewer areas left have smaller numbers; state 0 is the end of every component. `first_step` is
    the first step of each state from 1 on; `ranks` bound the states with one area left, two, and so
    on. `roots` are the states in which the components begin, `component` tells each state's, and
    `component_of` each area's.
    """

    areas: int
    plans: int
    source: Ints
    choice: Ints
    target: Ints
    first_step: Ints
    ranks: Ints
    roots: Ints
    component: Ints
    component_of: Ints


def layout_of(problem: Problem) -> Layout:
    """What every graph of a problem has in common."""
    near = adjacency(pair for plan in problem.plans for pair in combinations(plan, 2))
    orders = tuple(_order(component, near) for component in _components(len(problem.options), near))
    turn = {place: index for order in orders for index, place in enumerate(order)}
    component_of = np.zeros(len(problem.options), np.int64)
    for number, order in enumerate(orders):
        component_of[order] = number
    return Layout(orders, _plans_by_first(problem.plans, turn), component_of)


def choices_of(problem: Problem, layout: Layout) -> Choices | None:
    """The graph of a problem, or none where it would be too large."""
    losses = np.zeros(2 + 2 * len(problem.options) + len(problem.plans))
    everything = np.full(len(layout.orders), np.inf)
    return Narrower(problem, layout, losses, MOST_STEPS).graph(everything)


class Narrower:
    """Graphs of a problem without what cannot be near the best.

    `losses` is what each choice loses at least, none below zero; a way is left out where its
    choices lose more together than is looked through in its component. What is asked for again is
    kept.
    """

    def __init__(
        self, problem: Problem, layout: Layout, losses: Floats, most: int = MOST_STEPS_NARROWED
    ) -> None:
        self.problem, self.layout, self.most = problem, layout, most
        self.walk = Walk(problem, losses)
        self._known: dict[int, tuple[float, _Part]] = {}

    def graph(self, within: Floats) -> Choices | None:
        """The graph that looks so far through each component; none where it is too large."""
        parts, left = [], self.most
        for number, reach in enumerate(within.tolist()):
            part = self._part(number, reach, left)
            if part is None:
                return None
            left -= len(part.steps)
            parts.append(part)
        return _joined(self.problem, self.layout, parts)

    def _part(self, number: int, reach: float, most: int) -> _Part | None:
        known = self._known.get(number)
        if known is None or known[0] != reach:
            part = self.walk.through(self.layout.orders[number], self.layout.starting, reach, most)
            if part is None:
                return None
            known = self._known[number] = (reach, part)
        return known[1] if len(known[1].steps) <= most else None


def _components(areas: int, near: dict[int, set[int]]) -> list[list[int]]:
    """The places that hang together, every place in one component."""
    seen: set[int] = set()
    found = []
    for start in range(areas):
        if start in seen:
            continue
        seen.add(start)
        component = [start]
        for place in component:
            fresh = sorted(near.get(place, set()) - seen)
            seen.update(fresh)
            component += fresh
        found.append(component)
    return found


def _order(component: list[int], near: dict[int, set[int]]) -> list[int]:
    """An order in which few areas ahead touch areas behind, so that there are few states."""
    if len(component) < 3:
        return component
    start = _far_end(_far_end(component[0], near), near)
    order: list[int] = []
    behind: set[int] = set()
    edge = {start}
    while edge:
        place = min(
            edge,
            key=lambda each: (len(near[each] - behind - edge), -len(near[each] & behind), each),
        )
        order.append(place)
        behind.add(place)
        edge = (edge | near[place]) - behind
    return order


def _far_end(start: int, near: dict[int, set[int]]) -> int:
    seen, line = {start}, [start]
    for place in line:
        fresh = sorted(near[place] - seen)
        seen.update(fresh)
        line += fresh
    return line[-1]


def _plans_by_first(
    plans: Iterable[tuple[int, ...]], turn: dict[int, int]
) -> dict[int, list[tuple[int, int]]]:
    """For each place the plans in which it is the first: their number and members ahead as bits."""
    starting: dict[int, list[tuple[int, int]]] = {}
    for number, plan in enumerate(plans):
        first = min(plan, key=turn.__getitem__)
        bits = sum(1 << (turn[place] - turn[first]) for place in plan)
        starting.setdefault(first, []).append((number, bits))
    return starting


@dataclass(frozen=True)
class _Part:
    """The graph of one component by itself: its states from 1 on, and 0 the end.

    left: how many areas are left in each state. steps: rows of source, choice and target.
    """

    left: Ints
    steps: Ints


class Walk:
    """Goes through one component after the other, states numbered as they are met."""

    def __init__(self, problem: Problem, losses: Floats) -> None:
        self.areas, self.plans = len(problem.options), len(problem.plans)
        self.losses: list[float] = losses.tolist()
        self.may_skip = [not must for must in problem.must]
        self.may_be_alone = [
            alone and bool(options)
            for alone, options in zip(problem.alone, problem.options, strict=True)
        ]

    def through(
        self, order: list[int], starting: dict[int, list[tuple[int, int]]], within: float, most: int
    ) -> _Part | None:
        """The graph of a component whose areas are taken in this order, of at most so many steps.

        None where there are more.
        """
        left, steps = [len(order)], list[tuple[int, int, int]]()
        here = {0: (1, 0.0)}
        for ahead, place in zip(range(len(order) - 1, -1, -1), order, strict=True):
            plans, reached = starting.get(place, ()), dict[int, tuple[int, float]]()
            for taken, (state, lost) in here.items():
                for choice, then in self.ways(place, taken, plans, within - lost):
                    loss = lost + self.losses[choice]
                    target, least = reached.get(then, (-1, loss))
                    if target < 0 and ahead:
                        left.append(ahead)
                    if target < 0:
                        target = len(left) if ahead else 0
                    reached[then] = (target, min(least, loss))
                    steps.append((state, choice, target))
            here = reached
            if len(steps) > most:
                return None
        return _Part(np.array(left, np.int64), np.array(steps, np.int64).reshape(-1, 3))

    def ways(
        self, place: int, taken: int, plans: Iterable[tuple[int, int]], within: float
    ) -> list[tuple[int, int]]:
        """The choices for an area, and which areas ahead then belong to a plan."""
        if taken & 1:
            return [(0, taken >> 1)]
        skip, alone, first_plan = 1 + place, 1 + self.areas + place, 1 + 2 * self.areas
        losses, found = self.losses, list[tuple[int, int]]()
        if self.may_skip[place] and losses[skip] <= within:
            found.append((skip, taken >> 1))
        if self.may_be_alone[place] and losses[alone] <= within:
            found.append((alone, taken >> 1))
        for number, members in plans:
            if not members & taken and losses[first_plan + number] <= within:
                found.append((first_plan + number, (taken | members) >> 1))
        # Where nothing is near, one step that cannot be taken keeps the graph whole.
        return found or [(first_plan + self.plans, taken >> 1)]


def _joined(problem: Problem, layout: Layout, parts: list[_Part]) -> Choices:
    """The graph of all components, its states in the order of how many areas are left."""
    sizes = np.array([len(part.left) for part in parts], np.int64)
    before = np.cumsum(sizes) - sizes
    left = np.concatenate([[0], *(part.left for part in parts)]).astype(np.int64)
    by_left = np.argsort(left, kind="stable")
    renumbered = np.empty_like(by_left)
    renumbered[by_left] = np.arange(len(by_left))
    shifts = np.stack([before, np.zeros_like(before), before], axis=1)
    steps = [part.steps + shift for part, shift in zip(parts, shifts, strict=True)]
    ends = [part.steps[:, 2] == 0 for part in parts]
    source, choice, target = np.concatenate([np.zeros((0, 3), np.int64), *steps]).T
    target = np.where(np.concatenate([np.zeros(0, np.bool_), *ends]), 0, target)
    source, target = renumbered[source], renumbered[target]
    order = np.argsort(source, kind="stable")
    source = source[order]
    return Choices(
        len(problem.options),
        len(problem.plans),
        source,
        choice[order],
        target[order],
        first_step=np.searchsorted(source, np.arange(1, len(left) + 1)),
        ranks=np.searchsorted(left[by_left], np.arange(1, left.max() + 2)),
        roots=renumbered[before + 1],
        component=np.concatenate([[-1], np.repeat(np.arange(len(parts)), sizes)])[by_left],
        component_of=layout.component_of,
    )
