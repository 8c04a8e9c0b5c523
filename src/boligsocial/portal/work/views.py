"""The pages of what waits, and of searching."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from boligsocial.portal.cases.access import on_the_side_of_the_fund
from boligsocial.portal.figures import NAME, PUBLISHED, figures_id, figures_shown, shows_figures
from boligsocial.portal.people.gate import needs, open_to_all, who_of
from boligsocial.portal.people.models import today
from boligsocial.portal.work.places import found_places
from boligsocial.portal.work.searching import found_cases
from boligsocial.portal.work.waiting import waits_for
from boligsocial.snapshots.area_lists import AreaLists

A_PAGE = 50


@needs("case.read")
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the person, by its deadline."""
    who, day = who_of(request), today()
    of_everyone = request.GET.get("hvis") == "alle"
    items = waits_for(who, of_everyone=of_everyone)
    page = Paginator(items, A_PAGE).get_page(request.GET.get("side"))
    context = {
        "late": [each for each in page if each.is_late(day)],
        "in_time": [each for each in page if not each.is_late(day)],
        "page": page,
        "query": "?hvis=alle" if of_everyone else "?",
        "of_everyone": of_everyone,
        "is_fund": on_the_side_of_the_fund(who),
    }
    return render(request, "work/waiting.html", context)


@open_to_all
@shows_figures
def search(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """Areas, estates and, within one's reach, cases that a text is in."""
    query, figures = request.GET.get("q", "").strip()[:200], figures_id(lists)
    context = {
        "query": query,
        "places": found_places(lists, query),
        "figures_query": "" if figures == PUBLISHED else f"?{NAME}={figures}",
        "cases": found_cases(who_of(request), query),
        "is_known": who_of(request).user is not None,
        "figures_shown": figures_shown(lists, lists.lists[-1].on),
    }
    return render(request, "work/search.html", context)
