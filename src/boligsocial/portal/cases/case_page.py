"""What the page of a case shows a person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from boligsocial.messages import UserError
from boligsocial.portal.cases.access import (
    ASSIGN,
    INTERNAL,
    STEP,
    WRITE,
    may,
    on_the_side_of_the_fund,
    side_of,
)
from boligsocial.portal.cases.complaints import guidance_on
from boligsocial.portal.cases.dialogue import comments_for
from boligsocial.portal.cases.documents import papers
from boligsocial.portal.cases.models import NAME_LENGTH, TEXT_LENGTH, Case
from boligsocial.portal.cases.next_steps import next_steps
from boligsocial.portal.cases.place_figures import place_figures
from boligsocial.portal.cases.services import (
    caseworkers,
    checks_standing,
    documents_standing,
    kind_of,
    occasion,
    phase_of,
)
from boligsocial.portal.cases.way import way_of
from boligsocial.portal.forms import mistaken
from boligsocial.portal.ledger.models import Grant
from boligsocial.portal.ledger.reports import Money, money_of_grants
from boligsocial.portal.people.gate import Who, who_of, within_reach
from boligsocial.portal.people.models import Organisation, OrganisationKind, today


def case_page(
    request: HttpRequest, case: Case, error: UserError | None = None, form: str = ""
) -> HttpResponse:
    """The page of a case; after a mistake with what was written in the form that made it."""
    who = who_of(request)
    context = {
        "case": case,
        **_where_it_is(case),
        **_what_one_may(who, case),
        **_what_was_said(who, case),
        "next": next_steps(case, who),
        "places": place_figures(case),
        "money": _money(who, case),
        "form": form,
        **mistaken(request, error),
        "longest": TEXT_LENGTH,
        "longest_name": NAME_LENGTH,
        "today": today(),
    }
    return render(request, "cases/case.html", context, status=422 if error else 200)


def _where_it_is(case: Case) -> dict[str, Any]:
    phase, way = phase_of(case), way_of(case)
    now = next(each for each in way if each.state in ("now", "ended"))
    documents, checks = documents_standing(case), checks_standing(case)
    missing = [
        each for each in (*documents, *checks) if each.asked.is_required and not each.is_there
    ]
    return {
        "kind": kind_of(case.kind),
        "phase": phase,
        "way": way,
        "now": now,
        "occasion": occasion(case, phase),
        "is_late": now.deadline is not None and now.deadline < today(),
        "documents": documents,
        "checks": checks,
        "missing": missing,
        "papers": len([each for each in papers(case) if each.row]),
        "complaint": guidance_on(today()) if phase.breaks_off and phase.decides else None,
    }


def _what_one_may(who: Who, case: Case) -> dict[str, Any]:
    step, write, assign = (may(who, action, case) for action in (STEP, WRITE, ASSIGN))
    is_fund = on_the_side_of_the_fund(who)
    side = side_of(step.through) if step.allowed and step.through else None
    ended = phase_of(case).is_end
    others = Organisation.objects.exclude(kind=OrganisationKind.FUND).exclude(cases=case)
    return {
        "is_fund": is_fund,
        "checks_are_mine": side in phase_of(case).moves.values(),
        "may_write": write.allowed,
        "may_answer": write.through is not None and side_of(write.through) == "parties",
        "may_ask": write.allowed and is_fund and not ended,
        "may_note": write.allowed and may(who, INTERNAL, case).allowed,
        "may_add_party": write.allowed and not ended,
        "other_parties": others if is_fund else None,
        "caseworkers": caseworkers() if assign.allowed else None,
    }


def _what_was_said(who: Who, case: Case) -> dict[str, Any]:
    requests = list(case.requests.select_related("by", "answered_by"))
    return {
        "comments": comments_for(who, case),
        "open_requests": [each for each in requests if each.answered_at is None],
        "answered_requests": [each for each in requests if each.answered_at is not None],
    }


def _money(who: Who, case: Case) -> tuple[Money, bool] | None:
    """The grant's money, and whether the person may see the grant itself; none without one."""
    if case.grant_id is None:
        return None
    grant = Grant.objects.filter(pk=case.grant_id)
    money = money_of_grants(grant).get(case.grant_id, Money())
    return money, within_reach(who, "grant.read", grant).exists()
