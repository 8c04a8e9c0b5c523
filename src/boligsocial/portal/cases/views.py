"""The pages of cases: the list, and one case with the steps that are taken in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from boligsocial.messages import UserError
from boligsocial.portal.cases import directory, services
from boligsocial.portal.cases.access import (
    ASSIGN,
    OPEN,
    STEP,
    WRITE,
    Acting,
    acting,
    case_within_reach,
    on_the_side_of_the_fund,
)
from boligsocial.portal.cases.case_page import case_page
from boligsocial.portal.cases.directory_file import as_book
from boligsocial.portal.cases.parties import party_named
from boligsocial.portal.downloads import MEDIA, as_response
from boligsocial.portal.forms import done, is_said, said
from boligsocial.portal.people.gate import ask, needs, who_of
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
    here = acting(request, case, STEP)
    act = partial(
        services.take_step, here.case, said(request, "to"), here.by, here.through,
        said(request, "reason"), not_cpr=is_said(request, "not_cpr"),
    )  # fmt: skip
    return _done(request, here, act, "step")


@needs("case.step")
@require_POST
def check(request: HttpRequest, case: int) -> HttpResponse:
    """Say that a check of the phase is made, or take it back; the side that goes on says it."""
    here = acting(request, case, STEP)

    def act() -> None:
        if here.side not in services.phase_of(here.case).moves.values():
            raise UserError("the other side says this")
        ticks = services.tick if is_said(request, "is_made") else services.untick
        ticks(here.case, said(request, "check"), here.by)

    return _done(request, here, act, "check")


@needs("case.assign")
@require_POST
def assign(request: HttpRequest, case: int) -> HttpResponse:
    """Say which caseworker has the case."""
    here = acting(request, case, ASSIGN)

    def act() -> None:
        given = said(request, "caseworker")
        services.assign(here.case, _caseworker(given) if given else None, here.by)

    return _done(request, here, act, "assign")


@needs("case.write")
@require_POST
def add_party(request: HttpRequest, case: int) -> HttpResponse:
    """Let one organisation more take part."""
    here = acting(request, case, WRITE)

    def act() -> None:
        is_fund = on_the_side_of_the_fund(who_of(request))
        party = party_named(said(request, "party"), by_number=is_fund)
        services.add_party(here.case, party, here.by)

    return _done(request, here, act, "party")


def _done(request: HttpRequest, here: Acting, act: Callable[[], object], form: str) -> HttpResponse:
    page = partial(case_page, request, here.case, form=form)
    return done(act, page, "cases:case", case=here.case.pk)


def _caseworker(given: str) -> User:
    found = next((each for each in services.caseworkers() if str(each.pk) == given), None)
    if found is None:
        raise UserError("choose one of the Fund's caseworkers")
    return found
