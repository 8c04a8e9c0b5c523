"""What the made-up cases of a demonstration are, written in `cases.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from boligsocial.definitions import Definition, read_definition
from boligsocial.law.development.dwellings import MeasureKind

_FILE = Path(__file__).parent / "cases.toml"


class Said(Definition):
    """A comment or a request, so many days after the case came into a phase; answers to requests
    come a week later."""

    phase: str
    days: int
    who: str
    text: str
    internal: bool = False
    answer: str = ""


class DemoCase(Definition):
    """A case that does not exist.

    places: `listed:1` is the first area on the list of § 61 a, `together:1` and `together:2` two
    neighbours off it, `other:2` the second other area, `beside:1` an estate that is in no area and
    near an exposed one. way: its phases in order; days: how long it was in each but the last. mio:
    asked of the Fund, a year. because: the id of the reason of its decision. is_complete: its last
    phase has all that it asks for.
    """

    name: str
    kind: str
    parties: tuple[str, ...]
    lead: str
    caseworker: str = ""
    places: tuple[str, ...]
    begins: date
    way: tuple[str, ...]
    days: tuple[int, ...] = ()
    mio: tuple[Decimal, ...] = ()
    local_percent: int = 25
    because: str = ""
    reason: str = ""
    is_complete: bool = False
    comment: tuple[Said, ...] = ()
    request: tuple[Said, ...] = ()


class Share(Definition):
    """A line of every plan's budget: its part of what a year costs."""

    line: str
    name: str
    area: str
    percent: int


class DemoMeasure(Definition):
    """What is to be done to dwellings."""

    kind: MeasureKind
    on: date
    amount: int
    words: str


class DemoWave(Definition):
    """Households that move out of the area of a plan."""

    name: str
    starts_on: date
    ends_on: date
    households: int
    receiving: tuple[str, ...]


class DemoPlan(Definition):
    """A development plan that does not exist; `goal` is shared with the case of a name."""

    on: date
    name: str
    place: str
    organisations: tuple[str, ...]
    by: str
    obliged_since: date
    family: int
    private: int
    business_m2: int
    measure: tuple[DemoMeasure, ...]
    wave: tuple[DemoWave, ...]
    renovation: str
    renovated_from: date
    renovated_to: date
    report: str


class Proposal(Definition):
    """The distribution that is put forward for the year of its day."""

    on: date
    name: str
    frame_mio: Decimal
    by: str
    reason: str


class Demo(Definition):
    """The cases; what is written in their documents, by the document; who signs for whom."""

    case: tuple[DemoCase, ...]
    proposal: Proposal
    plan: tuple[DemoPlan, ...]
    budget: tuple[Share, ...]
    text: Mapping[str, str]
    agreement: Mapping[Literal["strategic", "sub", "contingency"], str]
    signers: Mapping[str, str]
    decider: str
    caseworker: str


@cache
def demo() -> Demo:
    """The cases of the demonstration."""
    return read_definition(_FILE, Demo)
