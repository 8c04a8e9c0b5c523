"""At the end of a year, moves between areas and private housing that bring areas to their aims."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boligsocial.registers.synthetic.calibration.goals import Goal
from boligsocial.registers.synthetic.calibration.steering import Aim, Ints, exchange
from boligsocial.registers.synthetic.people import People
from boligsocial.registers.synthetic.places import Places

_SAMPLE = 6000
"""Private dwellings looked at, in the municipality and again as many in its region; in all the
country where these do not do."""
_LAST_DAYS = 30
"""Households leave areas in the first half of the last days of the year, and come in the second."""


@dataclass(frozen=True)
class Households:
    """Households by dwelling: `counts` (dwellings, 5) as `steering.COUNTS`, those `free` to move,
    and dwellings that have long been `empty`."""

    counts: Ints
    free: NDArray[np.bool_]
    empty: NDArray[np.bool_]


@dataclass(frozen=True)
class Steered:
    """Whole households that move: `old` and `new` dwelling of each, and whether out of an area."""

    old: Ints
    new: Ints
    out: NDArray[np.bool_]

    def days(self, days: int, rng: np.random.Generator) -> Ints:
        """The day of each: out first, so that nobody comes to a dwelling before it is left."""
        half = _LAST_DAYS // 2
        start = np.where(self.out, days - _LAST_DAYS, days - half)
        drawn: Ints = start + rng.integers(0, half, len(start))
        return drawn


def long_empty_before(days: int) -> int:
    """The day of the year before which a dwelling must have been left to be given to others."""
    return days - _LAST_DAYS


def households(
    people: People, year: int, moved: NDArray[np.bool_], left_late: Ints, places: Places,
    domestic: bool,
) -> Households:  # fmt: skip
    """Households on 1 January of `year`; `moved` tells who has moved in the year before, and
    `left_late` which dwellings were left late in it."""
    dwellings, age = len(places.place), people.age(year)
    middle = (age >= 30) & (age <= 59)
    basic = middle & ((people.low | people.abroad) if domestic else people.low)
    counted = (np.ones(len(people), bool), people.nonwestern, age >= 18, middle, basic)
    counts = np.stack(
        [np.bincount(people.home[each], minlength=dwellings) for each in counted], axis=1
    )
    held = np.bincount(people.home[moved], minlength=dwellings) > 0
    empty = (counts[:, 0] == 0) & (places.opened < year)
    empty[left_late] = False
    return Households(counts, (counts[:, 0] > 0) & ~held, empty)


def steered(
    there: Households, goal: Goal, places: Places, regions: Ints, rng: np.random.Generator
) -> Steered:
    """The moves of all areas; `regions` holds the region of each municipality."""
    old, new, out = list[Ints](), list[Ints](), list[NDArray[np.bool_]]()
    free, empty = there.free.copy(), there.empty.copy()
    estates = np.array(places.estates)
    for area, municipality in enumerate(places.area_municipality):
        mine = estates[places.area[estates] == area]
        span = np.arange(places.first[mine[0]], places.first[mine[-1] + 1])
        counts = there.counts[span].sum(axis=0)
        aim = _aim(goal, area)
        if aim.distance(counts) == 0:
            continue
        inside = span[free[span]]
        for around in (regions == regions[municipality], np.ones(len(regions), bool)):
            outside = _sampled(int(municipality), np.flatnonzero(around), places, free, rng)
            leave, come = exchange(counts, there.counts[inside], there.counts[outside], aim, rng)
            leaving, coming = inside[leave], outside[come]
            come_to = counts - there.counts[leaving].sum(0) + there.counts[coming].sum(0)
            if aim.distance(come_to) == 0:
                break
        private = _private(int(municipality), places)
        away = private[empty[private]][: len(leaving)]
        homes = np.concatenate([span[empty[span]], leaving])[: len(coming)]
        leaving, coming = leaving[: len(away)], coming[: len(homes)]
        free[leaving] = free[coming] = False
        empty[away] = empty[homes] = False
        old += [leaving, coming]
        new += [away, homes]
        out += [np.ones(len(leaving), bool), np.zeros(len(coming), bool)]
    nobody = np.zeros(0, np.int64)
    return Steered(np.concatenate([nobody, *old]), np.concatenate([nobody, *new]),
                   np.concatenate([np.zeros(0, bool), *out]))  # fmt: skip


def _aim(goal: Goal, area: int) -> Aim:
    def pair(bounds: NDArray[np.float64]) -> tuple[float, float]:
        return float(bounds[0, area]), float(bounds[1, area])

    convicted = pair(goal.convicted)
    return Aim(
        pair(goal.residents), pair(goal.nonwestern), pair(goal.basic_school),
        None if np.isnan(convicted[0]) else convicted,
    )  # fmt: skip


def _private(municipality: int, places: Places) -> Ints:
    return np.arange(places.first[municipality], places.first[municipality + 1])


def _sampled(
    municipality: int, around: Ints, places: Places, free: NDArray[np.bool_],
    rng: np.random.Generator,
) -> Ints:  # fmt: skip
    """Dwellings of private households that may move, in the municipality and in those around."""
    near = _private(municipality, places)
    town = rng.choice(around, _SAMPLE)
    size = (places.first[town + 1] - places.first[town]).astype(np.float64)
    far = places.first[town] + (rng.random(_SAMPLE) * size).astype(np.int64)
    far = np.unique(far[(far < near[0]) | (far > near[-1])])
    drawn = near if len(near) <= _SAMPLE else rng.choice(near, _SAMPLE, replace=False)
    # Of households that are counted alike the last are taken first: those of the municipality.
    seen: Ints = np.concatenate([far, drawn])
    return seen[free[seen]]
