"""Which area is what on which list: the published names, and others to fill the numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from boligsocial.registers.synthetic.calibration.definitions import (
    MET_BELOW,
    ListModel,
    Period,
    load_list_model,
)
from boligsocial.registers.synthetic.calibration.published import Listing, Standing

Standings = NDArray[np.int8]


def wanted_standings(
    listings: Mapping[int, Listing], number: Mapping[str, int], areas: int
) -> dict[int, Standings]:
    """The standing of each area on each list, by year.

    `number` is the place of the counterpart of each published area. Areas that a list names are
    what it says. Where it counts more than it names, those that were it a year ago come first,
    then counterparts, then others.
    """
    last, streak = np.zeros(areas, np.int8), np.zeros(areas, np.int64)
    counterpart = np.zeros(areas, bool)
    counterpart[list(number.values())] = True
    wanted = {}
    for year in sorted(listings):
        listing = listings[year]
        now, highest = _named(listing, number, areas)
        _fill_ghettos(now, highest, last, streak, listing)
        for standing in (Standing.EXPOSED, Standing.PREVENTION):
            missing = listing.numbers[standing] - _counted(now, standing)
            order = np.lexsort((~counterpart, last < standing))
            free = order[(now[order] < standing) & (highest[order] >= standing)]
            now[free[: max(missing, 0)]] = standing
        streak = np.where(now == Standing.GHETTO, streak + 1, 0)
        wanted[year], last = now, now
    return wanted


def lacking(listings: Mapping[int, Listing], wanted: Mapping[int, Standings]) -> dict[int, int]:
    """How many areas each list, by year, has fewer than it counts: there are no others to take."""
    missing = {
        year: sum(
            max(number - _counted(standings, standing), 0)
            for standing, number in listings[year].numbers.items()
        )
        for year, standings in wanted.items()
    }
    return {year: count for year, count in missing.items() if count}


def _counted(standings: Standings, standing: Standing) -> int:
    """Those of a standing, with those of a higher one but for ghettos and prevention areas."""
    exposed = standing == Standing.EXPOSED
    return int((standings >= standing if exposed else standings == standing).sum())


def _named(listing: Listing, number: Mapping[str, int], areas: int) -> tuple[Standings, Standings]:
    """What the list says each area is, and the most that each can be."""
    open_to = Standing.EXPOSED if listing.ghettos_named_in_full else Standing.GHETTO
    now, highest = np.zeros(areas, np.int8), np.full(areas, open_to, np.int8)
    for area_id, standing in listing.highest.items():
        highest[number[area_id]] = min(highest[number[area_id]], standing)
    for area_id, standing in listing.named.items():
        now[number[area_id]] = standing
    return now, highest


def _fill_ghettos(
    now: Standings, highest: Standings, last: Standings, streak: NDArray[np.int64], listing: Listing
) -> None:
    """So many of long standing as the list counts hard areas, and of short standing the rest."""
    missing = listing.numbers[Standing.GHETTO] - int((now == Standing.GHETTO).sum())
    if missing <= 0 or listing.ghettos_named_in_full:
        return
    order = np.lexsort((-streak, last != Standing.GHETTO))
    free = order[(highest[order] >= Standing.GHETTO) & (now[order] < Standing.GHETTO)]
    lasting = streak[free] + 1 >= load_list_model().years_in_a_row
    now[np.append(free[lasting][: listing.hard], free[~lasting])[:missing]] = Standing.GHETTO


def corrections(
    figures: Mapping[str, float], fixed: frozenset[str], standing: Standing, limits: Period,
    model: ListModel, more: float,
) -> dict[str, float]:  # fmt: skip
    """The figures to change, and to what, so that an area has a standing with a margin.

    `limits` are shares, `fixed` figures are published and stay, `more` (0 or above) adds to the
    margin. As few figures are changed as it takes, those nearest to their limit first.
    """
    told = _Figures(dict(figures), fixed, model, 1 + more)
    soft = {name: limit for name, limit in limits.softer.items() if limit != limits.of[name]}
    if standing >= Standing.EXPOSED:
        told.meet(limits.of, limits.required)
        if limits.nonwestern is not None:
            told.on_side("nonwestern", limits.nonwestern, standing == Standing.GHETTO)
        return told.changed
    told.miss(limits.of, limits.required)
    if limits.softer_nonwestern is not None:
        if standing == Standing.PREVENTION:
            told.on_side("nonwestern", limits.softer_nonwestern, met=True)
            told.meet(soft, limits.required)
        elif not told.missed("nonwestern", limits.softer_nonwestern):
            told.miss(limits.softer, limits.required)
    return told.changed


class _Figures:
    """Figures of an area, and what has been changed of them."""

    def __init__(
        self, figures: dict[str, float], fixed: frozenset[str], model: ListModel, times: float
    ) -> None:
        self._figures, self._fixed, self._model, self._times = figures, fixed, model, times
        self.changed: dict[str, float] = {}

    def meet(self, limits: Mapping[str, float], required: int) -> None:
        """At least so many criteria are met."""
        self._move(limits, required, met=True)

    def miss(self, limits: Mapping[str, float], required: int) -> None:
        """Fewer than so many criteria are met."""
        self._move(limits, len(limits) - required + 1, met=False)

    def missed(self, name: str, limit: float) -> bool:
        return self._beyond(name, limit, met=False) >= 0

    def on_side(self, name: str, limit: float, met: bool) -> None:
        """A figure is on one side of its limit, with its margin."""
        if name not in self._fixed and self._beyond(name, limit, met) < 0:
            margin = self._margin(name, limit) * self._times
            up = met != (name in MET_BELOW)
            self._figures[name] = self.changed[name] = limit + (margin if up else -margin)

    def _move(self, limits: Mapping[str, float], enough: int, met: bool) -> None:
        beyond = {name: self._beyond(name, limit, met) / self._margin(name, limit)
                  for name, limit in limits.items()}  # fmt: skip
        nearest = sorted(limits, key=lambda name: -beyond[name])
        free = [name for name in nearest if beyond[name] >= 0 or name not in self._fixed]
        for name in free[:enough]:
            self.on_side(name, limits[name], met)

    def _beyond(self, name: str, limit: float, met: bool) -> float:
        """How far a figure is on the side, past its margin; a published one needs none."""
        up = met != (name in MET_BELOW)
        apart = self._figures[name] - limit if up else limit - self._figures[name]
        return apart - (0.0 if name in self._fixed else self._margin(name, limit))

    def _margin(self, name: str, limit: float) -> float:
        margin = self._model.margin[name]
        return margin * limit if name == "convicted" else margin
