"""The made-up organisations and people of a demonstration, written in `demo.toml`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction

from boligsocial.definitions import Definition, read_definition
from boligsocial.messages import UserError
from boligsocial.portal.people.models import (
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    User,
)


class DemoOrganisation(Definition):
    """An organisation that does not exist."""

    name: str
    kind: OrganisationKind


class DemoPerson(Definition):
    """A person who does not exist; `roles` are pairs of a role and an organisation."""

    name: str
    email: str
    roles: tuple[tuple[Role, str], ...]
    since: date
    until: date | None = None


class Demo(Definition):
    """Everyone in the demonstration."""

    organisation: tuple[DemoOrganisation, ...]
    person: tuple[DemoPerson, ...]


def demo_people() -> list[User]:
    """The people whom anyone may be, while everyone in the database is made up.

    As soon as one real person has an account, nobody may log in without a password.
    """
    if User.objects.filter(is_demo=False).exists():
        return []
    return list(
        User.objects.filter(is_demo=True, is_active=True)
        .prefetch_related("memberships__organisation")
        .order_by("pk")
    )


def make_demo_people() -> int:
    """Make the people that are not there yet; their number.

    Raises:
        UserError: the database has real people.
    """
    if User.objects.filter(is_demo=False).exists():
        raise UserError(
            "the database has real people, and a demonstration would let anyone in; choose another "
            "with BOLIGSOCIAL_HOME or BOLIGSOCIAL_DATABASE"
        )
    demo = read_definition(Path(__file__).parent / "demo.toml", Demo)
    with transaction.atomic():
        organisations = {
            each.name: Organisation.objects.get_or_create(
                name=each.name, defaults={"kind": each.kind.value}
            )[0]
            for each in demo.organisation
        }
        return sum(_made(person, organisations) for person in demo.person)


def _made(person: DemoPerson, organisations: dict[str, Organisation]) -> bool:
    if User.objects.filter(email=person.email).exists():
        return False
    user = User.objects.create_user(person.email, name=person.name, is_demo=True)
    for role, name in person.roles:
        Membership.objects.create(
            user=user,
            organisation=organisations[name],
            role=role.value,
            starts_on=person.since,
            ends_on=person.until,
        )
    return True
