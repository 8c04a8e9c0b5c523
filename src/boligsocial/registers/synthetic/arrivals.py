"""Those who come: children born and people from abroad."""

from __future__ import annotations

import numpy as np

from boligsocial.registers.synthetic.model import Model, by_age
from boligsocial.registers.synthetic.people import (
    CHILD,
    ORIGIN,
    PARTNER,
    SINGLE,
    Bools,
    People,
    Small,
    give_education,
    new_people,
)
from boligsocial.registers.synthetic.places import Ints


def newborn(
    people: People, here: Bools, year: int, model: Model, rng: np.random.Generator
) -> tuple[People, Ints]:
    """The children of a year, at home with their mothers, and the mothers' places in `people`."""
    chosen = model.year
    age = people.age(year + 1)
    chance = by_age(chosen.fertility)[age] * np.where(
        people.role == PARTNER, chosen.fertility_couple, chosen.fertility_single
    )
    able = here & ~people.male & (people.role != CHILD)
    mothers = np.flatnonzero(able & (rng.random(len(people)) < chance))
    male = rng.random(len(mothers)) < chosen.boys
    born = np.full(len(mothers), year)
    children = new_people(
        born, male, np.full(len(mothers), CHILD, np.int8), people.home[mothers], rng
    )
    children.origin = _of_mother(people.origin[mothers], rng)
    low = np.where(people.low[mothers], *chosen.child_basic)
    give_education(children, low, year, model, rng)
    return children, mothers


def _of_mother(origin: Small, rng: np.random.Generator) -> Small:
    """Children of immigrants are descendants; half of the descendants' children are Danish."""
    danish = rng.random(len(origin)) < 0.5
    return np.select(
        [origin == ORIGIN["nonwestern_immigrant"],
         (origin == ORIGIN["nonwestern_descendant"]) & ~danish,
         (origin == ORIGIN["western_immigrant"]) & ~danish],
        [ORIGIN["nonwestern_descendant"], ORIGIN["nonwestern_descendant"],
         ORIGIN["western_descendant"]], ORIGIN["danish"],
    ).astype(np.int8)  # fmt: skip


def arrivals(
    people: People, year: int, model: Model, rng: np.random.Generator
) -> tuple[People, Ints]:
    """People from abroad and their quarter; `home` is the number of their household."""
    chosen = model.year
    households = round(chosen.immigrate * len(people) / (1 + chosen.immigrant_couple))
    couple = rng.random(households) < chosen.immigrant_couple
    children = np.where(couple, rng.binomial(2, chosen.immigrant_child, households), 0)
    low, high = chosen.immigrant_age
    adult_age = rng.integers(low, high + 1, households)
    pairs = np.flatnonzero(couple)
    small = np.repeat(np.arange(households), children)
    home = np.concatenate([np.arange(households), pairs, small])
    child_age = rng.integers(0, np.maximum(adult_age[small] - 18, 1) % 18 + 1)
    age = np.concatenate([adult_age, adult_age[pairs], child_age])
    male = rng.random(len(home)) < 0.5
    male[:households][couple], male[households : households + len(pairs)] = False, True
    role = np.where(couple, PARTNER, SINGLE)
    roles = np.concatenate([role, np.full(len(pairs), PARTNER), np.full(len(small), CHILD)])
    new = new_people(year - 1 - age, male, roles.astype(np.int8), home, rng)
    nonwestern = (rng.random(households) < chosen.immigrant_nonwestern)[home]
    new.origin = np.where(
        nonwestern, ORIGIN["nonwestern_immigrant"], ORIGIN["western_immigrant"]
    ).astype(np.int8)
    new.arrived[:] = year
    give_education(new, np.where(nonwestern, *chosen.immigrant_basic), year, model, rng)
    return new, rng.integers(0, 4, households)[home]
