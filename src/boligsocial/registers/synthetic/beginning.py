"""The first of January when the synthetic Denmark begins, and what it is to become."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from boligsocial.registers.synthetic.calibration.counterparts import exposures, numbers, sites
from boligsocial.registers.synthetic.calibration.plan import Plan, planned
from boligsocial.registers.synthetic.calibration.published import listings
from boligsocial.registers.synthetic.miniature import (
    crime,
    falling_exposures,
    is_miniature,
    sites_in_towns,
    small_lists,
)
from boligsocial.registers.synthetic.model import Model, Municipalities
from boligsocial.registers.synthetic.people import (
    People,
    basic_chance,
    first_households,
    give_education,
    give_origin,
    move_in,
    settle,
)
from boligsocial.registers.synthetic.places import Places, build_places
from boligsocial.registers.synthetic.sites import Sites
from boligsocial.registers.synthetic.targets import Targets, drawn_targets


@dataclass(frozen=True)
class Beginning:
    """The people of the first year in their homes, the places, and the levels of all years.

    plan: what a calibrated delivery follows; nothing where it is not calibrated.
    """

    people: People
    places: Places
    targets: Targets
    plan: Plan | None


def first_of_january(
    persons: int, years: range, seed: int, model: Model, known: Municipalities
) -> Beginning:
    """So many people in households, in dwellings, with origin and education."""
    rng, year = np.random.default_rng([seed, 0]), years[0]
    number = numbers(persons, years, seed)
    at = _sites(number, persons, years, model, known, rng)
    people, households = first_households(persons, year, model, rng)
    least = None if at is None else at.least_social(len(known.codes), persons / households)
    municipality, social = settle(people, households, model, known, rng, least)
    count = np.bincount(municipality, minlength=len(known.codes))
    in_social = np.bincount(municipality[social], minlength=len(known.codes))
    per_household = float(social[people.home].sum() / max(1, social.sum())) or 1.0
    places = build_places(count, in_social, years, model, known, persons, per_household, rng, at)
    targets, plan = _targets(places, years, model, known, number, at, rng)
    levels = targets.of(year)
    people = move_in(people, municipality, social, places, rng)
    give_origin(people, levels["nonwestern"], places, year, model, rng)
    chance = basic_chance(people, levels["basic_school"], places.place[people.home], year, model)
    give_education(people, chance, year, model, rng)
    return Beginning(people, places, targets, plan)


def _sites(
    number: dict[str, int], persons: int, years: range, model: Model, known: Municipalities,
    rng: np.random.Generator,
) -> Sites | None:  # fmt: skip
    """Where areas lie that follow a plan; nothing where they follow none."""
    if number:
        return sites(number, persons, years, model, known, rng)
    return sites_in_towns(persons, model, known, rng) if is_miniature(persons, model) else None


def _targets(
    places: Places, years: range, model: Model, known: Municipalities, number: dict[str, int],
    at: Sites | None, rng: np.random.Generator,
) -> tuple[Targets, Plan | None]:  # fmt: skip
    if at is None:
        return drawn_targets(places, years, model, known, rng), None
    areas = len(at.most)
    of_area = exposures(number, areas, rng) if number else falling_exposures(areas, model, rng)
    targets = drawn_targets(places, years, model, known, rng, of_area)
    ground = targets.of_areas(places)
    ground["residents"] = np.tile(at.residents, (len(years), 1))
    lists = listings(years)
    if not number:
        ground["convicted"] *= crime(areas, model, rng)
        lists = small_lists(areas, years, model)
    plan = planned(years, number, ground, lists, rng)
    return targets.with_areas(plan.levels, places), plan
