"""The pages of cases: what waits, and one case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from boligsocial.portal.cases.access import case_within_reach
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import checks_standing, documents_standing
from boligsocial.portal.people.gate import needs, who_of, within_reach


@needs("case.read")
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that one may see."""
    seen = within_reach(who_of(request), "case.read", Case.objects.all(), "parties").distinct()
    return render(request, "cases/cases.html", {"cases": seen.prefetch_related("parties")})


@needs("case.read")
def case(request: HttpRequest, case: int) -> HttpResponse:
    """A case: where it is, what it lacks, and what has happened."""
    shown = case_within_reach(who_of(request), case)
    context = {
        "case": shown,
        "documents": documents_standing(shown),
        "checks": checks_standing(shown),
        "steps": shown.steps.select_related("by", "organisation"),
    }
    return render(request, "cases/case.html", context)
