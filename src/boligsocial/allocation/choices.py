"""Every way through the areas of a component as a graph of choices, area by area.

A component is areas that could share plans, directly or through others. Its areas are taken in
turn. A state is how far one has come and which areas ahead already belong to a plan; from it one
either leaves the next area without a grant, gives it a plan of its own, or lets it share a plan
with areas ahead. The best way through is found backwards for all components at once, since every
state leads to one with fewer areas left. The graph does not depend on frame or price, so it is
made once (after the set packing dynamic programs over a linear order; DESIGN 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
class Narrowing:
    """Leaves out what cannot be near the best. `loss` is what each choice loses at least.

    A way is left out where its choices lose more than `within` together; losses are not below zero.
    """

    loss: Floats
    within: float


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


def choices_of(problem: Problem, narrowing: Narrowing | None = None) -> Choices | None:
    """The graph of a problem, or none where it would be too large."""
    near = adjacency(pair for plan in problem.plans for pair in combinations(plan, 2))
    orders = [_order(component, near) for component in _components(len(problem.options), near)]
    turn = {place: index for order in orders for index, place in enumerate(order)}
    starting = _plans_by_first(problem.plans, turn)
    graph = _Graph(problem, narrowing)
    for order in orders:
        graph.add(order, starting)
        if len(graph.steps) > graph.most:
            return None
    return graph.finished()


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


class _Graph:
    """Collects the steps of one component after the other, states numbered as they are met."""

    def __init__(self, problem: Problem, narrowing: Narrowing | None) -> None:
        self.areas, self.plans = len(problem.options), len(problem.plans)
        impossible = 1 + 2 * self.areas + self.plans
        self.loss = [0.0] * (impossible + 1) if narrowing is None else narrowing.loss.tolist()
        self.within = float("inf") if narrowing is None else narrowing.within
        self.most = MOST_STEPS if narrowing is None else MOST_STEPS_NARROWED
        self.may_skip = [not must for must in problem.must]
        self.may_be_alone = [
            alone and bool(options)
            for alone, options in zip(problem.alone, problem.options, strict=True)
        ]
        self.left, self.component = [0], [-1]
        self.component_of = [0] * self.areas
        self.steps: list[tuple[int, int, int]] = []
        self.roots: list[int] = []

    def add(self, order: list[int], starting: dict[int, list[tuple[int, int]]]) -> None:
        """Add a component whose areas are taken in this order."""
        number = len(self.roots)
        here = {0: (self._state(len(order), number), 0.0)}
        self.roots.append(here[0][0])
        for left, place in zip(range(len(order), 0, -1), order, strict=True):
            self.component_of[place] = number
            ahead: dict[int, tuple[int, float]] = {}
            for taken, (state, lost) in here.items():
                for choice, then in self._ways(place, taken, starting.get(place, ()), lost):
                    loss = lost + self.loss[choice]
                    known, least = ahead.get(then, (-1, loss))
                    if known < 0:
                        known = self._state(left - 1, number) if left > 1 else 0
                    ahead[then] = (known, min(least, loss))
                    self.steps.append((state, choice, known))
            here = ahead
            if len(self.steps) > self.most:
                return

    def _ways(
        self, place: int, taken: int, plans: Iterable[tuple[int, int]], lost: float
    ) -> Iterator[tuple[int, int]]:
        """The choices for an area, and which areas ahead then belong to a plan."""
        if taken & 1:
            yield 0, taken >> 1
            return
        skip, alone, first_plan = 1 + place, 1 + self.areas + place, 1 + 2 * self.areas
        ways = [(first_plan + number, members) for number, members in plans if not members & taken]
        if self.may_be_alone[place]:
            ways.insert(0, (alone, 0))
        if self.may_skip[place]:
            ways.insert(0, (skip, 0))
        near = [way for way in ways if lost + self.loss[way[0]] <= self.within]
        # Where nothing is near, one step that cannot be taken keeps the graph whole.
        for choice, members in near or [(first_plan + self.plans, 0)]:
            yield choice, (taken | members) >> 1

    def _state(self, left: int, component: int) -> int:
        self.left.append(left)
        self.component.append(component)
        return len(self.left) - 1

    def finished(self) -> Choices:
        """The graph with its states in the order of how many areas are left."""
        left = np.array(self.left)
        by_left = np.argsort(left, kind="stable")
        renumbered = np.empty_like(by_left)
        renumbered[by_left] = np.arange(len(by_left))
        source, choice, target = np.array(self.steps, dtype=np.int64).reshape(-1, 3).T
        source, target = renumbered[source], renumbered[target]
        order = np.argsort(source, kind="stable")
        source = source[order]
        return Choices(
            self.areas,
            self.plans,
            source,
            choice[order],
            target[order],
            first_step=np.searchsorted(source, np.arange(1, len(left) + 1)),
            ranks=np.searchsorted(left[by_left], np.arange(1, left.max() + 2)),
            roots=renumbered[self.roots],
            component=np.array(self.component)[by_left],
            component_of=np.array(self.component_of, np.int64),
        )
