"""The pages of decisions: the case's, one decision with its evidence, its letter."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.access import (
    DECIDE,
    case_within_reach,
    cases_within_reach,
    may,
    on_the_side_of_the_fund,
    require_for,
)
from boligsocial.portal.cases.models import Case
from boligsocial.portal.decisions import services
from boligsocial.portal.decisions.definitions import reasons
from boligsocial.portal.decisions.evidence import evidence_of
from boligsocial.portal.decisions.form import ruling_in, year_fields
from boligsocial.portal.decisions.letter import pieces_of
from boligsocial.portal.decisions.models import Decision
from boligsocial.portal.decisions.paper import letter_as_pdf
from boligsocial.portal.decisions.proposal import proposed_for
from boligsocial.portal.decisions.recheck import recheck
from boligsocial.portal.decisions.services import Prepared
from boligsocial.portal.decisions.shown import EvidenceShown
from boligsocial.portal.decisions.words import beside_proposal, outcome_name, reason_name
from boligsocial.portal.downloads import attached
from boligsocial.portal.forms import mistaken
from boligsocial.portal.people.gate import Who, needs, person_of, who_of
from boligsocial.portal.people.models import today
from boligsocial.portal.writing import language


@needs("case.read")
def decisions(request: HttpRequest, case: int) -> HttpResponse:
    """What the case has been decided to, and what a decision would rest on now."""
    shown = case_within_reach(who_of(request), case)
    return render(request, "decisions/decisions.html", _context(request, shown))


@needs("case.decide")
@require_POST
def decide(request: HttpRequest, case: int) -> HttpResponse:
    """Show the letter of a decision, or decide."""
    who = who_of(request)
    shown = case_within_reach(who, case, DECIDE)
    try:
        ruling = ruling_in(request.POST)
        if request.POST.get("do") == "decide":
            through = require_for(who, DECIDE, shown)
            made = services.decide(shown, ruling, person_of(who), through)
            return redirect("decisions:decision", case=shown.pk, number=made.number)
        ready = services.prepare(shown, ruling, person_of(who))
    except UserError as error:
        context = _context(request, Case.objects.get(pk=shown.pk), error=error)
        return render(request, "decisions/decisions.html", context, status=422)
    return render(request, "decisions/decisions.html", _context(request, shown, ready))


@needs("case.read")
def decision(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """A decision: what it rests on, whether that is still the same, and its letter."""
    who = who_of(request)
    shown = case_within_reach(who, case)
    made = _decision(shown, number)
    context = {
        "case": shown,
        "made": made,
        "outcome": outcome_name(made.outcome),
        "reasons": [(reason_name(each), reasons().get(each)) for each in made.reasons],
        "later": shown.decisions.filter(number__gt=number).first(),
        "beside_proposal": beside_proposal(made.proposed_øre or 0, made.total_øre, language()),
        "letter": pieces_of(made.letter),
        "evidence": EvidenceShown(json.loads(made.evidence), language()),
        "checked": recheck(made) if "efterproev" in request.GET else None,
    }
    return render(request, "decisions/decision.html", context)


@needs("case.read")
def evidence(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """The evidence as it was frozen, byte for byte."""
    made = _decision(case_within_reach(who_of(request), case), number)
    return attached(made.evidence.encode("utf-8"), "application/json", "grundlag.json")


@needs("case.read")
def letter(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """The letter as a PDF."""
    made = _decision(case_within_reach(who_of(request), case), number)
    if made.paper is None:
        raise Http404
    return attached(letter_as_pdf(made.letter), "application/pdf", "brev.pdf")


def _decision(case: Case, number: int) -> Decision:
    return get_object_or_404(case.decisions.select_related("by", "paper"), number=number)


def _context(
    request: HttpRequest, case: Case, ready: Prepared | None = None, error: UserError | None = None
) -> dict[str, Any]:
    who = who_of(request)
    context: dict[str, Any] = {
        "case": case,
        "decisions": [(each, outcome_name(each.outcome)) for each in services.decisions_of(case)],
        "decide": may(who, DECIDE, case),
        "is_fund": on_the_side_of_the_fund(who),
        "chosen": request.POST.getlist("reason"),
        "years": year_fields(request.POST),
        "ready": ready,
        "letter": pieces_of(ready.letter) if ready else None,
        **mistaken(request, error),
    }
    return context | (_ground(who, case) if context["is_fund"] else {})


def _ground(who: Who, case: Case) -> dict[str, Any]:
    """What a decision would rest on now, for the Fund's own people."""
    found = services.outcomes_for(case)
    offered = {each.id for each, _ in found}
    year = today().year
    proposed = proposed_for(case, year)
    ground: dict[str, Any] = {
        "outcomes": found,
        "reasons": [each for each in reasons().values() if offered & set(each.outcomes)],
        "proposed": proposed,
        "this_year": year,
    }
    try:
        now = evidence_of(case, year, proposed)
    except UserError as error:
        return ground | {"no_evidence": error.message}
    among = cases_within_reach(who)
    return ground | {
        "evidence": EvidenceShown(now.fields, language()),
        "seen": now.digest,
        "similar": [_similar(*each) for each in services.similar_cases(now, among)],
    }


def _similar(made: Decision, alike: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of the page
    residents = made.traits.get("residents")
    return {
        "made": made,
        "outcome": outcome_name(made.outcome),
        "reasons": [reason_name(each) for each in made.reasons],
        "per_resident_øre": made.total_øre // int(residents) if residents else None,
        "alike": [Message(each.name) for each in alike.alike],
        "different": [Message(each.name) for each in alike.different],
    }
