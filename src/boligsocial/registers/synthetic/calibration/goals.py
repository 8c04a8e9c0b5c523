"""What is left for a year: the plan, less what the years before it came to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from boligsocial.registers.synthetic.calibration.definitions import load_list_model
from boligsocial.registers.synthetic.calibration.plan import Plan
from boligsocial.registers.synthetic.calibration.published import OVER_YEARS
from boligsocial.registers.synthetic.model import Floats
from boligsocial.registers.synthetic.places import Ints


@dataclass(frozen=True)
class Goal:
    """A year's goals by area; intervals have the shape (2, areas), low and high.

    `convicted` is the interval for this year's share of adults that brings a published mean about,
    and not a number where none is published: then the share is `around` what is planned.
    `no_attachment` is this year's share exactly. `nation` is the share of adults convicted in the
    country. `domestic`: education from abroad counts as none.
    """

    residents: Floats
    nonwestern: Floats
    basic_school: Floats
    convicted: Floats
    no_attachment: Floats
    around: Floats
    nation: float
    domestic: bool

    def convicts(self, adults: Ints) -> Ints:
        """How many of so many adults are convicted: within the interval where one is."""
        low, high = self.convicted
        middle = np.where(np.isnan(low), self.around, (low + high) / 2)
        nearest = np.round(middle * adults)
        within = np.clip(nearest, np.ceil(low * adults), np.floor(high * adults))
        chosen: Ints = np.where(np.isnan(low), nearest, within).astype(np.int64)
        return np.clip(chosen, 0, adults)


class Calibration:
    """A plan, and what has come of it so far: shares by year and area, not a number if to come."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        shape = plan.series["residents"].shape
        self._done = {name: np.full(shape, np.nan) for name in OVER_YEARS}

    def note(self, year: int, **shares: Floats) -> None:
        """The shares, by name, that the areas came to in a year."""
        for name, values in shares.items():
            self._done[name][year - self.plan.years[0]] = values

    def goal(self, year: int) -> Goal:
        """The goals of a year, when the shares of the years before are noted."""
        plan, model = self.plan, load_list_model()
        at = year - plan.years[0]
        slack = model.residents_slack * plan.series["residents"][at]
        no_attachment = self._left("no_attachment", year).mean(axis=0)
        planned = plan.series["no_attachment"][at]
        return Goal(
            np.round(self._about("residents", at, slack)),
            self._about("nonwestern", at, model.share_slack),
            self._about("basic_school", at, model.share_slack),
            self._left("convicted", year),
            np.where(np.isnan(no_attachment), planned, no_attachment),
            plan.series["convicted"][at],
            float(plan.nation[at]),
            year >= model.domestic_education_from,
        )

    def _about(self, quantity: str, at: int, slack: Floats | float) -> Floats:
        """The published interval, or else one around the plan."""
        path, low, high = (each[quantity][at] for each in
                           (self.plan.series, self.plan.low, self.plan.high))  # fmt: skip
        free = np.isnan(low)
        return np.stack([np.where(free, path - slack, low), np.where(free, path + slack, high)])

    def _left(self, quantity: str, year: int) -> Floats:
        """The interval for this year's share that brings the mean of a list into the published."""
        at, window = year - self.plan.years[0], load_list_model().period_of(year).window
        bounds = np.stack([self.plan.low[quantity][at], self.plan.high[quantity][at]])
        before = self._done[quantity][max(at - window + 1, 0) : at].sum(axis=0)
        left: Floats = window * bounds - before
        return left
