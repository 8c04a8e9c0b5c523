"""The levels that each place is to have, as data: one for each indicator, year and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from boligsocial.registers.synthetic.model import LEVELS, Floats, Model, Municipalities
from boligsocial.registers.synthetic.places import Places


@dataclass(frozen=True)
class Targets:
    """`levels[indicator][year, place]`, years counted from `first_year`.

    `nonwestern` is a share of residents; `no_attachment` of 18-64-year-olds, in full-time persons
    of the year before; `convicted` of residents 18 and over, the year before; `basic_school` of
    30-59-year-olds, unknown education counted with; `income` the mean gross income of fully taxable
    15-64-year-olds not in education, relative to the region's, the year before. Years are those of
    the part of persons, so that 2017 holds the convictions of 2016.
    """

    first_year: int
    levels: Mapping[str, Floats]

    def of_areas(self, places: Places) -> dict[str, Floats]:
        """The levels of the first estate of each area, (years, areas) by indicator."""
        first = np.unique(places.area[places.area >= 0], return_index=True)[1]
        place = np.flatnonzero(places.area >= 0)[first]
        return {name: values[:, place] for name, values in self.levels.items()}

    def with_areas(self, series: Mapping[str, Floats], places: Places) -> Targets:
        """These levels, and for all estates of an area its own, (years, areas) by indicator."""
        inside = places.area >= 0
        levels = {name: values.copy() for name, values in self.levels.items()}
        for name, values in levels.items():
            values[:, inside] = series[name][:, places.area[inside]]
        return Targets(self.first_year, levels)

    def of(self, year: int) -> dict[str, Floats]:
        """The levels of all places in a year."""
        return {name: values[year - self.first_year] for name, values in self.levels.items()}


def drawn_targets(
    places: Places, years: range, model: Model, known: Municipalities, rng: np.random.Generator,
    of_area: Floats | None = None,
) -> Targets:  # fmt: skip
    """Levels by an exposure drawn for each place; the estates of an area share most of it.

    `of_area`: the exposures of areas, drawn where they are not given.
    """
    exposure = _exposures(places, model, rng, of_area)
    ladder = model.levels
    own = np.clip(rng.normal(0, model.exposure.own_spread, (len(LEVELS), len(exposure))), -0.3, 0.3)
    grouped = known.by_group(model.nonwestern_by_group)[places.municipality]
    levels = {}
    for name, apart in zip(LEVELS, own, strict=True):
        low, high = ladder["social"][name], ladder["exposed"][name]
        level = low * (high / low) ** (exposure + apart)
        private = ladder["private"][name] * (high / low) ** (exposure + apart)
        level[: places.private] = private[: places.private]
        if name == "nonwestern":
            level *= np.where(places.area >= 0, np.sqrt(grouped), grouped)
        years_away = np.array(years) - model.trend["year"]
        over_time = (1 + model.trend[name]) ** years_away[:, None]
        levels[name] = np.clip(level[None, :] * over_time, 0.0005, ladder["highest"][name])
    return Targets(years[0], levels)


def _exposures(
    places: Places, model: Model, rng: np.random.Generator, of_area: Floats | None
) -> Floats:
    spread = model.exposure
    places_count = len(places.municipality)
    exposure = rng.normal(spread.estate_mean, spread.estate_spread, places_count)
    exposure[: places.private] = rng.normal(0, spread.private_spread, places.private)
    if of_area is None:
        of_area = rng.normal(spread.area_mean, spread.area_spread, len(places.area_municipality))
    exposure[places.beside] = model.miniature.beside_exposure + exposure[places.beside] / 5
    in_area = places.area >= 0
    exposure[in_area] = of_area[places.area[in_area]] + exposure[in_area] / 5
    return np.clip(exposure, spread.lowest, spread.highest)
