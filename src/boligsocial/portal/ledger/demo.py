"""The made-up ledger of a demonstration: the steps of `demo.toml`, through the services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Literal

from django.db import transaction

from boligsocial.definitions import Definition, read_definition
from boligsocial.money import øre_from_mio
from boligsocial.portal.ledger import services
from boligsocial.portal.ledger.entries import Signature
from boligsocial.portal.ledger.models import Grant, Year
from boligsocial.portal.people.models import Organisation, User

_FILE = Path(__file__).parent / "demo.toml"
OfAGrant = Literal["reserve", "release", "commit", "change", "pay", "take_back"]
OfAYear = Literal["open_year", "close_year", "transfer", "override", "reverse"]


class DemoGrant(Definition):
    """A grant that does not exist."""

    id: str
    name: str
    organisation: str
    part: str


class Step(Definition):
    """An operation of the ledger, on a date, by a person; the rest as the operation needs it."""

    do: OfAGrant | OfAYear
    on: date
    who: str
    second: str = ""
    reason: str = ""
    year: int = 0
    grant: str = ""
    part: str = ""
    origin: str = ""
    to: str = ""
    mio: Decimal = Decimal(0)


class Demo(Definition):
    """The grants, and what happened to them."""

    grant: tuple[DemoGrant, ...]
    step: tuple[Step, ...]


def make_demo_ledger() -> int:
    """Book the steps in a ledger where nothing has been booked; their number."""
    if Year.objects.exists():
        return 0
    happenings = list(demo_happenings(read_demo(_FILE)))
    with transaction.atomic():
        for _, happens in happenings:
            happens()
    return len(happenings)


def demo_happenings(demo: Demo) -> Iterator[tuple[date, Callable[[], object]]]:
    """What happens in the ledger, each on its day, in order; the grants are made with the first
    step of each."""
    grants: dict[str, Grant] = {}
    for step in demo.step:
        yield step.on, partial(_carry_out, step, demo, grants)


def read_demo(file: Path = _FILE) -> Demo:
    """The steps of a file."""
    return read_definition(file, Demo)


def _carry_out(step: Step, demo: Demo, grants: dict[str, Grant]) -> None:
    person = User.objects.get
    second = person(email=step.second, is_demo=True) if step.second else None
    signature = Signature(person(email=step.who, is_demo=True), step.on, step.reason, second)
    øre = øre_from_mio(step.mio)
    match step.do:
        case "open_year" | "close_year":
            of_year: Callable[..., object] = getattr(services, step.do)
            of_year(step.year, signature)
        case "transfer":
            services.transfer(step.year, step.origin, step.to, øre, signature)
        case "override":
            services.override(step.year, step.part, øre, signature)
        case "reverse":
            services.reverse(_latest_of(_grant(step, demo, grants)), signature)
        case _:
            of_grant: Callable[..., object] = getattr(services, step.do)
            of_grant(_grant(step, demo, grants), øre, signature)


def _grant(step: Step, demo: Demo, grants: dict[str, Grant]) -> Grant:
    """The grant of a step, made if it is not there."""
    if step.grant not in grants:
        made = next(each for each in demo.grant if each.id == step.grant)
        organisation = Organisation.objects.get(name=made.organisation)
        grants[step.grant] = services.new_grant(made.name, organisation, made.part)
    return grants[step.grant]


def _latest_of(grant: Grant) -> int:
    entry = grant.entries.order_by("-number").first()
    if entry is None:
        raise LookupError(grant.name)
    return entry.number
