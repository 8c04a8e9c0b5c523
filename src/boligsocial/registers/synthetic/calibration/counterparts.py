"""The fictional counterparts of published areas: which they are, where, and how large."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from boligsocial.registers.synthetic.calibration.definitions import load_list_model
from boligsocial.registers.synthetic.calibration.published import (
    figures,
    listings,
    published_areas,
    published_towns,
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


def exposures(number: Mapping[str, int], areas: int, rng: np.random.Generator) -> Floats:
    """The exposure of each area; counterparts share one that is high."""
    model, spread = load_list_model(), load_model().exposure.area_spread
    drawn = rng.normal(model.other_exposure, spread, areas)
    drawn[list(number.values())] = model.exposure
    return drawn


def sites(
    number: Mapping[str, int], persons: int, years: range, model: Model, known: Municipalities,
    rng: np.random.Generator,
) -> Sites:  # fmt: skip
    """Where areas lie and how many live there, the largest first.

    Counterparts lie in the region of the published area, where most social housing is left, and
    in its own municipality only where no other has room; others anywhere with room, by chance.
    """
    start, most = _residents(number, persons, years, model, rng)
    model_of_lists, social = load_list_model(), known.by_group(model.social_share)
    room = persons * known.share * social * model_of_lists.room
    towns = {number[area_id]: town for area_id, town in published_towns().items()} if number else {}
    municipality = np.empty(len(most), np.int64)
    counterpart = np.isin(np.arange(len(most)), list(towns))
    for each in np.lexsort((-most, ~counterpart)):
        needed = most[each]
        if counterpart[each]:
            chosen = _roomiest(room, needed, *towns[int(each)], known)
        else:
            chance = np.where(room >= needed, room, 0.0)
            chance = chance if chance.any() else (room == room.max()).astype(np.float64)
            chosen = int(rng.choice(len(room), p=chance / chance.sum()))
        municipality[each] = chosen
        room[chosen] -= needed
    alone = np.full(len(most), -1)
    return Sites(municipality, start, most, alone, model_of_lists.spare_dwellings)


def _residents(
    number: Mapping[str, int], persons: int, years: range, model: Model, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The residents of each area at the start and at the most, as published or else drawn."""
    count, world = area_count(persons), model.world
    beyond = rng.lognormal(world.area_residents_log_mean, world.area_residents_log_spread, count)
    most = np.minimum(world.area_residents_low + beyond, world.area_residents_high)
    start = most.copy()
    told: dict[str, list[tuple[int, float]]] = {}
    for row in figures(years):
        if row.quantity == "residents":
            told.setdefault(row.area_id, []).append((row.year, row.low))
    for area_id, by_year in told.items():
        start[number[area_id]] = min(by_year)[1]
        most[number[area_id]] = max(residents for _, residents in by_year)
    return start, most


def _roomiest(room: Floats, needed: float, town: str, region: str, known: Municipalities) -> int:
    """The municipality of the region with the most room, another than `town` if one has enough."""
    in_region = np.array(known.regions) == region
    others = in_region & (np.array(known.codes) != town)
    if np.max(room[others], initial=-np.inf) >= needed:
        in_region = others
    return int(np.argmax(np.where(in_region, room, -np.inf)))
