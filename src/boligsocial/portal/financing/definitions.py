"""What plans are made of, read from files: sources, forms of money, budget lines, focus areas."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field

from boligsocial.definitions import Definition, read_definition

HERE = Path(__file__).parent
ACROSS = "across"
"""The focus area of what belongs to none of them alone."""


class Named(Definition):
    """Something that a row of a plan can be; `words` are those that files call it by."""

    id: str
    name: str
    words: tuple[str, ...] = ()


AnyNamed = TypeVar("AnyNamed", bound=Named)


class Source(Named):
    """Who pays; whether it counts as local."""

    is_local: bool


class Form(Named):
    """What is paid with; in kind is what hours and premises are worth."""

    is_in_kind: bool


class OtherFunding(Definition):
    """A general kind of other funding, and the source it would be of."""

    name: str
    source: str
    note: str


class Local(Definition):
    """The least share of the whole that must be local, in per cent."""

    least_percent: Annotated[Decimal, Field(gt=0, lt=100)]
    basis: str


class InKind(Definition):
    """Whether hours and premises are a part of the whole and of what is local."""

    counts: bool
    basis: str


class Size(Definition):
    """The usual years of a plan, and the most that a form or a file may hold."""

    years: int
    most_years: int
    most_rows: int
    most_mio: int
    most_file_mib: int

    @property
    def largest_file(self) -> int:
        """The most bytes that a file may have."""
        return self.most_file_mib * 2**20


class Compared(Definition):
    """Over how many plans it may be told what the others attracted."""

    least_plans: int


class Rules(Definition):
    """What a plan may be made of, and how much of the whole must be local."""

    reference: str
    local: Local
    in_kind: InKind
    size: Size
    compared: Compared
    source: tuple[Source, ...]
    form: tuple[Form, ...]
    line: tuple[Named, ...]
    kind: tuple[OtherFunding, ...]


class Period(Definition):
    """The focus areas of a programme period, which begins with a year."""

    id: str
    first_year: int
    area: tuple[Named, ...]


class Periods(Definition):
    """The programme periods, the latest first, and what belongs to no focus area alone."""

    source: str
    across: Named
    period: tuple[Period, ...]


@cache
def rules() -> Rules:
    """The rules in force."""
    return read_definition(HERE / "sources.toml", Rules)


@cache
def periods() -> Periods:
    """The focus areas of every period."""
    return read_definition(HERE / "focus_areas.toml", Periods)


def period_of(period: str) -> Period:
    """The period with an id.

    Raises:
        KeyError: there is none.
    """
    return {each.id: each for each in periods().period}[period]


def by_id(named: Iterable[AnyNamed]) -> dict[str, AnyNamed]:
    """Definitions by their ids, in the order of the file."""
    return {each.id: each for each in named}
