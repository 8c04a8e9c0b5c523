"""The page of the best distribution, and its files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from boligsocial.portal.distribution.choices import query_of
from boligsocial.portal.distribution.files import without_mistakes
from boligsocial.portal.distribution.optimum.best import Best, best_of
from boligsocial.portal.distribution.optimum.frames import (
    every_million,
    is_quick,
    list_frames,
    reckon_step,
    steps_to_highest,
)
from boligsocial.portal.distribution.optimum.limits import limits
from boligsocial.portal.distribution.optimum.tables import (
    BEST_MEANS,
    PROVEN_MEANS,
    about,
    both_ways,
    groups,
    millions,
    result,
)
from boligsocial.portal.distribution.pages import (
    asks_for_a_piece,
    chosen,
    form_fields,
    only_the_mistakes,
)
from boligsocial.portal.distribution.shared_out import SharedOut, shared_out
from boligsocial.portal.distribution.tables import chosen_columns, principles
from boligsocial.portal.downloads import Book, alone, as_response
from boligsocial.portal.figures import shows_figures
from boligsocial.snapshots.area_lists import AreaLists

STEP, EVERY = "trin", "alle"
"""In the address: the next step of the millions, and that all are to be reckoned at once."""


@shows_figures
def optimum(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The best distribution of a frame beside the way down the list."""
    choice = chosen(request, lists)
    query = query_of(choice.list, choice)
    context: dict[str, Any] = {"query": query, **form_fields([choice], lists)}
    if asks_for_a_piece(request) and choice.mistakes:
        return only_the_mistakes(request, context)
    shared = shared_out(choice, lists)
    context |= {"choice": choice, "shared": shared, "figures_shown": shared.figures_shown}
    context |= _shown(request, shared)
    if asks_for_a_piece(request):
        answer = render(request, "distribution/optimum_answer.html", context)
        answer["HX-Replace-Url"] = f"{reverse('distribution:optimum')}?{query}"
        return answer
    return render(request, "distribution/optimum.html", context)


@shows_figures
def every_frame(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """One more step of the best distribution of every million; after the last, all of it."""
    choice = chosen(request, lists)
    best = best_of(shared_out(choice, lists))
    step = request.GET.get(STEP, "")
    context: dict[str, Any] = {"query": query_of(choice.list, choice)}
    if step.isascii() and step.isdigit() and int(step) < steps_to_highest():
        context["progress"] = reckon_step(best, int(step))
    if "progress" not in context or context["progress"].done == steps_to_highest():
        context["millions"] = every_million(best)
    return render(request, "distribution/optimum_millions.html", context)


def _shown(request: HttpRequest, shared: SharedOut) -> dict[str, Any]:
    """What the page says of the best distribution; that it is too much where it is."""
    areas = len(shared.distribution.grants)
    if areas > limits().most_areas:
        return {"too_many": areas, "most": limits().most_areas}
    best = best_of(shared)
    at_once = is_quick(best) or EVERY in request.GET
    return {
        "best": best,
        "best_means": BEST_MEANS,
        "proven_means": PROVEN_MEANS,
        "within_m": round(limits().within_m),
        "list_frames": list_frames(best),
        "millions": every_million(best) if at_once else None,
        "list_query": query_of(shared.choice.list, replace(shared.choice, prefix="")),
    }


def _asked(request: HttpRequest, lists: AreaLists) -> Best:
    choice = chosen(request, lists)
    without_mistakes(choice)
    return best_of(shared_out(choice, lists))


@shows_figures
def optimum_excel(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """Both ways as a workbook; with every million where that is quick."""
    best = _asked(request, lists)
    sheets = [both_ways(best), result(best), *groups(best)]
    found = every_million(best) if is_quick(best) else None
    if found:
        sheets.append(millions(found))
    book = Book(
        gettext("Best distribution"), about(best, found), [*sheets, principles([best.shared])]
    )
    return as_response(book, "xlsx", "bedste-fordeling")


@shows_figures
def optimum_csv(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """Both ways as one table, each row with its list, frame and principles."""
    best = _asked(request, lists)
    return as_response(
        alone(both_ways(best), chosen_columns(best.shared)), "csv", "bedste-fordeling"
    )
