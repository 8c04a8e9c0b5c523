"""Which organisations a case must have among its parties before it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.facts import Fact
from boligsocial.portal.cases.kinds import Kind, kinds
from boligsocial.portal.people.models import Organisation, OrganisationKind
from boligsocial.portal.people.words import kind_name, listed

if TYPE_CHECKING:
    from boligsocial.portal.cases.models import Case


def missing_parties(kind: Kind, present: Iterable[str]) -> tuple[OrganisationKind, ...]:
    """The kinds of organisation that a kind of case needs and that are not present."""
    there = set(present)
    return tuple(each for each in kind.needs_parties if each not in there)


def parties_fact(case: Case) -> Fact:
    """Whether a case has every party that its kind needs."""
    missing = missing_parties(kinds()[case.kind], [each.kind for each in case.parties.all()])
    if not missing:
        return Fact(True, Message("all the parties that it takes are there"))
    named = listed(kind_name(each) for each in missing)
    return Fact(False, Message("a party is missing: {missing}", {"missing": named}))


def party_named(given: str, *, by_number: bool) -> Organisation:
    """The organisation with a name, or with a number for those who may choose among all of them.

    The parties do not see who else is in the portal, and so write the name in full.

    Raises:
        UserError: there is none.
    """
    others = Organisation.objects.exclude(kind=OrganisationKind.FUND)
    wanted = given.strip()
    if by_number and wanted.isdecimal():
        found = others.filter(pk=int(wanted[:18])).first()
    else:
        sought = " ".join(wanted.split()).casefold()
        found = next((each for each in others if each.name.casefold() == sought), None)
    if found is None:
        raise UserError(
            "there is no organisation called {name} in the portal; write its name in full, or ask "
            "the Fund to invite it",
            name=wanted[:100],
        )
    return found
