"""The made-up ledger of a demonstration: the steps of `demo.toml`, through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from django.db import transaction

from boligsocial.definitions import Definition, read_definition
from boligsocial.money import øre_from_mio
from boligsocial.portal.ledger import services
from boligsocial.portal.ledger.entries import Signature
from boligsocial.portal.ledger.models import Grant, Year
from boligsocial.portal.people.models import Organisation, User

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
    number: int = 0
    mio: Decimal = Decimal(0)


class Demo(Definition):
    """The grants, and what happened to them."""

    grant: tuple[DemoGrant, ...]
    step: tuple[Step, ...]


def make_demo_ledger() -> int:
    """Book the steps in a ledger where nothing has been booked; their number."""
    if Year.objects.exists():
        return 0
    demo = read_definition(Path(__file__).parent / "demo.toml", Demo)
    people = {user.email: user for user in User.objects.filter(is_demo=True)}
    with transaction.atomic():
        grants = {
            each.id: services.new_grant(
                each.name, Organisation.objects.get(name=each.organisation), each.part
            )
            for each in demo.grant
        }
        for step in demo.step:
            _carry_out(step, grants, people)
    return len(demo.step)


def _carry_out(step: Step, grants: dict[str, Grant], people: dict[str, User]) -> None:
    signature = Signature(people[step.who], step.on, step.reason, people.get(step.second))
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
            services.reverse(step.number, signature)
        case _:
            of_grant: Callable[..., object] = getattr(services, step.do)
            of_grant(grants[step.grant], øre, signature)
