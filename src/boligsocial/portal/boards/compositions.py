"""How a board may be composed, and when it can decide: read from `compositions/`."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field

from boligsocial.definitions import Definition, read_definition
from boligsocial.messages import Message

HERE = Path(__file__).parent / "compositions"
Party = Literal["municipality", "housing", "police", "foundation", "other"]
PARTIES: tuple[Party, ...] = get_args(Party)
PARTY_NAMES: dict[Party, Message] = {
    "municipality": Message("municipality"),
    "housing": Message("housing organisation"),
    "police": Message("police"),
    "foundation": Message("foundation"),
    "other": Message("other party"),
}
Percent = Annotated[Decimal, Field(ge=0, lt=100)]


class QuorumRule(Definition):
    """When a board can decide: more than a share of its members, and one at least of each party."""

    more_than_percent: Percent
    from_each: tuple[Party, ...] = ()


class MajorityRule(Definition):
    """When a decision is taken: more than a share of the votes for and against."""

    more_than_percent: Percent
    chair_breaks_ties: bool


class Seat(Definition):
    """Who must be seated: so many of a party at the least, of its top leadership or not."""

    party: Party
    name: str
    at_least: int = Field(ge=1)
    top_leadership: bool = False


class Composition(Definition):
    """A way to compose a board."""

    id: str
    name: str
    note: str
    source: str
    quorum: QuorumRule
    majority: MajorityRule
    seat: tuple[Seat, ...]


@cache
def compositions() -> dict[str, Composition]:
    """The compositions by id."""
    read = [read_definition(file, Composition) for file in sorted(HERE.glob("*.toml"))]
    return {each.id: each for each in read}
