"""The country in miniature: a few towns kept whole, with areas and estates side by side.

A country thinned alike everywhere has one area in a town at most, and nothing beside it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice

import numpy as np

from boligsocial.registers.synthetic.calibration.definitions import load_list_model
from boligsocial.registers.synthetic.calibration.published import Listing, listings
from boligsocial.registers.synthetic.model import (
    Floats,
    Model,
    Municipalities,
    load_municipalities,
)
from boligsocial.registers.synthetic.places import Bools
from boligsocial.registers.synthetic.sites import Ints, Sites


def is_miniature(persons: int, model: Model) -> bool:
    """Whether so many people are a miniature: enough for whole towns, too few to be calibrated."""
    return model.miniature.least_persons <= persons < load_list_model().least_persons


def of_size(known: Municipalities, persons: int, model: Model) -> Municipalities:
    """The municipalities with the shares that they have of so many people.

    In a miniature some have as many residents as in the country, and the others share the rest.
    """
    if not is_miniature(persons, model):
        return known
    whole, share = _whole(persons, model), known.share * model.world.full_population / persons
    share[~whole] *= (1 - share[whole].sum()) / share[~whole].sum()
    return replace(known, share=share)


def sites_in_towns(
    persons: int, model: Model, known: Municipalities, rng: np.random.Generator
) -> Sites:
    """The areas of a miniature, in its whole towns by their people, and there in quarters."""
    chosen, model_of_lists = model.miniature, load_list_model()
    towns = np.flatnonzero(_whole(persons, model))
    count = round(persons / chosen.persons_per_area)
    ends = np.cumsum(known.share[towns]) / known.share[towns].sum() * count
    municipality = rng.permutation(np.repeat(towns, np.diff(np.round(ends).astype(int), prepend=0)))
    beyond = rng.lognormal(chosen.area_residents_log_mean, chosen.area_residents_log_spread, count)
    residents: Floats = np.minimum(chosen.area_residents_low + beyond, chosen.area_residents_high)
    quarter = _quarters(municipality, chosen.areas_together)
    return Sites(municipality, residents, residents, quarter, model_of_lists.spare_dwellings)


def falling_exposures(areas: int, model: Model, rng: np.random.Generator) -> Floats:
    """The exposures of the areas of a miniature, the highest first: so they are taken for lists."""
    chosen = model.miniature
    drawn: Floats = np.sort(rng.normal(chosen.area_exposure, chosen.area_exposure_spread, areas))
    return drawn[::-1]


def crime(areas: int, model: Model, rng: np.random.Generator) -> Floats:
    """How many times as many are convicted in each area of a miniature as follow from exposure."""
    return rng.lognormal(0, model.miniature.crime_spread, areas)


def small_lists(areas: int, years: range, model: Model) -> dict[int, Listing]:
    """The published lists by year, with the part of their numbers that so few areas make."""
    share = areas / model.miniature.areas_of_lists
    return {year: listing.of_share(share) for year, listing in listings(years).items()}


def _whole(persons: int, model: Model) -> Bools:
    """Which municipalities are kept whole: those that fit, in the order of the model."""
    known, chosen = load_municipalities(), model.miniature
    whole, left = np.zeros(len(known.codes), bool), chosen.share_in_towns * persons
    for code in chosen.towns:
        at = known.codes.index(code)
        residents = known.share[at] * model.world.full_population
        if residents <= left:
            whole[at], left = True, left - residents
    return whole


def _quarters(municipality: Ints, together: tuple[int, ...]) -> Ints:
    """The number of each area's quarter: of a town's areas, so many and so many together."""
    quarter = np.full(len(municipality), -1)
    sizes, number = cycle(together), 0
    for town in np.unique(municipality):
        left = iter(np.flatnonzero(municipality == town))
        while mine := list(islice(left, next(sizes))):
            quarter[mine] = number
            number += 1
    return quarter
