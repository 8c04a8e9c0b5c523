"""Who is to know of what happens in a case."""

from __future__ import annotations

from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import caseworkers
from boligsocial.portal.people.models import Membership, OrganisationKind, User, today
from boligsocial.portal.people.rights import rights_on


def people_of_the_parties(case: Case, action: str) -> list[User]:
    """The people who may do something in the case for one of its parties, each once."""
    roles = rights_on(today()).of(action).parties
    held = Membership.objects.on(today()).filter(
        organisation__in=case.parties.exclude(kind=OrganisationKind.FUND),
        role__in=list(roles),
    )
    return list(User.objects.filter(memberships__in=held, is_active=True).distinct())


def people_of_the_fund(case: Case) -> list[User]:
    """The caseworker of the case; all caseworkers of the Fund while it has none."""
    return [case.caseworker] if case.caseworker else caseworkers()
