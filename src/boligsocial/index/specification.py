"""How an index is put together: components with a direction, a transform and a weight."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from boligsocial.definitions import Definition, read_definition

HERE = Path(__file__).parent
ENGLISH_SCALE = Decimal(23)
"""The constant of the English indices: the worst tenth of units holds half of the scale."""


class Component(Definition):
    """One column of an index.

    ties: equal values share the mean of their places, or the smallest. fraction: R is (N - r + 1)/N
    with r = 1 the worst (`inclusive`) or (N - r)/N (`exclusive`). scale: s of the exponential
    transform X = -s ln(1 - R (1 - exp(-100/s))).
    """

    column: str
    weight: Decimal
    direction: Literal["high_is_worse", "low_is_worse"]
    transform: Literal["none", "zscore", "rank", "minmax", "exponential"]
    ties: Literal["average", "min"] = "average"
    fraction: Literal["inclusive", "exclusive"] = "inclusive"
    scale: Decimal = Field(default=ENGLISH_SCALE, gt=0)


class Specification(Definition):
    """An index: its components. Weights are used as given, never made to sum to one."""

    id: str = ""
    name: str = ""
    description: str = ""
    sources: tuple[str, ...] = ()
    component: tuple[Component, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _weighs_something_once(self) -> Specification:
        if sum(each.weight for each in self.component) == 0:
            raise ValueError("the weights sum to zero")
        columns = [each.column for each in self.component]
        if len(set(columns)) < len(columns):
            raise ValueError("a column stands in two components")
        return self


def read_specification(path: Path) -> Specification:
    """A specification from a TOML file.

    Raises:
        InputError: not TOML, a field that is wrong, or weights that sum to zero.
    """
    return read_definition(path, Specification)


def default_specification() -> Specification:
    """The product's own: equal weights of the four social criteria, origin without any."""
    return read_specification(HERE / "specifications" / "social_criteria.toml")
