"""The fictional counterparts of published areas: which they are, where, and how large."""

from __future__ import annotations

import numpy as np

from boligsocial.registers.synthetic.calibration.definitions import load_list_model
from boligsocial.registers.synthetic.calibration.published import (
    figures,
    listings,
    published_areas,
    published_regions,
)
from boligsocial.registers.synthetic.model import Floats, Model, Municipalities, load_model
from boligsocial.registers.synthetic.sites import Sites

_STREAM = 2
"""Of the seed's random numbers, those that the pairing is drawn from."""


def pairing(persons: int, years: range, seed: int) -> dict[str, str]:
    """The fictional `area_id` of each published area in the delivery of these arguments.

    Empty where the delivery is not calibrated. It is not part of a delivery.
    """
    return {area: f"A{place + 1:04}" for area, place in numbers(persons, years, seed).items()}


def numbers(persons: int, years: range, seed: int) -> dict[str, int]:
    """The place of the counterpart of each published area; empty without calibration."""
    if persons < load_list_model().least_persons or not listings(years):
        return {}
    published = published_areas()
    order = np.random.default_rng([seed, _STREAM]).permutation(area_count(persons))
    return {area: int(place) for area, place in zip(published, order, strict=False)}


def area_count(persons: int) -> int:
    """The areas of a calibrated delivery: those of its size, and at least the published ones."""
    world = load_model().world
    return max(len(published_areas()), round(world.areas * persons / world.full_population))


def exposures(number: dict[str, int], areas: int, rng: np.random.Generator) -> Floats:
    """The exposure of each area; counterparts share one that is high."""
    model, spread = load_list_model(), load_model().exposure.area_spread
    drawn = rng.normal(model.other_exposure, spread, areas)
    drawn[list(number.values())] = model.exposure
    return drawn


def sites(
    number: dict[str, int], persons: int, years: range, model: Model, known: Municipalities,
    rng: np.random.Generator,
) -> Sites:  # fmt: skip
    """Where areas lie and how many live there: counterparts in the region of the published area,
    the largest first, each where most social housing is left."""
    count, world = area_count(persons), model.world
    beyond = rng.lognormal(world.area_residents_log_mean, world.area_residents_log_spread, count)
    most = np.minimum(world.area_residents_low + beyond, world.area_residents_high)
    start = most.copy()
    for area_id, each in number.items():
        told = sorted((row.year, row.low) for row in figures(years)
                      if row.quantity == "residents" and row.area_id == area_id)  # fmt: skip
        if told:
            start[each], most[each] = told[0][1], max(value for _, value in told)
    region = np.full(count, "", object)
    for area_id, name in published_regions().items():
        region[number[area_id]] = name
    room = persons * known.share * known.by_group(model.social_share) * load_list_model().room
    regions = np.array(known.regions, object)
    municipality = np.empty(count, np.int64)
    for each in np.lexsort((-most, region == "")):
        open_to = (regions == region[each]) if region[each] else np.ones(len(room), bool)
        free = np.where(open_to, room, -np.inf)
        if region[each]:
            municipality[each] = np.argmax(free)
        else:
            chance = np.where(room >= most[each], room, 0.0)
            chance = chance if chance.any() else (room == room.max()).astype(np.float64)
            municipality[each] = rng.choice(len(room), p=chance / chance.sum())
        room[municipality[each]] -= most[each]
    return Sites(municipality, start, most, load_list_model().spare_dwellings)
