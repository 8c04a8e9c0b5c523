"""The frames as the act sets them, and the index that they follow, read from dated files."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from boligsocial.definitions import Definition, read_definition
from boligsocial.money import MOST_MIO, share_of, øre_from_mio

HERE = Path(__file__).parent / "rules"

Amount = Annotated[Decimal, Field(ge=0, le=MOST_MIO)]
CalendarYear = Annotated[int, Field(ge=1000, le=9999)]


class Part(Definition):
    """A part of the frame (an earmark), in mio. kr. a year before indexation."""

    id: str
    name: str
    mio: Amount
    basis: str


class Limit(Definition):
    """The most that some parts may have together, mio. kr. a year before indexation."""

    parts: Annotated[tuple[str, ...], Field(min_length=1)]
    mio: Amount
    basis: str


class Transfer(Definition):
    """A way that money may go from one part to another."""

    origin: str
    to: str
    basis: str


class FrameDefinition(Definition):
    """The frame a year of a paragraph, from the first to the last year.

    carry_over_until: the last year that unspent money may be carried to.
    """

    id: str
    name: str
    source: str
    first_year: CalendarYear
    last_year: CalendarYear
    carry_over_until: CalendarYear
    total_mio: Amount
    part: tuple[Part, ...]
    limit: tuple[Limit, ...] = ()
    transfer: tuple[Transfer, ...] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if not self.first_year <= self.last_year <= self.carry_over_until:
            raise ValueError("first_year, last_year and carry_over_until do not follow each other")
        amounts = {part.id: part.mio for part in self.part}
        named = {end for each in self.transfer for end in (each.origin, each.to)}
        named |= {part for limit in self.limit for part in limit.parts}
        if unknown := named - set(amounts):
            raise ValueError(
                f"a limit or transfer names an unknown part: {', '.join(sorted(unknown))}"
            )
        if len(amounts) < len(self.part) or sum(amounts.values()) != self.total_mio:
            raise ValueError("the parts do not sum to total_mio")
        for limit in self.limit:
            if sum(amounts[part] for part in limit.parts) > limit.mio:
                raise ValueError(f"the parts {', '.join(limit.parts)} are above their limit")
        return self

    def part_of(self, part: str) -> Part:
        """The part with an id.

        Raises:
            KeyError: there is none.
        """
        return {each.id: each for each in self.part}[part]

    def may_transfer(self, origin: str, to: str) -> bool:
        return any((each.origin, each.to) == (origin, to) for each in self.transfer)


class Factor(Definition):
    """What the frame of a year is multiplied by, against the amounts in the act."""

    year: CalendarYear
    factor: Annotated[Decimal, Field(gt=0, le=MOST_MIO)]
    source: str


class PriceIndex(Definition):
    """The factors that are known; a year without one keeps the act's amounts."""

    id: str
    name: str
    source: str
    factor: tuple[Factor, ...] = ()

    @model_validator(mode="after")
    def _has_each_year_once(self) -> Self:
        years = [each.year for each in self.factor]
        if len(set(years)) < len(years):
            raise ValueError("a year has more than one factor")
        return self

    def of(self, year: int) -> Factor | None:
        """The factor of a year, nothing where it is not known."""
        return next((each for each in self.factor if each.year == year), None)


@cache
def frame_definition() -> FrameDefinition:
    """The frame of almenboligloven § 91 a."""
    return read_definition(HERE / "paragraph_91a.toml", FrameDefinition)


@cache
def price_index() -> PriceIndex:
    """The index that the frame follows."""
    return read_definition(HERE / "net_price_index.toml", PriceIndex)


def frame_øre(frame: FrameDefinition, index: PriceIndex, year: int) -> dict[str, int]:
    """The frame of each part in a year, whole øre; a year after the last has none of its own."""
    if not frame.first_year <= year <= frame.last_year:
        return {part.id: 0 for part in frame.part}
    known = index.of(year)
    factor = known.factor if known else Decimal(1)
    return {part.id: share_of(øre_from_mio(part.mio), factor) for part in frame.part}
