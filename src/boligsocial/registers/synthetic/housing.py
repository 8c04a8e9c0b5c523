"""Empty dwellings given to those who look for a home, so that places keep their mixture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from boligsocial.registers.synthetic.model import Floats
from boligsocial.registers.synthetic.people import CHILD, SINGLE, Bools, People
from boligsocial.registers.synthetic.places import Ints

if TYPE_CHECKING:
    from boligsocial.registers.synthetic.years import Town

_KINDS = 4  # of households: non-Western origin or not, basic school only or not


@dataclass(frozen=True)
class Seekers:
    """Persons who look for a home in a quarter (0 to 3); `whole`: with all of their household."""

    who: Ints
    whole: Bools
    quarter: Ints


def give_homes(
    people: People, newcomers: People, arrival: Ints, seekers: Seekers, here: Bools,
    occupied: Bools, moved: Ints, town: Town,
) -> Bools:  # fmt: skip
    """Seekers and newcomers into empty dwellings; true for the newcomers who got one.

    Changes `home` and `role` of people, and writes their day into `moved`; `home` of newcomers is
    the number of their household before, and a dwelling after. `occupied` is the state on
    1 January and is carried on.
    """
    placed, chances = np.zeros(len(newcomers), bool), _wanted(people, here, town)
    room, before = _room(people, here, town), occupied.copy()
    for quarter in range(4):
        mine = seekers.quarter == quarter
        who, whole = seekers.who[mine], seekers.whole[mine]
        new = np.flatnonzero((arrival == quarter) & (newcomers.role != CHILD))
        # One adult speaks for a household of newcomers.
        new = new[np.unique(newcomers.home[new], return_index=True)[1]]
        empty = np.flatnonzero(~occupied & (town.places.opened[: len(occupied)] <= town.year))
        if room is not None:
            leaving = people.home[who[whole]]
            empty = _offered(empty, occupied & (room.lived_in | ~before), leaving, room, town)
        home = _matched(people, who, newcomers, new, empty, chances, town)
        _move(people, who, whole, home[: len(who)], here, occupied, moved, quarter, town)
        given = np.full(int(newcomers.home.max(initial=0)) + 1, -1, np.int64)
        given[newcomers.home[new]] = home[len(who) :]
        arriving = arrival == quarter
        dwelling = given[newcomers.home[arriving]]
        placed[arriving] = dwelling >= 0
        newcomers.home[arriving] = dwelling
        occupied[home[len(who) :][home[len(who) :] >= 0]] = True
    return placed


def _move(
    people: People, who: Ints, whole: Bools, home: Ints, here: Bools, occupied: Bools,
    moved: Ints, quarter: int, town: Town,
) -> None:  # fmt: skip
    """Those who got a home into it; the dwellings that they leave empty are free next quarter."""
    got = home >= 0
    who, whole, home = who[got], whole[got], home[got]
    day = town.day(np.full(len(who), quarter))
    old = people.home[who]
    target = np.full(len(occupied), -1, np.int64)
    target[old[whole]] = np.arange(len(who))[whole]
    along = np.flatnonzero(here & (target[people.home] >= 0) & (moved < 0))
    leader = target[people.home[along]]
    alone, leaving = who[~whole], home[~whole]
    people.home[along], moved[along] = home[leader], day[leader]
    people.home[alone], moved[alone] = leaving, day[~whole]
    people.role[alone] = SINGLE
    occupied[home] = True
    occupied[old[whole]] = False


@dataclass(frozen=True)
class _Room:
    """The `households` of each area that make its residents those of the goal, and the dwellings
    `lived_in` when the year's dead and emigrants are gone."""

    households: Ints
    lived_in: Bools


def _room(people: People, here: Bools, town: Town) -> _Room | None:
    if town.goal is None:
        return None
    places, homes = town.places, len(town.places.place)
    area, areas = places.area[places.place], len(places.area_municipality)
    lived_in = np.bincount(people.home[here], minlength=homes) > 0
    of_area = area[people.home[here]]
    residents = np.bincount(of_area[of_area >= 0], minlength=areas)
    held = np.bincount(area[lived_in & (area >= 0)], minlength=areas)
    wanted = town.goal.residents.mean(axis=0) * held / np.maximum(residents, 1)
    return _Room(np.round(wanted).astype(np.int64), lived_in)


def _offered(empty: Ints, occupied: Bools, leaving: Ints, room: _Room, town: Town) -> Ints:
    """Empty dwellings, in areas no more of them than there is room for; in their order.

    `leaving` are the dwellings of households that mean to go, and make room.
    """
    area = town.places.area[town.places.place]
    in_area, areas = area[empty] >= 0, len(room.households)
    held = np.bincount(area[occupied & (area >= 0)], minlength=areas)
    going = area[leaving]
    held -= np.bincount(going[going >= 0], minlength=areas)
    turn = town.rng.permutation(np.flatnonzero(in_area))
    turn = turn[np.argsort(area[empty[turn]], kind="stable")]
    code = area[empty[turn]]
    rank = np.arange(len(turn)) - np.searchsorted(code, code)
    kept = ~in_area
    kept[turn[rank < (room.households - held)[code]]] = True
    return empty[kept]


