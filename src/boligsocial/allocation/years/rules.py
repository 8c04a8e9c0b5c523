"""What a plan over the years goes by: the frame of the act, its index, and how commitments run."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from boligsocial.allocation.years.definitions import Amount, FrameDefinition, PriceIndex
from boligsocial.definitions import Definition, read_definition, toml_fields

HERE = Path(__file__).parent / "rules"
_FILES = {"frame": "paragraph_91a", "index": "net_price_index", "commitment": "commitments"}

Share = Annotated[Decimal, Field(ge=0, le=1)]


class CommitmentRules(Definition):
    """How a commitment runs.

    payments: the share of it that is paid in each of its years, the year it is given first.
    phase_out: the share of a year's full grant in each year of a phase-out, falling.
    listed_wait: where the principles would give nothing because the year cannot carry all listed
    areas, those at the head of the line are given all and the others wait.
    """

    id: str
    name: str
    sources: tuple[str, ...] = ()
    basis: str = ""
    payments: Annotated[tuple[Share, ...], Field(min_length=1)]
    phase_out: tuple[Share, ...]
    listed_wait: bool

    @property
    def years(self) -> int:
        """How many years a commitment runs."""
        return len(self.payments)

    @model_validator(mode="after")
    def _runs_its_years(self) -> Self:
        if sum(self.payments) != 1:
            raise ValueError("the payments do not sum to 1")
        if list(self.phase_out) != sorted(self.phase_out, reverse=True):
            raise ValueError("the levels of a phase-out rise; let them fall or stay")
        if len(self.phase_out) > self.years:
            raise ValueError("a phase-out has more years than a commitment")
        return self


class YearRules(Definition):
    """All that a plan over the years goes by.

    part: the part of the frame that is shared out. carried_in_mio: what its first year gets from
    the year before, in mio. kr.
    """

    frame: FrameDefinition
    index: PriceIndex
    commitment: CommitmentRules
    part: str = "social"
    carried_in_mio: Amount = Decimal(0)

    @model_validator(mode="after")
    def _shares_out_a_part(self) -> Self:
        if self.part not in {each.id for each in self.frame.part}:
            raise ValueError(f"the frame has no part {self.part}")
        return self


@cache
def default_year_rules() -> YearRules:
    """The frame of almenboligloven § 91 a, its index, and commitments of four years."""
    return YearRules.model_validate(_default_fields())


def read_year_rules(path: Path) -> YearRules:
    """Rules from a TOML file; what it leaves out is as in the default.

    Raises:
        InputError: not TOML, or a field that is unknown or wrong.
    """
    return read_definition(path, YearRules, ground=_default_fields())


def _default_fields() -> dict[str, Any]:
    return {
        name: toml_fields((HERE / f"{file}.toml").read_text("utf-8"))
        for name, file in _FILES.items()
    }
