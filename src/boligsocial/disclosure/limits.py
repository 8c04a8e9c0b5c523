"""The limits of what may be shown, read from `limits.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from boligsocial.definitions import Definition, read_definition

HERE = Path(__file__).parent


class Limits(Definition):
    """The limits.

    residents, households: the least that an estate or an area must have to show figures. people:
    the least count that is shown. decimals_of_percent: of shares.
    """

    residents: int = Field(ge=0)
    households: int = Field(ge=0)
    people: int = Field(ge=0)
    decimals_of_percent: int = Field(ge=0)
    source: str
    source_of_people: str


@cache
def default_limits() -> Limits:
    """The limits that come with the product."""
    return read_definition(HERE / "limits.toml", Limits)
