"""What `lists.toml` says: the limits that areas are kept on one side of, and how far."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from boligsocial.definitions import Definition
from boligsocial.definitions import read_definition as read
from boligsocial.registers.synthetic.model import Part

MET_BELOW = frozenset({"income"})
"""Criteria that are met by being low."""


class Period(Part):
    """The limits of the lists from a year on, as shares; `convicted` in times the national rate
    where `times_nation`.
    """

    first: int
    window: int
    required: int
    of: dict[str, float]
    times_nation: bool = False
    nonwestern: float | None = None
    softer: dict[str, float] = Field(default_factory=dict)
    softer_nonwestern: float | None = None

    def at(self, nation: float) -> Period:
        """The same with every limit as a share, where so many are convicted in the nation."""
        if not self.times_nation:
            return self
        hard, soft = (
            {name: limit * (nation if name == "convicted" else 1) for name, limit in each.items()}
            for each in (self.of, self.softer)
        )
        return self.model_copy(update={"of": hard, "softer": soft, "times_nation": False})


class ListModel(Definition):
    """Everything in `lists.toml`."""

    least_persons: int
    years_in_a_row: int
    least_residents: int
    room: float
    spare_dwellings: float
    exposure: float
    other_exposure: float
    residents_slack: float
    share_slack: float
    step_2018: float
    domestic_education_from: int
    margin: dict[str, float]
    least: dict[str, float]
    most: dict[str, float]
    nation: dict[int, float]
    period: tuple[Period, ...]

    def period_of(self, year: int) -> Period:
        """The limits of the list of a year; those of the first lists before there were any."""
        begun = [each for each in self.period if each.first <= year]
        return begun[-1] if begun else self.period[0]


@cache
def load_list_model() -> ListModel:
    """The model that comes with the product."""
    return read(Path(__file__).parent / "lists.toml", ListModel)
