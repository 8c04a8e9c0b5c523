"""People as arrays, and the first of January when the synthetic Denmark begins."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from boligsocial.registers.schema import EDUCATIONS, ORIGINS
from boligsocial.registers.synthetic.model import (
    Floats,
    Model,
    Municipalities,
    by_age,
    load_ages,
)
from boligsocial.registers.synthetic.places import Ints, Places

Bools = NDArray[np.bool_]
Small = NDArray[np.int8]
CHILD, SINGLE, PARTNER = 0, 1, 2
ORIGIN = {name: code for code, name in enumerate(ORIGINS)}
EDUCATION = {name: code for code, name in enumerate(EDUCATIONS)}
BASIC, UNKNOWN = EDUCATION["basic"], EDUCATION["unknown"]
LONG_AGO = -1
"""The year of arrival of those who came before the first year, or were born here."""


@dataclass
class People:
    """Those alive on a 1 January, one element each; the state that years carry on.

    `number` is for life. `role` in the household is CHILD, SINGLE (an adult without a partner) or
    PARTNER. `final` is the education they will have attained, `home` the dwelling. `state`,
    `crime` and `school` are standings from 0 to 1, low for those first to be without attachment,
    convicted or out of education; `luck` is a normal deviate, for income.
    """

    number: NDArray[np.int32]
    born: NDArray[np.int16]
    male: Bools
    origin: Small
    role: Small
    home: NDArray[np.int32]
    final: Small
    abroad: Bools
    arrived: NDArray[np.int16]
    state: NDArray[np.float32]
    crime: NDArray[np.float32]
    school: NDArray[np.float32]
    luck: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.number)

    def age(self, year: int) -> Ints:
        """Age in whole years on 1 January."""
        return np.maximum(year - 1 - self.born.astype(np.int64), 0)

    def where(self, chosen: Bools | Ints) -> People:
        """Those chosen, in their order or the given one."""
        return People(*(getattr(self, each.name)[chosen] for each in fields(self)))

    def and_others(self, others: People) -> People:
        """These people and after them the others."""
        return People(
            *(
                np.concatenate([getattr(self, each.name), getattr(others, each.name)])
                for each in fields(self)
            )
        )

    @property
    def nonwestern(self) -> Bools:
        return np.asarray(self.origin >= ORIGIN["nonwestern_immigrant"], np.bool_)

    @property
    def low(self) -> Bools:
        """Those who will have basic school only, or an unknown education."""
        return np.isin(self.final, (BASIC, UNKNOWN))


def new_people(
    born: Ints, male: Bools, role: Small, home: Ints, rng: np.random.Generator
) -> People:
    """People whose number, origin and education are still to come."""
    count = len(born)
    return People(
        np.zeros(count, np.int32), born.astype(np.int16), male, np.zeros(count, np.int8),
        role, home.astype(np.int32), np.zeros(count, np.int8), np.zeros(count, bool),
        np.full(count, LONG_AGO, np.int16), rng.random(count, np.float32),
        rng.random(count, np.float32), rng.random(count, np.float32),
        rng.standard_normal(count, np.float32),
    )  # fmt: skip


def first_households(
    persons: int, year: int, model: Model, rng: np.random.Generator
) -> tuple[People, int]:
    """People in households, `home` being the number of the household, and how many there are."""
    ages, by_sex = load_ages()
    cell = rng.choice(by_sex.size, persons, p=by_sex.ravel() / by_sex.sum())
    age, male = ages[cell // 2], cell % 2 == 0
    role = np.where(rng.random(persons) < by_age(model.households.at_home)[age], CHILD, SINGLE)
    role = role.astype(np.int8)
    if not (role == SINGLE).any():
        role[np.argmax(age)] = SINGLE
    men, women = _couples(age, male, role, model, rng)
    role[men] = role[women] = PARTNER
    home = np.full(persons, -1, np.int64)
    leads = np.flatnonzero((role != CHILD) & ~((role == PARTNER) & male))
    home[leads] = np.arange(len(leads))
    home[men] = home[women]
    children = np.flatnonzero(role == CHILD)
    home[children] = home[_mothers(age, male, role, children, model, rng)]
    return new_people(year - 1 - age, male, role, home, rng), len(leads)


def _couples(
    age: Ints, male: Bools, role: Small, model: Model, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Men and women who live together, pair by pair."""
    inclined = (role == SINGLE) & (rng.random(len(age)) < by_age(model.households.in_couple)[age])
    men, women = np.flatnonzero(inclined & male), np.flatnonzero(inclined & ~male)
    pairs = min(len(men), len(women))
    men, women = rng.permutation(men)[:pairs], rng.permutation(women)[:pairs]
    about = rng.normal(0, model.households.partner_age_spread, (2, pairs))
    return men[np.argsort(age[men] + about[0])], women[np.argsort(age[women] + about[1])]


