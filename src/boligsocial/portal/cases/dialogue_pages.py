"""What is sent from the page of a case to say something in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from boligsocial.messages import UserError
from boligsocial.portal.cases import dialogue
from boligsocial.portal.cases.access import WRITE, case_within_reach, require_for
from boligsocial.portal.cases.case_page import case_page
from boligsocial.portal.people.gate import needs, person_of, who_of


@needs("case.write")
@require_POST
def comment(request: HttpRequest, case: int) -> HttpResponse:
    """Say something, to everyone in the case or to the Fund's own people."""
    who = who_of(request)
    shown = case_within_reach(who, case, WRITE)
    through = require_for(who, WRITE, shown)
    try:
        dialogue.comment(
            shown,
            request.POST.get("text", ""),
            person_of(who),
            through,
            internal=bool(request.POST.get("is_internal")),
            not_cpr=bool(request.POST.get("not_cpr")),
        )
    except UserError as error:
        return case_page(request, shown, error, "comment")
    return redirect("cases:case", case=case)


@needs("case.write")
@require_POST
def ask_for_more(request: HttpRequest, case: int) -> HttpResponse:
    """The Fund asks the parties for more."""
    who = who_of(request)
    shown = case_within_reach(who, case, WRITE)
    through = require_for(who, WRITE, shown)
    try:
        dialogue.ask_for_more(
            shown,
            request.POST.get("text", ""),
            request.POST.get("due_on", ""),
            person_of(who),
            through,
            not_cpr=bool(request.POST.get("not_cpr")),
        )
    except UserError as error:
        return case_page(request, shown, error, "request")
    return redirect("cases:case", case=case)


@needs("case.write")
@require_POST
def answer(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """The parties answer."""
    who = who_of(request)
    shown = case_within_reach(who, case, WRITE)
    asked = get_object_or_404(shown.requests, pk=pk)
    through = require_for(who, WRITE, shown)
    try:
        dialogue.answer(
            asked,
            request.POST.get("text", ""),
            person_of(who),
            through,
            not_cpr=bool(request.POST.get("not_cpr")),
        )
    except UserError as error:
        return case_page(request, shown, error, f"answer-{pk}")
    return redirect("cases:case", case=case)
