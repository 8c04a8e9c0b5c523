"""A year in the synthetic Denmark: deaths, moves, meetings, partings, births.

Every person moves at most once a year. Dwellings are given out quarter by quarter, each among
those that stood empty when the quarter began, so that no two households hold one at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from boligsocial.registers.synthetic.arrivals import arrivals, newborn
from boligsocial.registers.synthetic.calibration.goals import Goal
from boligsocial.registers.synthetic.calibration.steered_moves import (
    households,
    long_empty_before,
    steered,
)
from boligsocial.registers.synthetic.housing import Seekers, give_homes
from boligsocial.registers.synthetic.model import Floats, Model, Municipalities, by_age
from boligsocial.registers.synthetic.people import (
    CHILD,
    ORIGIN,
    PARTNER,
    SINGLE,
    Bools,
    People,
)
from boligsocial.registers.synthetic.places import Ints, Places

NOWHERE = -1
"""In moves: birth, death or abroad."""
_QUARTERS = 4


@dataclass
class Moves:
    """The moves of a year: person's `number`, `day` of the year from 0, `old` and `new` home."""

    number: list[Ints] = field(default_factory=list)
    day: list[Ints] = field(default_factory=list)
    old: list[Ints] = field(default_factory=list)
    new: list[Ints] = field(default_factory=list)

    def add(self, number: Ints, day: Ints, old: Ints, new: Ints) -> None:
        for column, values in zip((self.number, self.day, self.old, self.new),
                                  (number, day, old, new), strict=True):  # fmt: skip
            column.append(np.asarray(values, np.int64))

    def sorted(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The columns in the order of the persons."""
        columns = [np.concatenate(each) for each in (self.number, self.day, self.old, self.new)]
        order = np.argsort(columns[0], kind="stable")
        return columns[0][order], columns[1][order], columns[2][order], columns[3][order]


@dataclass
class Town:
    """What does not change in a year: places, levels, model, and the number of its days.

    `goal`: what the areas are to be on the next 1 January, in a calibrated delivery.
    """

    places: Places
    levels: dict[str, Floats]
    model: Model
    known: Municipalities
    year: int
    days: int
    rng: np.random.Generator
    goal: Goal | None = None

    @property
    def region(self) -> Ints:
        """The number of each municipality's region."""
        regions: Ints = np.unique(self.known.regions, return_inverse=True)[1]
        return regions

    def day(self, quarter: Ints) -> Ints:
        """A day by chance in the quarter (0 to 3) of each."""
        start = np.linspace(0, self.days, _QUARTERS + 1).astype(np.int64)
        drawn = start[quarter] + self.rng.random(len(quarter)) * np.diff(start)[quarter]
        return drawn.astype(np.int64)


@dataclass(frozen=True)
class Lived:
    """What a year leads to: the people of the next 1 January, the moves of the year, the next free
    number, and the areas that did not come to the goal."""

    people: People
    moves: Moves
    next_number: int
    missed: Ints


def live_a_year(people: People, next_number: int, town: Town) -> Lived:
    """A year of these people."""
    moves, before = Moves(), people.home.copy()
    occupied = np.bincount(people.home, minlength=len(town.places.place)) > 0
    alive = _deaths(people, moves, town)
    moved = np.full(len(people), -1, np.int64)
    busy = np.zeros(len(occupied), bool)  # homes with an event already
    _care_for_orphans(people, alive, busy, moved, town)
    leads = _leads(people, alive, busy)
    gone = _emigrate(people, alive, leads, busy, moves, town)
    _meet(people, alive & ~gone, leads, busy, moved, town)
    seekers = _seekers(people, alive & ~gone, leads, busy, moved, town)
    newcomers, quarter = arrivals(people, town.year, town.model, town.rng)
    placed = give_homes(people, newcomers, quarter, seekers, alive & ~gone, occupied, moved, town)
    movers = moved >= 0
    moves.add(people.number[movers], moved[movers], before[movers], people.home[movers])
    children, mothers = newborn(people, alive & ~gone, town.year, town.model, town.rng)
    children.number = (next_number + np.arange(len(children))).astype(np.int32)
    since = np.maximum(moved[mothers], 0)
    born_on = since + (town.rng.random(len(mothers)) * (town.days - since)).astype(np.int64)
    moves.add(children.number, born_on, np.full(len(children), NOWHERE), children.home)
    next_number += len(children)
    newcomers, quarter = newcomers.where(placed), quarter[placed]
    newcomers.number = (next_number + np.arange(len(newcomers))).astype(np.int32)
    moves.add(newcomers.number, town.day(quarter), np.full(len(newcomers), NOWHERE),
              newcomers.home)  # fmt: skip
    everyone = people.where(alive & ~gone).and_others(children).and_others(newcomers)
    next_number += len(newcomers)
    missed = np.zeros(0, np.int64)
    if town.goal is not None:
        missed = _steer(everyone, moves, next_number, town.goal, town)
    _end_of_year(everyone, len(occupied), town)
    return Lived(everyone, moves, next_number, missed)


def _deaths(people: People, moves: Moves, town: Town) -> Bools:
    chosen, age = town.model.year, people.age(town.year + 1)
    risk = chosen.mortality_at_40 * np.exp(chosen.mortality_rise * (age - 40.0))
    risk *= np.where(people.male, 1.0, chosen.mortality_women)
    risk = np.where(age < 1, chosen.mortality_infant, np.where(age >= 120, 1.0, risk))
    dies = town.rng.random(len(people)) < risk
    count = int(dies.sum())
    moves.add(people.number[dies], town.rng.integers(0, town.days, count), people.home[dies],
              np.full(count, NOWHERE))  # fmt: skip
    return ~dies


def _care_for_orphans(people: People, alive: Bools, busy: Bools, moved: Ints, town: Town) -> None:
    """Where no parent is left, grown children become adults and others find a family."""
    led = np.zeros(len(town.places.place), bool)
    led[people.home[alive & (people.role != CHILD)]] = True
    orphan = alive & ~led[people.home]
    people.role[orphan & (people.age(town.year) >= 18)] = SINGLE
    led[people.home[orphan & (people.role == SINGLE)]] = True
    small = np.flatnonzero(orphan & ~led[people.home])
    hosts = np.flatnonzero(alive & (people.role == PARTNER))
    if not len(small):
        return
    if not len(hosts):
        people.role[small] = SINGLE
        return
    town_of = town.places.municipality[town.places.place]
    hosts = hosts[np.argsort(town_of[people.home[hosts]], kind="stable")]
    edges = np.searchsorted(town_of[people.home[hosts]],
                            town_of[people.home[small]] + np.array([[0], [1]]))  # fmt: skip
    low, high = np.where(edges[0] < edges[1], edges, np.array([[0], [len(hosts)]]))
    # Siblings draw alike, so that they come to the same family.
    draw = town.rng.random(len(town.places.place))[people.home[small]]
    family = hosts[(low + draw * (high - low)).astype(np.int64)]
    people.home[small] = people.home[family]
    busy[people.home[small]] = True
    moved[small] = town.rng.integers(0, town.days, len(small))


def _leads(people: People, alive: Bools, busy: Bools) -> Ints:
    """One adult of each free home, in the order of the homes: her, where there is a couple."""
    adults = np.flatnonzero(alive & (people.role != CHILD) & ~busy[people.home])
    adults = adults[np.argsort(~people.male[adults], kind="stable")]
    lead = np.full(len(busy), -1, np.int64)
    lead[people.home[adults]] = adults
    return lead[lead >= 0]


def _emigrate(
    people: People, alive: Bools, leads: Ints, busy: Bools, moves: Moves, town: Town
) -> Bools:
    """Households that go abroad, all of them."""
    risk = town.model.year.emigrate
    chance = np.select(
        [people.nonwestern[leads], people.origin[leads] == ORIGIN["danish"]],
        [risk["nonwestern"], risk["danish"]], risk["western"],
    )  # fmt: skip
    leaving = leads[town.rng.random(len(leads)) < chance]
    abroad = np.zeros(len(busy), bool)
    abroad[people.home[leaving]] = True
    busy |= abroad
    gone = alive & abroad[people.home]
    day = town.rng.integers(0, town.days, len(busy))[people.home[gone]]
    moves.add(people.number[gone], day, people.home[gone], np.full(int(gone.sum()), NOWHERE))
    return gone


def _meet(people: People, here: Bools, leads: Ints, busy: Bools, moved: Ints, town: Town) -> None:
    """Single women and men of a town move together: he, who lives alone, to her."""
    age = people.age(town.year)
    free = leads[(people.role[leads] == SINGLE) & ~busy[people.home[leads]]]
    adults = np.bincount(people.home[here & (people.role != CHILD)], minlength=len(busy))
    people_at = np.bincount(people.home[here], minlength=len(busy))
    free = free[adults[people.home[free]] == 1]
    free = free[town.rng.random(len(free)) < by_age(town.model.year.meet)[age[free]]]
    town_of = town.places.municipality[town.places.place]
    key = town_of[people.home[free]] * 2 + people.nonwestern[free]
    alone = people.male[free] & (people_at[people.home[free]] == 1)
    his, hers = _paired(key, age[free], alone, ~people.male[free])
    men, women = free[his], free[hers]
    busy[people.home[men]] = busy[people.home[women]] = True
    people.home[men] = people.home[women]
    people.role[men] = people.role[women] = PARTNER
    moved[men] = town.rng.integers(0, town.days, len(men))


def _paired(key: Ints, age: Ints, first: Bools, second: Bools) -> tuple[Ints, Ints]:
    """Pairs of the two kinds with the same key, by rank of age."""
    sides = []
    for kind in (np.flatnonzero(first), np.flatnonzero(second)):
        side = kind[np.lexsort((age[kind], key[kind]))]
        start = np.searchsorted(key[side], key[side])
        sides.append((side, key[side] * len(key) + np.arange(len(side)) - start))
    _, one, other = np.intersect1d(sides[0][1], sides[1][1], assume_unique=True,
                                   return_indices=True)  # fmt: skip
    return sides[0][0][one], sides[1][0][other]


def _seekers(
    people: People, here: Bools, leads: Ints, busy: Bools, moved: Ints, town: Town
) -> Seekers:
    """Who looks for a home: whole households, partners who part, children who leave home."""
    chosen, rng, age = town.model.year, town.rng, people.age(town.year)
    free = leads[~busy[people.home[leads]] & (moved[leads] < 0)]
    ages, draw = age[free], rng.random(len(free))
    moving = draw < by_age(chosen.move)[ages]
    parting = ~moving & (people.role[free] == PARTNER) & ~people.male[free]
    parting &= draw - by_age(chosen.move)[ages] < by_age(chosen.separate)[ages]
    busy[people.home[free[moving | parting]]] = True
    him = np.full(len(busy), -1, np.int64)
    partners = np.flatnonzero(here & (people.role == PARTNER) & people.male)
    him[people.home[partners]] = partners
    partners = him[people.home[free[parting]]]
    partners = partners[partners >= 0]
    young = np.flatnonzero(here & (people.role == CHILD) & (age >= 18) & ~busy[people.home])
    young = young[(moved[young] < 0) & (rng.random(len(young)) < by_age(chosen.leave_home)[
        age[young]])]  # fmt: skip
    who = np.concatenate([free[moving], partners, young])
    whole = np.arange(len(who)) < int(moving.sum())
    return Seekers(who, whole, rng.integers(0, _QUARTERS, len(who)))


def _steer(people: People, moves: Moves, numbers: int, goal: Goal, town: Town) -> Ints:
    """Last moves of the year, of people who have not moved in it, that bring areas to the goal;
    gives back the areas that they do not."""
    number, day, old, _ = moves.sorted()
    moved = np.zeros(numbers, bool)
    moved[number] = True
    late = old[(old >= 0) & (day >= long_empty_before(town.days))]
    there = households(people, town.year + 1, moved[people.number], late, town.places,
                       goal.domestic)  # fmt: skip
    moving = steered(there, goal, town.places, town.region, town.rng)
    target = np.full(len(town.places.place), -1, np.int64)
    target[moving.old] = np.arange(len(moving.old))
    which = target[people.home]
    who = np.flatnonzero(which >= 0)
    which = which[who]
    moves.add(people.number[who], moving.days(town.days, town.rng)[which], people.home[who],
              moving.new[which])  # fmt: skip
    people.home[who] = moving.new[which]
    return moving.missed


def _end_of_year(people: People, homes: int, town: Town) -> None:
    """Partners left alone are single, and standings change for some."""
    chosen, rng = town.model.people, town.rng
    partners = np.bincount(people.home[people.role == PARTNER], minlength=homes)
    people.role[(people.role == PARTNER) & (partners[people.home] != 2)] = SINGLE
    for standing, stay in ((people.state, chosen.stay_in_state),
                           (people.crime, chosen.stay_in_crime)):  # fmt: skip
        new = rng.random(len(people), np.float32) > stay
        standing[new] = rng.random(int(new.sum()), np.float32)
