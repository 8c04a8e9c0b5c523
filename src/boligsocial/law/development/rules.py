"""The rules of development plans, read from `rules.toml`."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from boligsocial.definitions import Definition, read_definition

HERE = Path(__file__).parent
Operator = Literal["<", ">"]
OPERATORS: Mapping[Operator, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
}


class ShareRule(Definition):
    """The highest share of family dwellings in per cent, and before which day it is reached."""

    highest_percent: Decimal
    before: date
    basis: str
    legal_reference: str

    @property
    def highest(self) -> Fraction:
        """The share as a part of one."""
        return Fraction(self.highest_percent) / 100


class DemolishedRule(Definition):
    """Whether dwellings demolished from a day on are counted among all dwellings."""

    is_counted: bool
    start: date = Field(alias="from")
    basis: str
    legal_reference: str


class BusinessRule(Definition):
    """How much business space counts as a dwelling."""

    m2_per_dwelling: int
    basis: str
    legal_reference: str


class DutyRule(Definition):
    """The statuses that bring the duty to have a plan."""

    statuses: tuple[str, ...]
    basis: str
    source: str


class Condition(Definition):
    """A condition of a dispensation: one that is answered, or a measure against a limit."""

    id: str
    name: str
    measure: str = ""
    operator: Operator | None = None
    limit: Decimal | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.measure) != (self.operator is not None and self.limit is not None):
            raise ValueError("a measure has an operator and a limit, and an answer has neither")
        return self


class DispensationRule(Definition):
    """When the minister may dispense: all its conditions hold."""

    id: str
    name: str
    legal_reference: str
    condition: tuple[Condition, ...]


class DevelopmentRules(Definition):
    """How § 168 a counts, and when it may be set aside."""

    law: str
    sources: tuple[str, ...]
    name: str
    note: str
    start: date = Field(alias="from")
    share: ShareRule
    demolished: DemolishedRule
    business: BusinessRule
    duty: DutyRule
    dispensation: tuple[DispensationRule, ...]


@cache
def development_rules() -> DevelopmentRules:
    """The rules in force."""
    return read_definition(HERE / "rules.toml", DevelopmentRules)
