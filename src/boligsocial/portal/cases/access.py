"""Who may do what in a case: the gate's answer for any of its parties, and on which side one is."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from boligsocial.portal.cases.kinds import Side
from boligsocial.portal.cases.models import Case
from boligsocial.portal.people.gate import Answer, NoRightError, Who, ask, within_reach
from boligsocial.portal.people.models import Membership, Organisation, OrganisationKind

READ, OPEN, WRITE, STEP, DECIDE, INTERNAL, ASSIGN = (
    f"case.{each}" for each in ("read", "open", "write", "step", "decide", "internal", "assign")
)


def case_within_reach(who: Who, pk: int, action: str = READ) -> Case:
    """A case that one may read; one outside one's reach does not exist.

    Raises:
        Http404: there is none for this person.
        NoRightError: the person may read it, but not do that with it.
    """
    seen = within_reach(who, READ, Case.objects.all(), "parties").distinct()
    case = get_object_or_404(seen, pk=pk)
    if action != READ:
        require_for(who, action, case)
    return case


def may(who: Who, action: str, case: Case) -> Answer:
    """May this person do this in this case, for any of its parties?"""
    answers = [ask(who, action, each) for each in case.parties.all()]
    return next((each for each in answers if each.allowed), answers[0])


def require_for(who: Who, action: str, case: Case) -> Membership:
    """Go on only if the person may; the role that it rests on.

    Raises:
        NoRightError: the person may not.
    """
    answer = may(who, action, case)
    if not answer.allowed or answer.through is None:
        raise NoRightError(action, answer)
    return answer.through


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
