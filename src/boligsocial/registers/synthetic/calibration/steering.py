"""Households in and out of an area, chosen so that its people come to numbers set for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger[Any]]
COUNTS = ("residents", "nonwestern", "adults", "middle", "basic")
"""What is counted of a household or an area: its people, those of non-Western origin, those of 18
or more, those of 30-59, and of these those with basic school only."""
_TURNS = 3000
_PUSHES = 12
_PAIRED = 160
_AROUND = 8
_REACH = 40
_FAR = 10_000
_PLACES = 128 ** np.arange(len(COUNTS))
"""Of the numbers of a household in one number; no household has as many as 128 people."""


@dataclass(frozen=True)
class Aim:
    """The numbers that an area is to have: intervals, low and high.

    residents are whole numbers; nonwestern a share of residents; basic a share of the middle-aged;
    convicted a share of adults that some whole number of convicted must give, or nothing.
    """

    residents: tuple[float, float]
    nonwestern: tuple[float, float]
    basic: tuple[float, float]
    convicted: tuple[float, float] | None

    def distance(self, counts: Ints) -> int:
        """About how many people counts, (5,), are away from the aim; 0 is there."""
        return int(_Ruler(self, counts, reach=0).distance(counts[None])[0])


class _Ruler:
    """Distances to an aim, looked up in tables around some counts."""

    def __init__(self, aim: Aim, around: Ints, reach: int = _REACH) -> None:
        self._aim, self._around, self._reach = aim, around, reach
        span = np.arange(-reach, reach + 1)
        middle, basic = around[3] + span[:, None], around[4] + span[None, :]
        self._basic = np.full((len(span), len(span)), _FAR)
        for step in range(-_AROUND, _AROUND + 1):
            apart = _outside_share(basic, middle + step, aim.basic) + abs(step)
            np.minimum(self._basic, apart, out=self._basic)
        self._adults = _to_whole(around[2] + span, aim.convicted)

    def holds(self, counts: Ints) -> bool:
        """Whether what lies a few people from the counts is in the tables."""
        return bool(np.abs(counts[2:] - self._around[2:]).max() < self._reach // 2)

    def distance(self, counts: Ints) -> Ints:
        """That of each row of counts, (rows, 5); far from the tables, what their rim gives."""
        residents, nonwestern = counts[:, 0], counts[:, 1]
        adults, middle, basic = np.clip(
            counts[:, 2:] - self._around[2:] + self._reach, 0, 2 * self._reach
        ).T  # fmt: skip
        low, high = self._aim.residents
        away = np.maximum(np.maximum(np.ceil(low) - residents, residents - np.floor(high)), 0)
        away = away + _outside_share(nonwestern, residents, self._aim.nonwestern)
        found: Ints = away.astype(np.int64) + self._basic[middle, basic] + self._adults[adults]
        return found


def _outside_share(part: Ints, whole: Ints, share: tuple[float, float]) -> Ints:
    """How far a part is from one that is such a share of the whole; far where no number is."""
    low, high = np.ceil(share[0] * whole), np.floor(share[1] * whole)
    away = np.maximum(np.maximum(low - part, part - high), 0)
    found: Ints = np.where(low > high, _FAR, away).astype(np.int64)
    return found


def _to_whole(wholes: Ints, share: tuple[float, float] | None) -> Ints:
    """How far it is from each number to one of which whole people make such a share."""
    if share is None:
        return np.zeros(len(wholes), np.int64)
    number = np.arange(max(int(wholes[0]) - _REACH, 1), int(wholes[-1]) + _REACH)
    fits = number[np.ceil(share[0] * number) <= np.floor(share[1] * number)]
    if not len(fits):
        return np.zeros(len(wholes), np.int64)
    nearest: Ints = np.abs(wholes[:, None] - fits[None, :]).min(axis=1)
    return nearest


def exchange(
    start: Ints, inside: Ints, outside: Ints, aim: Aim, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """The households to move out and in, as places in `inside` and `outside`.

    start: (5,), the area's counts. inside, outside: (households, 5), what may leave and come.
    The step that brings the counts nearest is taken until they are there: one household at a time,
    else two together, and where nothing helps one by chance. What came nearest is given back.
    """
    now, stock = start.astype(np.int64), _Stock(inside, outside)
    ruler, pushes = _Ruler(aim, now), 0
    away = nearest = int(ruler.distance(now[None])[0])
    best = 0
    for _ in range(_TURNS):
        if away == 0 or not len(stock.open()):
            break
        if not ruler.holds(now):
            ruler = _Ruler(aim, now)
        step = _nearer(now, away, stock, ruler)
        if not step:
            pushes += 1
            if pushes > _PUSHES:
                break
            step = [int(rng.choice(stock.open()))]
        for kind in step:
            now = now + stock.take(kind)
        away = int(ruler.distance(now[None])[0])
        if away < nearest:
            nearest, best = away, len(stock.chosen)
    return stock.first(best)


def _nearer(now: Ints, away: int, stock: _Stock, ruler: _Ruler) -> list[int]:
    """The kind, or the two kinds, of household whose moves bring the counts nearest; or none."""
    kinds = stock.open()
    single = ruler.distance(now + stock.steps[kinds])
    if single.min() < away:
        return [int(kinds[np.argmin(single)])]
    # Of rare kinds, those that do least harm.
    some = kinds[np.unique(np.concatenate([
        np.arange(min(_PAIRED, len(kinds))), np.argsort(single, kind="stable")[:_PAIRED]
    ]))]  # fmt: skip
    first, second = np.triu_indices(len(some))
    both = ruler.distance(now + stock.steps[some[first]] + stock.steps[some[second]])
    both[(first == second) & (stock.left[some[first]] < 2)] = _FAR * _FAR
    chosen = int(np.argmin(both))
    return [int(some[first[chosen]]), int(some[second[chosen]])] if both[chosen] < away else []


class _Stock:
    """Households by kind: those that are counted alike and on the same side are one kind."""

    def __init__(self, inside: Ints, outside: Ints) -> None:
        counts = np.concatenate([inside, outside]).astype(np.int64)
        sign = np.where(np.arange(len(counts)) < len(inside), -1, 1)
        code = counts @ _PLACES * sign
        _, first, kind, self.left = np.unique(
            code, return_index=True, return_inverse=True, return_counts=True
        )
        self.steps = counts[first] * sign[first, None]
        self._members = np.argsort(kind, kind="stable")
        self._end = np.cumsum(self.left)
        self._common = np.argsort(-self.left, kind="stable")
        self._inside = len(inside)
        self.chosen: list[int] = []

    def open(self) -> Ints:
        """Kinds of which some are left, the commonest first."""
        kinds: Ints = self._common[self.left[self._common] > 0]
        return kinds

    def take(self, kind: int) -> Ints:
        """One more of the kind is chosen; gives back its step."""
        self.left[kind] -= 1
        self.chosen.append(int(self._members[self._end[kind] - 1 - self.left[kind]]))
        step: Ints = self.steps[kind]
        return step

    def first(self, count: int) -> tuple[Ints, Ints]:
        """The first so many chosen, from inside and from outside."""
        chosen = np.array(sorted(self.chosen[:count]), np.int64)
        return chosen[chosen < self._inside], chosen[chosen >= self._inside] - self._inside
