"""The people and organisations of the demonstration, by their addresses and names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boligsocial.portal.demonstration.definitions import Demo
from boligsocial.portal.people.gate import Who
from boligsocial.portal.people.models import Membership, Organisation, User


@dataclass(frozen=True)
class Person:
    """A person, and the first role of theirs, in which they act."""

    user: User
    through: Membership

    @property
    def who(self) -> Who:
        """As the gate knows them."""
        memberships = tuple(self.user.memberships.select_related("organisation"))
        return Who(self.user, memberships, is_strong=True)


@dataclass(frozen=True)
class Cast:
    """Everyone in the demonstration: people by address, organisations by name, and by organisation
    the one who signs for it."""

    people: Mapping[str, User]
    organisations: Mapping[str, Organisation]
    signers: Mapping[str, str]

    def person(self, address: str) -> Person:
        """The person with an address."""
        user = self.people[address]
        return Person(user, user.memberships.select_related("organisation").order_by("pk")[0])

    def signer(self, organisation: Organisation) -> User:
        """The one who signs for an organisation."""
        return self.people[self.signers[organisation.name]]


def cast_of(demo: Demo) -> Cast:
    """The people and organisations that are in the database."""
    return Cast(
        {each.email: each for each in User.objects.filter(is_demo=True)},
        {each.name: each for each in Organisation.objects.all()},
        demo.signers,
    )