def _wanted(people: People, here: Bools, town: Town) -> dict[str, Floats]:
    """By place, the chance that an empty dwelling is for a kind of household: the level, and more
    or less of it where the people who live there are short of the level or beyond it."""
    place, age = town.places.place[people.home], people.age(town.year)
    grown = here & (age >= 30) & (age <= 59)
    chances = {}
    for name, has, counted in (("nonwestern", people.nonwestern, here),
                               ("basic_school", people.low, grown)):  # fmt: skip
        level = town.levels[name]
        total = np.bincount(place[counted], minlength=len(level))
        found = np.bincount(place[counted & has], minlength=len(level))
        share = np.divide(found, total, out=level.copy(), where=total > 0)
        more = town.model.year.towards_level * (level - share)
        chances[name] = np.clip(level + more, 0, 1)
    return chances


def _matched(
    people: People, who: Ints, newcomers: People, new: Ints, empty: Ints,
    chances: dict[str, Floats], town: Town,
) -> Ints:  # fmt: skip
    """A dwelling for each seeker and then each newcomer, -1 for those who find none.

    A dwelling wants a household of the kind that `chances` of its place give; those left
    over take private housing. Some would rather stay in their quarter. Where areas have a goal,
    they find households in the region and then in the country.
    """
    rng, places = town.rng, town.places
    anywhere, kind = _asked(people, who, newcomers, new, town)
    place = places.place[empty]
    wanted = 2 * (rng.random(len(empty)) < chances["nonwestern"][place])
    wanted = wanted + (rng.random(len(empty)) < chances["basic_school"][place])
    order = rng.permutation(len(empty))
    order = order[np.argsort(place[order] < places.private, kind="stable")]  # estates first
    empty, place, wanted = empty[order], place[order], wanted[order]
    home, free = np.full(len(anywhere), -1, np.int64), np.ones(len(empty), bool)

    def give(offered: Bools, asked: Ints, key: Ints) -> None:
        rest, left = np.flatnonzero(home < 0), np.flatnonzero(free & offered)
        seeking, taken = _ranked(asked[rest], key[left], rng)
        home[rest[seeking]] = empty[left[taken]]
        free[left[taken]] = False

    in_quarter = places.quarter[place] >= 0
    if in_quarter.any():
        near = np.append(_quarters(people, who, town), np.full(len(new), -1))
        asked = np.where(near >= 0, near * _KINDS + kind, -1)
        give(in_quarter, asked, places.quarter[place] * _KINDS + wanted)
    give(np.ones(len(empty), bool), anywhere * _KINDS + kind,
         places.municipality[place] * _KINDS + wanted)  # fmt: skip
    if town.goal is not None:
        for region in (town.region, np.zeros_like(town.region)):
            give(places.area[place] >= 0, region[anywhere] * _KINDS + kind,
                 region[places.municipality[place]] * _KINDS + wanted)  # fmt: skip
    give(place < places.private, anywhere, places.municipality[place])
    return home


def _asked(
    people: People, who: Ints, newcomers: People, new: Ints, town: Town
) -> tuple[Ints, Ints]:
    """The municipality that each would live in, and the kind of household that it is."""
    rng, places, share = town.rng, town.places, town.known.share
    anywhere = rng.choice(len(share), len(who) + len(new), p=share)
    stays = rng.random(len(who)) < town.model.year.move_within_municipality
    anywhere[: len(who)][stays] = places.municipality[places.place[people.home[who]]][stays]
    kind = np.concatenate([2 * people.nonwestern[who] + people.low[who],
                           2 * newcomers.nonwestern[new] + newcomers.low[new]])  # fmt: skip
    return anywhere, kind


def _quarters(people: People, who: Ints, town: Town) -> Ints:
    """The quarter that each would rather stay in, -1 for none."""
    quarter = town.places.quarter[town.places.place[people.home[who]]]
    stays = town.rng.random(len(who)) < town.model.miniature.move_within_quarter
    return np.where(stays, quarter, -1)


def _ranked(seeking: Ints, offered: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Pairs with the same key: seekers by chance, offers in their order."""
    shuffled = rng.permutation(len(seeking))
    one = shuffled[np.argsort(seeking[shuffled], kind="stable")]
    two = np.argsort(offered, kind="stable")
    rank = np.arange(len(one)) - np.searchsorted(seeking[one], seeking[one])
    at = np.searchsorted(offered[two], seeking[one]) + rank
    fits = at < np.searchsorted(offered[two], seeking[one], side="right")
    return one[fits], two[at[fits]]
