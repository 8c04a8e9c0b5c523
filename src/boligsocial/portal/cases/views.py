"""The pages of cases: the list, and one case with the steps that are taken in it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from boligsocial.messages import UserError
from boligsocial.portal.cases import directory, services
from boligsocial.portal.cases.access import (
    ASSIGN,
    OPEN,
    STEP,
    WRITE,
    case_within_reach,
    on_the_side_of_the_fund,
    require_for,
    side_of,
)
from boligsocial.portal.cases.case_page import case_page
from boligsocial.portal.cases.directory_file import as_book
from boligsocial.portal.cases.parties import party_named
from boligsocial.portal.downloads import MEDIA, as_response
from boligsocial.portal.people.gate import ask, needs, person_of, who_of
from boligsocial.portal.people.models import User

A_PAGE = 50


@needs("case.read")
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that one may see and that meet the wish of the address."""
    wish = directory.wish_of(request.GET.dict())
    every = directory.rows_within_reach(who_of(request))
    found = directory.narrowed(every, wish)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("side"))
    services.look_up(each.case for each in page)
    context = {
        "wish": wish,
        "rows": page,
        "found": len(found),
        "total": len(every),
        "query": wish.address(),
    }
    if request.htmx and request.htmx.target == "cases-result":  # type: ignore[attr-defined]
        return render(request, "cases/_cases_result.html", context)
    context |= {
        "kinds": directory.kind_choices(every, wish),
        "phases": directory.phase_choices(every, wish),
        "municipalities": directory.municipality_choices(every, wish),
        "caseworkers": directory.caseworker_choices(every, wish),
        "open": ask(who_of(request), OPEN),
    }
    return render(request, "cases/cases.html", context)


@needs("case.read")
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The cases of the address as a file, `csv` or `xlsx`."""
    if kind not in MEDIA:
        raise Http404(kind)
    wish = directory.wish_of(request.GET.dict())
    found = directory.narrowed(directory.rows_within_reach(who_of(request)), wish)
    services.look_up(each.case for each in found)
    return as_response(as_book(found), kind, gettext("cases"))


@needs("case.read")
def case(request: HttpRequest, case: int) -> HttpResponse:
    """A case: where it is, what it lacks, what comes next and what has happened."""
    return case_page(request, case_within_reach(who_of(request), case))


@needs("case.step")
@require_POST
def step(request: HttpRequest, case: int) -> HttpResponse:
    """Take the case on to another phase."""
    who = who_of(request)
    shown = case_within_reach(who, case, STEP)
    through = require_for(who, STEP, shown)
    try:
        services.take_step(
            shown,
            request.POST.get("to", ""),
            person_of(who),
            through,
            request.POST.get("reason", ""),
            not_cpr=bool(request.POST.get("not_cpr")),
        )
    except UserError as error:
        return case_page(request, shown, error, "step")
    return redirect("cases:case", case=case)


@needs("case.step")
@require_POST
def check(request: HttpRequest, case: int) -> HttpResponse:
    """Say that a check of the phase is made, or take it back; the side that goes on says it."""
    who = who_of(request)
    shown = case_within_reach(who, case, STEP)
    through = require_for(who, STEP, shown)
    try:
        if side_of(through) not in services.phase_of(shown).moves.values():
            raise UserError("the other side says this")
        act = services.tick if request.POST.get("is_made") else services.untick
        act(shown, request.POST.get("check", ""), person_of(who))
    except UserError as error:
        return case_page(request, shown, error, "check")
    return redirect("cases:case", case=case)


@needs("case.assign")
@require_POST
def assign(request: HttpRequest, case: int) -> HttpResponse:
    """Say which caseworker has the case."""
    who = who_of(request)
    shown = case_within_reach(who, case, ASSIGN)
    given = request.POST.get("caseworker", "")
    try:
        services.assign(shown, _caseworker(given) if given else None, person_of(who))
    except UserError as error:
        return case_page(request, shown, error, "assign")
    return redirect("cases:case", case=case)


@needs("case.write")
@require_POST
def add_party(request: HttpRequest, case: int) -> HttpResponse:
    """Let one organisation more take part."""
    who = who_of(request)
    shown = case_within_reach(who, case, WRITE)
    try:
        party = party_named(request.POST.get("party", ""), by_number=on_the_side_of_the_fund(who))
        services.add_party(shown, party, person_of(who))
    except UserError as error:
        return case_page(request, shown, error, "party")
    return redirect("cases:case", case=case)


def _caseworker(given: str) -> User:
    found = next((each for each in services.caseworkers() if str(each.pk) == given), None)
    if found is None:
        raise UserError("choose one of the Fund's caseworkers")
    return found
