"""Who may do what in a case: the gate's answer for any of its parties, and on which side one is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from boligsocial.portal.cases.kinds import Side
from boligsocial.portal.cases.models import Case
from boligsocial.portal.people.gate import (
    Answer,
    NoRightError,
    Who,
    ask,
    may_for,
    person_of,
    who_of,
    within_reach,
)
from boligsocial.portal.people.models import Membership, Organisation, OrganisationKind, User

READ, OPEN, WRITE, STEP, DECIDE, INTERNAL, ASSIGN = (
    f"case.{each}" for each in ("read", "open", "write", "step", "decide", "internal", "assign")
)


def cases_within_reach(who: Who, action: str = READ) -> QuerySet[Case]:
    """The cases that a person may do something with, for any of their parties; each once."""
    return within_reach(who, action, Case.objects.all(), "parties").distinct()


def case_within_reach(who: Who, pk: int, action: str = READ) -> Case:
    """A case that one may read; one outside one's reach does not exist.

    Raises:
        Http404: there is none for this person.
        NoRightError: the person may read it, but not do that with it.
    """
    case = get_object_or_404(cases_within_reach(who), pk=pk)
    if action != READ:
        require_for(who, action, case)
    return case


def may(who: Who, action: str, case: Case) -> Answer:
    """May this person do this in this case, for any of its parties?"""
    return may_for(who, action, case.parties.all())


def require_for(who: Who, action: str, case: Case) -> Membership:
    """Go on only if the person may; the role that it rests on.

    Raises:
        NoRightError: the person may not.
    """
    answer = may(who, action, case)
    if not answer.allowed or answer.through is None:
        raise NoRightError(action, answer)
    return answer.through


@dataclass(frozen=True)
class Acting:
    """A person who does something in a case, and the role that lets them."""

    case: Case
    by: User
    through: Membership

    @property
    def side(self) -> Side:
        return side_of(self.through)


def acting(request: HttpRequest, pk: int, action: str) -> Acting:
    """The person of a request, who may do this in a case.

    Raises:
        Http404: there is no such case for this person.
        NoRightError: the person may read it, but not do that with it.
    """
    who = who_of(request)
    case = case_within_reach(who, pk)
    return Acting(case, person_of(who), require_for(who, action, case))


def side_of(through: Membership) -> Side:
    """On which side of a case a role stands."""
    return "fund" if through.organisation.kind == OrganisationKind.FUND else "parties"


def on_the_side_of_the_fund(who: Who) -> bool:
    """Whether a person works for the Fund today, and so sees what is internal."""
    return ask(who, INTERNAL).allowed


def organisations_of(who: Who, action: str) -> list[Organisation]:
    """The organisations for which a person may do something, each once."""
    found = {
        each.organisation_id: each.organisation
        for each in who.memberships
        if ask(who, action, each.organisation).allowed
    }
    return list(found.values())
