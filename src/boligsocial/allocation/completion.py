"""What components that are not put together yet must lose at least, with what is left for them.

A component that is to cost more or less than its best way loses by it. How little, over all of
them, is bounded by letting each take parts of its ways: the cheapest parts first, as in the linear
knapsack (Dantzig 1957). Money left over loses its price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from boligsocial.allocation.choices import Floats, Ints
from boligsocial.allocation.ways import Way

_Point = tuple[int, float]
"""Money, and what is lost."""


@dataclass(frozen=True)
class Rest:
    """Components together: what their best ways cost, and the least loss for more or less money.

    `more_øre` and `loss` are corners of a convex line through no more money and no loss.
    """

    øre: int
    price: float
    more_øre: Floats
    loss: Floats

    def least_loss(self, left_øre: Ints) -> Floats:
        """The least that is lost when so much is left for them; infinite where it cannot be."""
        room = left_øre - self.øre
        beyond = self.price * np.maximum(0.0, room - self.more_øre[-1])
        least: Floats = np.interp(room, self.more_øre, self.loss, left=np.inf) + beyond
        return least


class Completion:
    """The parts of all components, ready to be added up over any of them."""

    def __init__(self, components: Sequence[Sequence[Way]], price: float) -> None:
        self.price = price
        self.best_øre: Ints = np.array([_best(ways)[0] for ways in components], np.int64)
        parts = [(owner, *part) for owner, ways in enumerate(components) for part in _parts(ways)]
        owner, øre, loss = zip(*parts, strict=True) if parts else ((), (), ())
        self.owner, self.øre = np.array(owner, np.int64), np.array(øre, np.float64)
        self.loss = np.array(loss, np.float64)
        order = np.argsort(self.loss / np.abs(self.øre), kind="stable")
        order = order[(self.øre[order] < 0) | (self.loss[order] < price * self.øre[order])]
        self.owner, self.øre, self.loss = self.owner[order], self.øre[order], self.loss[order]

    def rest(self, among: NDArray[np.bool_]) -> Rest:
        """Some of the components together."""
        own = among[self.owner]
        less, more = own & (self.øre < 0), own & (self.øre > 0)
        return Rest(
            int(self.best_øre[among].sum()),
            self.price,
            np.concatenate([self.øre[less].cumsum()[::-1], [0.0], self.øre[more].cumsum()]),
            np.concatenate([self.loss[less].cumsum()[::-1], [0.0], self.loss[more].cumsum()]),
        )


def _best(ways: Sequence[Way]) -> _Point:
    return min(((way.øre, way.loss) for way in ways), key=lambda point: (point[1], point[0]))


def _parts(ways: Sequence[Way]) -> list[_Point]:
    """What each step away from the best way costs more (or less, below zero) and what it loses."""
    best = _best(ways)
    points = [(way.øre, way.loss) for way in ways]
    parts = []
    for side in (
        [best, *(point for point in points if point[0] > best[0])],
        [best, *(point for point in reversed(points) if point[0] < best[0])],
    ):
        for (first_øre, first_loss), (then_øre, then_loss) in pairwise(_corners(side)):
            parts.append((then_øre - first_øre, max(0.0, then_loss - first_loss)))
    return parts


def _corners(line: Sequence[_Point]) -> list[_Point]:
    """The corners of the convex line below the points, which go away from the first one."""
    corners: list[_Point] = []
    for point in line:
        while len(corners) > 1 and _turns_up_less(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    return corners


def _turns_up_less(first: _Point, middle: _Point, last: _Point) -> bool:
    """Whether the middle point is not below the line between the others."""
    onward = (middle[1] - first[1]) * abs(last[0] - first[0])
    return onward >= (last[1] - first[1]) * abs(middle[0] - first[0])
