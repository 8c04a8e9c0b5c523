"""The pages of the log: all of it, a case's, and what it holds of a person."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext

from boligsocial.portal.cases.access import case_within_reach, on_the_side_of_the_fund
from boligsocial.portal.decision_log.exports import as_book, as_json, held_of
from boligsocial.portal.decision_log.kinds import entry_kinds, log_definition
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.words import entries_shown, is_internal
from boligsocial.portal.downloads import as_response, attached
from boligsocial.portal.forms import number_in
from boligsocial.portal.people.gate import needs, person_of, require, who_of
from boligsocial.portal.people.models import User

A_PAGE = 50
PERSON = "person"


@needs("log.read")
def log(request: HttpRequest) -> HttpResponse:
    """The whole log, the latest first, by kind, person, case and days."""
    found = _chosen(request)
    page = Paginator(found.order_by("-number"), A_PAGE).get_page(request.GET.get("side"))
    kept = {name: str(value) for name, value in request.GET.items() if name != "side" and value}
    context = {
        "page": page,
        "entries": entries_shown(page),
        "kinds": sorted(entry_kinds().values(), key=lambda each: each.id),
        "people": User.objects.filter(pk__in=LogEntry.objects.values("by")),
        "given": request.GET,
        "query": f"?{urlencode(kept)}",
        "last": LogEntry.objects.order_by("-number").first(),
        "said": log_definition(),
    }
    return render(request, "decision_log/log.html", context)


@needs("case.read")
def of_case(request: HttpRequest, case: int) -> HttpResponse:
    """What the log says of a case; what is internal to the Fund is its own people's."""
    who = who_of(request)
    shown = case_within_reach(who, case)
    every = LogEntry.objects.filter(case=shown.pk).select_related("by").order_by("-number")
    is_fund = on_the_side_of_the_fund(who)
    seen = [each for each in every if is_fund or not is_internal(each)]
    page = Paginator(seen, A_PAGE).get_page(request.GET.get("side"))
    context = {
        "case": shown,
        "entries": entries_shown(page),
        "page": page,
        "query": "?",
        "said": log_definition(),
    }
    return render(request, "decision_log/of_case.html", context)


@needs("access.read")
def of_person(request: HttpRequest) -> HttpResponse:
    """What the log holds of oneself, or of another for those who read the log."""
    person = _person(request)
    context = {
        "person": person,
        "is_oneself": person == who_of(request).user,
        "held": Paginator(list(held_of(person))[::-1], A_PAGE).get_page(request.GET.get("side")),
        "query": f"?{PERSON}={person.pk}",
        "said": log_definition(),
    }
    return render(request, "decision_log/of_person.html", context)


@needs("access.read")
def person_file(request: HttpRequest, kind: str) -> HttpResponse:
    """What the log holds of a person, as JSON, Excel or CSV."""
    person = _person(request)
    name = gettext("log")
    if kind == "json":
        return attached(as_json(person).encode(), "application/json", f"{name}.json")
    return as_response(as_book(person), kind, name)


def _person(request: HttpRequest) -> User:
    """Oneself, or the one in the address for those who may.

    Raises:
        NoRightError: another, by somebody who does not read the log.
    """
    oneself = person_of(who_of(request))
    asked = request.GET.get(PERSON, "")
    if asked in ("", str(oneself.pk)):
        return oneself
    require(who_of(request), "log.read")
    return get_object_or_404(User, pk=number_in(asked))


def _chosen(request: HttpRequest) -> QuerySet[LogEntry]:
    found = LogEntry.objects.select_related("by")
    given = request.GET
    if kind := given.get("slags"):
        found = found.filter(kind=kind)
    if person := given.get(PERSON):
        found = found.filter(by=number_in(person) or 0)
    if case := given.get("sag"):
        # People write 2026-0007; the number is what comes after the year.
        found = found.filter(case=number_in(case.rpartition("-")[2]) or 0)
    for name, lookup, later in (("fra", "at__gte", 0), ("til", "at__lt", 1)):
        if day := _day(given.get(name, "")):
            begins = make_aware(day + timedelta(days=later), get_current_timezone())
            found = found.filter(**{lookup: begins})
    return found


def _day(given: str) -> datetime | None:
    try:
        day = parse_date(given)
    except ValueError:
        return None
    return datetime.combine(day, time()) if day else None
