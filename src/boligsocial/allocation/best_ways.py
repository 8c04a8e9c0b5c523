"""The best way through each component, found without its whole graph.

What choices lose against the potentials is never below zero, so the way that loses least is a
shortest path (Dijkstra 1959). Among ways that lose the same the one that has come furthest goes
first: where the relaxation is tight, which is nearly everywhere, the search walks straight through.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

from boligsocial.allocation.choices import Layout, Walk

MOST_LOOKED_AT = 1_000_000
"""More states than this are left to HiGHS."""
_State = tuple[int, int]
"""How many areas are behind, and which areas ahead belong to a plan, as bits."""


@dataclass(frozen=True)
class BestWay:
    """The choices of a way that loses least; infinite loss where there is no way."""

    loss: float
    choices: tuple[int, ...]


def best_ways(walk: Walk, layout: Layout) -> list[BestWay] | None:
    """The best way through each component; none where there is too much to look at."""
    found, left = [], MOST_LOOKED_AT
    for order in layout.orders:
        best, looked_at = _best_way(walk, layout, order, left)
        left -= looked_at
        if best is None:
            return None
        found.append(best)
    return found


def _best_way(
    walk: Walk, layout: Layout, order: list[int], most: int
) -> tuple[BestWay | None, int]:
    """The best way through a component, and how many states were looked at."""
    start: _State = (0, 0)
    came_from: dict[_State, tuple[_State, int]] = {}
    least, settled = {start: 0.0}, set[_State]()
    waiting = [(0.0, 0, 0)]
    while waiting and len(settled) < most:
        loss, behind, taken = heappop(waiting)
        here = (-behind, taken)
        if here in settled:
            continue
        settled.add(here)
        if -behind == len(order):
            return BestWay(loss, _walked(came_from, here)), len(settled)
        place = order[-behind]
        for choice, then in walk.ways(place, taken, layout.starting.get(place, ()), float("inf")):
            there, lost = (1 - behind, then), loss + walk.losses[choice]
            if lost < least.get(there, float("inf")):
                least[there], came_from[there] = lost, (here, choice)
                heappush(waiting, (lost, behind - 1, then))
    return (BestWay(float("inf"), ()) if not waiting else None), len(settled)


def _walked(came_from: dict[_State, tuple[_State, int]], here: _State) -> tuple[int, ...]:
    choices = []
    while here in came_from:
        here, choice = came_from[here]
        choices.append(choice)
    return tuple(choices[::-1])