def _mothers(
    age: Ints, male: Bools, role: Small, children: Ints, model: Model, rng: np.random.Generator
) -> Ints:
    """An adult for each child: a woman of the right age, those with a partner more often."""
    chosen = model.households
    adults = np.flatnonzero((role != CHILD) & ~male & (age < 65))
    if not len(adults):
        adults = np.flatnonzero(role != CHILD)
    adults = adults[np.argsort(age[adults], kind="stable")]
    weight = np.cumsum(np.where(role[adults] == PARTNER, 1.0, chosen.single_mother_weight))
    about = age[children] + rng.normal(chosen.mother_age, chosen.mother_age_spread, len(children))
    wanted = np.clip(np.round(about), np.maximum(18, age[children] + 16), 64)
    edges = np.searchsorted(age[adults], np.stack([wanted, wanted + 1]))
    ground = np.concatenate(([0.0], weight))
    low, high = ground[edges[0]], ground[edges[1]]
    drawn = np.searchsorted(weight, low + rng.random(len(children)) * (high - low), side="right")
    mothers: Ints = adults[np.minimum(drawn, len(adults) - 1)]
    return mothers


def settle(
    people: People, households: int, model: Model, known: Municipalities,
    rng: np.random.Generator, least_social: Ints | None = None,
) -> tuple[Ints, Bools]:  # fmt: skip
    """The municipality of each household, and whether it lives in social housing.

    `least_social` households of each municipality do so, whatever its share.
    """
    quota = np.floor(np.cumsum(known.share) * households + 0.5).astype(np.int64)
    municipality = np.searchsorted(quota, rng.permutation(households), side="right")
    municipality = np.minimum(municipality, len(known.codes) - 1)
    children = np.bincount(people.home[people.role == CHILD], minlength=households) > 0
    couple = np.bincount(people.home[people.role == PARTNER], minlength=households) > 0
    kinds = ("single", "couple", "single_parent", "family")
    weight = np.array([model.social_weight[kind] for kind in kinds])[couple + 2 * children]
    turn = rng.exponential(size=households) / weight
    order = np.lexsort((turn, municipality))
    first = np.searchsorted(municipality[order], np.arange(len(known.codes)))
    rank = np.empty(households, np.int64)
    rank[order] = np.arange(households) - first[municipality[order]]
    count = np.bincount(municipality, minlength=len(known.codes))
    social = np.round(count * known.by_group(model.social_share)).astype(np.int64)
    if least_social is not None:
        social = np.minimum(np.maximum(social, least_social), count)
    return municipality, rank < social[municipality]


def move_in(
    people: People, municipality: Ints, social: Bools, places: Places, rng: np.random.Generator
) -> People:
    """People in their dwellings, in the order of the dwellings."""
    households = len(municipality)
    place = np.empty(households, np.int64)
    place[~social] = municipality[~social]
    estates = np.array(places.estates)
    order = estates[np.argsort(places.municipality[estates], kind="stable")]
    slots = np.repeat(order, places.households[order])
    mixed = rng.permutation(np.flatnonzero(social))
    place[mixed[np.argsort(municipality[mixed], kind="stable")]] = slots
    by_place = np.argsort(place, kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(place, minlength=len(places.kind)))))
    dwelling = np.empty(households, np.int64)
    dwelling[by_place] = places.first[place[by_place]] + (
        np.arange(households) - start[place[by_place]]
    )
    people.home = dwelling[people.home].astype(np.int32)
    settled = people.where(np.argsort(people.home, kind="stable"))
    settled.number = np.arange(1, len(settled) + 1, dtype=np.int32)
    return settled


