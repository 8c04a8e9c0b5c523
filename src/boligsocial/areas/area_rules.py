"""What makes contiguous estates an area, by date, and the official splits and extensions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from boligsocial.definitions import Definition, read_definition
from boligsocial.messages import Message, UserError

HERE = Path(__file__).parent

_DECIDED = {"split": Message("split off"), "exclude": Message("excluded")}


class Contiguity(Definition):
    """Estates are contiguous where they share more than `least_border_m` metres of boundary.

    Boundaries at most `tolerance_m` metres apart count as shared.
    """

    tolerance_m: float = Field(ge=0)
    least_border_m: float = Field(ge=0)
    basis: str


class AreaRules(Definition):
    """What an area is, from a date on.

    `least_residents` are asked for on 1 January of the year of the list, to be on it, and of
    `founding_year`, to be an area at all; without that year the list's own year decides both.
    """

    id: str
    start: date = Field(alias="from")
    name: str
    legal_reference: str
    sources: tuple[str, ...]
    least_residents: int = Field(ge=0)
    founding_year: int | None = None
    contiguity: Contiguity


class Override(Definition):
    """An official decision on estates, from its first to its last day.

    split: what is contiguous with them no longer is, so that they are an area of their own;
    include: they lie in one area, whether they touch or not; exclude: they lie in none.
    """

    kind: Literal["split", "include", "exclude"]
    estates: tuple[str, ...] = Field(min_length=1)
    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    reason: str = Field(min_length=1)
    legal_reference: str = Field(min_length=1)

    @model_validator(mode="after")
    def _says_something(self) -> Override:
        if self.end is not None and self.end < self.start:
            raise ValueError("to lies before from")
        if self.kind == "include" and len(set(self.estates)) < 2:
            raise ValueError("include names the estates that lie in one area, at least two")
        return self

    def holds_on(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on <= self.end)


class Overrides(Definition):
    """A file of official decisions."""

    override: tuple[Override, ...] = ()

    def on(self, on: date) -> tuple[Override, ...]:
        """Those that hold on a date.

        Raises:
            UserError: two of them contradict each other.
        """
        held = tuple(each for each in self.override if each.holds_on(on))
        _refuse_contradiction(held, on)
        return held


@cache
def area_rules() -> tuple[AreaRules, ...]:
    """All rules, the oldest first."""
    files = sorted((HERE / "rules").glob("*.toml"))
    return tuple(sorted((read_definition(file, AreaRules) for file in files), key=_start))


def area_rules_on(on: date) -> AreaRules:
    """The rules in force on a date.

    Raises:
        UserError: before the first rules.
    """
    held = [rules for rules in area_rules() if rules.start <= on]
    if not held:
        raise UserError(
            "no rules were in force on {on}; choose a date from {first} on",
            on=on, first=area_rules()[0].start,
        )  # fmt: skip
    return held[-1]


def read_overrides(path: Path) -> Overrides:
    """Official decisions from a TOML file, for example:

        [[override]]
        kind = "split"
        estates = ["E00012", "E00013"]
        from = 2018-11-29
        reason = "Divided from the rest by the railway."
        legal_reference = "Bekendtgørelse nr. 1365 af 29. november 2018"

    Raises:
        InputError: not TOML, or a field that is unknown, missing or wrong.
    """
    return read_definition(path, Overrides)


def _start(rules: AreaRules) -> date:
    return rules.start


def _refuse_contradiction(held: Iterable[Override], on: date) -> None:
    included = [set(each.estates) for each in held if each.kind == "include"]
    apart = [each for each in held if each.kind != "include"]
    for together, other in product(included, apart):
        cut = together & set(other.estates)
        if cut and (other.kind == "exclude" or cut != together):
            raise UserError(
                "estate {estate} is joined with others and also {decided} on {on}; let one "
                "decision end before the other begins",
                estate=min(cut), decided=_DECIDED[other.kind], on=on,
            )  # fmt: skip
