"""What each synthetic area is to be in each year, so that its lists come out as published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boligsocial.messages import UserError
from boligsocial.registers.synthetic.calibration.definitions import ListModel, load_list_model
from boligsocial.registers.synthetic.calibration.paths import Mean, smooth_path
from boligsocial.registers.synthetic.calibration.published import (
    OVER_YEARS,
    Figure,
    Listing,
    Standing,
    figures,
)
from boligsocial.registers.synthetic.calibration.standings import (
    Standings,
    corrections,
    lacking,
    wanted_standings,
)
from boligsocial.registers.synthetic.model import LEVELS, Floats

Bools = NDArray[np.bool_]
_ROUNDS = 12


@dataclass(frozen=True)
class Plan:
    """The areas' figures by year.

    series: by quantity (residents and LEVELS), (years, areas), of single years; from the year of
        domestic education on, basic school with education from abroad. low, high: the published
        figures as intervals, not a number where none is; those over several years by their last.
        nation: (years,), the share of adults convicted. lacking: by year, how many areas the list
        has fewer than the published one.
    """

    years: range
    series: Mapping[str, Floats]
    low: Mapping[str, Floats]
    high: Mapping[str, Floats]
    nation: Floats
    lacking: Mapping[int, int]

    @property
    def levels(self) -> dict[str, Floats]:
        """The series without the residents; basic school without education from abroad."""
        step = _step(self.years, load_list_model())
        return {name: self.series[name] - (step if name == "basic_school" else 0.0)
                for name in LEVELS}  # fmt: skip


@dataclass
class _Draft:
    """A plan in the making: `means[quantity, area]` is what the path must have."""

    years: range
    ground: Mapping[str, Floats]
    means: dict[tuple[str, int], list[Mean]]
    series: dict[str, Floats]

    def hold(self, quantity: str, area: int, mean: Mean) -> None:
        self.means.setdefault((quantity, area), []).append(mean)

    def solve(self, quantity: str, area: int) -> None:
        path = smooth_path(self.ground[quantity][:, area], self.means.get((quantity, area), []))
        self.series[quantity][:, area] = path

    def figure(self, quantity: str, area: int, year: int, window: int) -> float:
        at = year - self.years[0]
        path = self.series[quantity][:, area]
        return float(path[at - window + 1 : at + 1].mean())


def planned(
    years: range, number: Mapping[str, int], ground: Mapping[str, Floats],
    lists: Mapping[int, Listing], rng: np.random.Generator,
) -> Plan:  # fmt: skip
    """The plan of all areas; `ground` holds their figures as drawn, (years, areas) by quantity.

    `number` is the place of the counterpart of each published area; areas without one only make up
    the numbers of the `lists`, by year.

    Raises:
        UserError: no figures are found with which every area is what the lists say.
    """
    model = load_list_model()
    areas = ground["residents"].shape[1]
    nation = _nation(years, model)
    draft = _Draft(years, _grounds(ground, years, model), {},
                   {name: values.copy() for name, values in ground.items()})  # fmt: skip
    rows = [row for row in figures(years) if row.area_id in number]
    low, high = _intervals(rows, number, years, areas)
    for row in rows:
        window = _window(row.quantity, row.year, model)
        middle = (row.low + row.high) / 2
        draft.hold(row.quantity, number[row.area_id], Mean(row.year - years[0], window, middle))
    for quantity in draft.ground:
        for area in range(areas):
            _keep_plausible(draft, quantity, area, model)
            draft.solve(quantity, area)
    wanted = wanted_standings(lists, number, areas)
    fixed = {name: ~np.isnan(values) for name, values in low.items()}
    _keep_standings(draft, wanted, fixed, nation, rng.random((areas,)))
    _keep_residents(draft, wanted, fixed["residents"])
    return Plan(years, draft.series, low, high, nation, lacking(lists, wanted))


def _keep_plausible(draft: _Draft, quantity: str, area: int, model: ListModel) -> None:
    for sense, bounds in ((1, model.least), (-1, model.most)):
        if quantity in bounds:
            for year in range(len(draft.years)):
                draft.hold(quantity, area, Mean(year, 1, bounds[quantity], sense))


def _window(quantity: str, year: int, model: ListModel) -> int:
    return model.period_of(year).window if quantity in OVER_YEARS else 1


def _grounds(ground: Mapping[str, Floats], years: range, model: ListModel) -> dict[str, Floats]:
    """The figures as drawn, basic school with its step when education from abroad drops out."""
    return {
        name: values + (_step(years, model) if name == "basic_school" else 0.0)
        for name, values in ground.items()
    }


def _step(years: range, model: ListModel) -> Floats:
    domestic = np.array(years) >= model.domestic_education_from
    step: Floats = np.where(domestic, model.step_2018, 0.0)[:, None]
    return step


def _intervals(
    rows: list[Figure], number: Mapping[str, int], years: range, areas: int
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    names = ("residents", *LEVELS)
    low = {name: np.full((len(years), areas), np.nan) for name in names}
    high = {name: np.full((len(years), areas), np.nan) for name in names}
    for row in rows:
        at = row.year - years[0], number[row.area_id]
        low[row.quantity][at], high[row.quantity][at] = row.low, row.high
    return low, high


def _nation(years: range, model: ListModel) -> Floats:
    """The share of adults convicted in each year, with the means that the lists tell."""
    told = [
        Mean(year - years[0], model.period_of(year).window, rate)
        for year, rate in sorted(model.nation.items()) if years[0] < year <= years[-1]
    ]  # fmt: skip
    first = model.nation[min(model.nation)]
    return smooth_path(np.full(len(years), first), told)


def _keep_standings(
    draft: _Draft, wanted: Mapping[int, Standings], fixed: Mapping[str, Bools], nation: Floats,
    more: Floats,
) -> None:  # fmt: skip
    """Change what no list publishes, round after round, until each area is what it is to be.

    fixed: (years, areas) by quantity, what is published; more: (areas,), on top of the margins.

    Raises:
        UserError: some areas are not even then.
    """
    for _ in range(_ROUNDS):
        changed: set[tuple[str, int]] = set()
        for year, standings in wanted.items():
            changed |= _corrected(draft, year, standings, fixed, nation, more)
        for name, area in sorted(changed):
            draft.solve(name, area)
        if not changed:
            return
    raise UserError(
        "the areas cannot be brought to be what the published lists say; choose another --seed"
    )


def _corrected(
    draft: _Draft, year: int, standings: Standings, fixed: Mapping[str, Bools], nation: Floats,
    more: Floats,
) -> set[tuple[str, int]]:  # fmt: skip
    """The quantities and areas that a list of a year asks to be other than they are."""
    at, model, changed = year - draft.years[0], load_list_model(), set[tuple[str, int]]()
    period = model.period_of(year)
    limits = period.at(float(nation[at - period.window + 1 : at + 1].mean()))
    for area, standing in enumerate(standings):
        told = {name: draft.figure(name, area, year, _window(name, year, model))
                for name in LEVELS}  # fmt: skip
        held = frozenset(name for name in LEVELS if fixed[name][at, area])
        better = corrections(told, held, Standing(standing), limits, model, float(more[area]))
        for name, value in better.items():
            sense = 1 if value > told[name] else -1
            draft.hold(name, area, Mean(at, _window(name, year, model), value, sense))
            changed.add((name, area))
    return changed


def _keep_residents(draft: _Draft, wanted: Mapping[int, Standings], fixed: Bools) -> None:
    """Listed areas whose residents no list publishes have the number that the law asks for."""
    model, residents = load_list_model(), draft.series["residents"]
    least = model.least_residents * (1 + 2 * model.residents_slack)
    for year, standings in wanted.items():
        at = year - draft.years[0]
        short = (standings > Standing.NONE) & ~fixed[at] & (residents[at] < least)
        residents[at, short] = least
