"""What is sent from the page of a case to say something in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from boligsocial.portal.cases import dialogue
from boligsocial.portal.cases.access import WRITE, Acting, acting
from boligsocial.portal.cases.case_page import case_page
from boligsocial.portal.forms import done, is_said, said
from boligsocial.portal.people.gate import needs


@needs("case.write")
@require_POST
def comment(request: HttpRequest, case: int) -> HttpResponse:
    """Say something, to everyone in the case or to the Fund's own people."""
    here = acting(request, case, WRITE)
    act = partial(dialogue.comment, here.case, said(request, "text"), here.by, here.through,
                  internal=is_said(request, "is_internal"))  # fmt: skip
    return _done(request, here, act, "comment")


@needs("case.write")
@require_POST
def ask_for_more(request: HttpRequest, case: int) -> HttpResponse:
    """The Fund asks the parties for more."""
    here = acting(request, case, WRITE)
    act = partial(dialogue.ask_for_more, here.case, said(request, "text"), said(request, "due_on"),
                  here.by, here.through)  # fmt: skip
    return _done(request, here, act, "request")


@needs("case.write")
@require_POST
def answer(request: HttpRequest, case: int, pk: int) -> HttpResponse:
    """The parties answer."""
    here = acting(request, case, WRITE)
    asked = get_object_or_404(here.case.requests, pk=pk)
    act = partial(dialogue.answer, asked, said(request, "text"), here.by, here.through)
    return _done(request, here, act, f"answer-{pk}")


def _done(
    request: HttpRequest, here: Acting, act: Callable[..., object], form: str
) -> HttpResponse:
    page = partial(case_page, request, here.case, form=form)
    return done(
        partial(act, not_cpr=is_said(request, "not_cpr")), page, "cases:case", case=here.case.pk
    )
