"""At the end of a year, moves between areas and private housing that bring areas to their aims."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boligsocial.registers.synthetic.calibration.goals import Goal
from boligsocial.registers.synthetic.calibration.steering import Aim, Ints, exchange
from boligsocial.registers.synthetic.people import People
from boligsocial.registers.synthetic.places import Places

_NEAR, _REGION, _COUNTRY = 6_000, 12_000, 60_000
"""Private dwellings looked at: in the municipality, in its region, and in the country where the
region does not do."""
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
    """Whole households that move: `old` and `new` dwelling of each, and whether out of an area.

    `missed`: the areas whose people do not come to their aim by these moves.
    """

    old: Ints
    new: Ints
    out: NDArray[np.bool_]
    missed: Ints

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
    none = np.zeros(0, np.int64)
    moves, estates = [Steered(none, none, np.zeros(0, bool), none)], np.array(places.estates)
    left = Households(there.counts, there.free.copy(), there.empty.copy())
    for area, municipality in enumerate(places.area_municipality):
        mine = estates[places.area[estates] == area]
        span = np.arange(places.first[mine[0]], places.first[mine[-1] + 1])
        aim, before = _aim(goal, area), left.counts[span].sum(axis=0)
        if aim.distance(before) == 0:
            continue
        leaving, coming = _exchanged(span, int(municipality), aim, left, places, regions, rng)
        away = _empty_private(int(municipality), len(leaving), left, places, regions)
        leaving = leaving[: len(away)]
        homes = np.append(span[left.empty[span]], leaving)[: len(coming)]
        coming = coming[: len(homes)]
        left.free[leaving] = left.free[coming] = False
        left.empty[away] = left.empty[homes] = False
        out = np.arange(len(leaving) + len(coming)) < len(leaving)
        after = before - _people(left, leaving) + _people(left, coming)
        missed = none if aim.distance(after) == 0 else np.array([area])
        moves.append(Steered(np.append(leaving, coming), np.append(away, homes), out, missed))
    return Steered(*(np.concatenate([getattr(each, name) for each in moves])
                     for name in ("old", "new", "out", "missed")))  # fmt: skip


def _people(there: Households, dwellings: Ints) -> Ints:
    counts: Ints = there.counts[dwellings].sum(axis=0)
    return counts


def _exchanged(
    span: Ints, municipality: int, aim: Aim, there: Households, places: Places, regions: Ints,
    rng: np.random.Generator,
) -> tuple[Ints, Ints]:  # fmt: skip
    """The dwellings in an area, `span`, to be left, and the private ones whose people come."""
    counts, inside = there.counts[span].sum(axis=0), span[there.free[span]]
    region = np.flatnonzero(regions == regions[municipality])
    for around, sample in ((region, _REGION), (np.arange(len(regions)), _COUNTRY)):
        outside = _sampled(municipality, around, sample, places, rng)
        outside = outside[there.free[outside]]
        leave, come = exchange(counts, there.counts[inside], there.counts[outside], aim, rng)
        leaving, coming = inside[leave], outside[come]
        after = counts - _people(there, leaving) + _people(there, coming)
        if aim.distance(after) == 0:
            break
    return leaving, coming


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


def _empty_private(
    municipality: int, count: int, there: Households, places: Places, regions: Ints
) -> Ints:
    """So many empty private dwellings, in the municipality and else in its region."""
    others = np.flatnonzero(regions == regions[municipality])
    found = np.zeros(0, np.int64)
    for each in (municipality, *others[others != municipality]):
        private = _private(int(each), places)
        found = np.append(found, private[there.empty[private]][: count - len(found)])
        if len(found) == count:
            break
    return found


def _sampled(
    municipality: int, around: Ints, sample: int, places: Places, rng: np.random.Generator
) -> Ints:
    """Private dwellings in the municipalities around, and after them those in the municipality.

    Of households that are counted alike the last are taken first.
    """
    near = _private(municipality, places)
    town = rng.choice(around, sample)
    size = (places.first[town + 1] - places.first[town]).astype(np.float64)
    far = np.unique(places.first[town] + (rng.random(sample) * size).astype(np.int64))
    far = far[(far < near[0]) | (far > near[-1])]
    if len(near) > _NEAR:
        near = rng.choice(near, _NEAR, replace=False)
    return np.concatenate([far, near])