def give_origin(
    people: People, share: Floats, places: Places, year: int, model: Model,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Origins at the start: households are of one origin or another by the share of their place."""
    chosen, dwellings = model.households, len(places.place)
    draw = rng.random(dwellings)
    nonwestern = draw < share[places.place]
    western = ~nonwestern & (rng.random(dwellings) < chosen.western)
    other = (people.role == PARTNER) & people.male
    other &= rng.random(len(people)) < chosen.other_origin_partner
    of_place = rng.random(len(people)) < share[places.place[people.home]]
    is_nonwestern = np.where(other, of_place, nonwestern[people.home])
    is_western = ~is_nonwestern & western[people.home]
    born_here = rng.random(len(people))
    descendant = by_age(chosen.nonwestern_descendant)[people.age(year)]
    people.origin = np.select(
        [is_nonwestern & (born_here < descendant), is_nonwestern,
         is_western & (born_here < chosen.western_descendant), is_western],
        [ORIGIN["nonwestern_descendant"], ORIGIN["nonwestern_immigrant"],
         ORIGIN["western_descendant"], ORIGIN["western_immigrant"]], ORIGIN["danish"],
    ).astype(np.int8)  # fmt: skip


def give_education(
    people: People, chance: Floats, year: int, model: Model, rng: np.random.Generator
) -> None:
    """The education that each will have; `chance` of basic school only, for each."""
    chosen = model.people
    low = rng.random(len(people)) < chance
    partner = (people.role == PARTNER) & people.male
    low_home = np.zeros(int(people.home.max(initial=0)) + 1, bool)
    low_home[people.home[low & (people.role == PARTNER) & ~people.male]] = True
    like_her = partner & (rng.random(len(people)) < chosen.partner_alike)
    low = np.where(like_her, low_home[people.home], low)
    immigrant = np.isin(people.origin, [ORIGIN["western_immigrant"],
                                        ORIGIN["nonwestern_immigrant"]])  # fmt: skip
    unknown = immigrant & (rng.random(len(people)) < chosen.unknown_education)
    names = tuple(chosen.final_education)
    share = np.cumsum([chosen.final_education[name] for name in names])
    codes = np.array([EDUCATION[name] for name in names])
    drawn = codes[np.minimum(np.searchsorted(share, rng.random(len(people))), len(codes) - 1)]
    people.final = np.where(low, np.where(unknown, UNKNOWN, BASIC), drawn).astype(np.int8)
    abroad = rng.random(len(people)) < chosen.education_abroad
    people.abroad = immigrant & (abroad | (people.final == UNKNOWN)) & (people.age(year) >= 18)


def basic_chance(
    people: People, level: Floats, place: NDArray[np.int32], year: int, model: Model
) -> Floats:
    """Each person's chance of basic school only, by the level of the place's 30-59-year-olds."""
    age = people.age(year)
    weight = by_age(model.people.basic_by_age)[age]
    weight = weight * np.where(people.nonwestern, model.people.basic_nonwestern, 1.0)
    return spread(level, weight, place, (age >= 30) & (age <= 59), 0.97)


def spread(
    level: Floats, weight: Floats, place: NDArray[np.int32], counted: Bools, highest: float
) -> Floats:
    """Chances in proportion to weights, with the level of the place as mean of those counted."""
    total = np.bincount(place[counted], weight[counted], minlength=len(level))
    number = np.bincount(place[counted], minlength=len(level))
    scale = level * np.divide(number, total, out=np.ones(len(level)), where=total > 0)
    return np.minimum(weight * scale[place], highest)
