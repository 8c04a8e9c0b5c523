"""The pages Fordeling and Sammenlign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from boligsocial.allocation.principles import frames
from boligsocial.allocation.reasons import in_mio
from boligsocial.messages import Message
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal import components
from boligsocial.portal.distribution.breakpoints import COMES_IN, Breakpoints
from boligsocial.portal.distribution.charts import breakpoints_chart
from boligsocial.portal.distribution.choices import (
    SHARED,
    Choice,
    offered_lists,
    query_of,
    read_choice,
)
from boligsocial.portal.distribution.compared import Compared, compared
from boligsocial.portal.distribution.fields import FRAME, OPTIONS
from boligsocial.portal.distribution.moving import SLIDE, shown_moving, shown_why
from boligsocial.portal.distribution.need import has_index
from boligsocial.portal.distribution.shared_out import SharedOut, frame_marks, shared_out
from boligsocial.portal.distribution.shown import shown
from boligsocial.portal.figures import shows_figures
from boligsocial.portal.words import list_name
from boligsocial.portal.writing import said
from boligsocial.snapshots.area_lists import AreaLists

NOW, BEFORE = frames()[-1], frames()[0]
SIDES = (("a_", BEFORE), ("b_", NOW))


def chosen(request: HttpRequest, lists: AreaLists) -> Choice:
    """The choice in the address of a distribution."""
    return read_choice(request.GET, lists, frame_mio=NOW.mio, principles=NOW.period)


def chosen_sides(request: HttpRequest, lists: AreaLists) -> tuple[Choice, Choice]:
    """The two choices in the address of a comparison."""
    first, second = (
        read_choice(
            request.GET,
            lists,
            frame_mio=frame.mio,
            principles=frame.period,
            prefix=prefix,
        )
        for prefix, frame in SIDES
    )
    return first, second


@shows_figures
def distribution(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """What a frame can carry, and who feels it."""
    choice = chosen(request, lists)
    page, query = reverse("distribution:distribution"), query_of(choice.list, choice)
    context = {"query": query, **form_fields([choice], lists)}
    if asks_for_a_piece(request) and choice.mistakes:
        return only_the_mistakes(request, context)
    shared = shared_out(choice, lists)
    context |= {
        "choice": choice,
        "shared": shared,
        "figures_shown": shared.figures_shown,
        "enough_query": query_of(choice.list, choice, frame_mio=shared.enough_mio),
        "compare_query": query_of(choice.list, replace(choice, prefix=SIDES[1][0])),
        "is_long": len(shared.rungs) > shown().reasons_at_once,
    }
    if request.htmx.target == "breakpoints":  # type: ignore[attr-defined]
        return render(request, "distribution/_breakpoints.html", context | _drawn(shared))
    context["marks"] = frame_marks(
        choice,
        {each.period: query_of(choice.list, choice, frame_mio=each.mio) for each in frames()},
        int(FRAME.highest),
    )
    if request.htmx.target == SLIDE:  # type: ignore[attr-defined]
        return shown_moving(request, context, page)
    if asks_for_a_piece(request):
        answer = render(request, "distribution/_answer.html", context)
        answer["HX-Replace-Url"] = f"{page}?{query}"
        return answer
    return render(request, "distribution/distribution.html", context | _drawn(shared))


@shows_figures
def why(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """Why one area gets what it gets, for ladders too long to say it of all at once."""
    choice = chosen(request, lists)
    shared = shared_out(choice, lists)
    context = {"shared": shared, "query": query_of(choice.list, choice)}
    context["figures_shown"] = shared.figures_shown
    area_id = request.GET.get("omraade", "")
    return shown_why(request, context, area_id, is_piece=asks_for_a_piece(request))


@shows_figures
def comparison(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """Two frames with their principles side by side."""
    sides = chosen_sides(request, lists)
    page, query = reverse("distribution:compare"), query_of(sides[0].list, *sides)
    context = {"query": query, **form_fields(sides, lists)}
    is_piece = asks_for_a_piece(request)
    if is_piece and any(side.mistakes for side in sides):
        return only_the_mistakes(request, context)
    pair = compared(*sides, lists)
    context |= {
        "choice": sides[1],
        "sides": sides,
        "pair": pair,
        "shared": pair.second,
        "figures_shown": pair.second.figures_shown,
        "single_query": query_of(sides[1].list, replace(sides[1], prefix="")),
        "slope": pair.slope(),
        "slope_summary": slope_summary(pair),
    }
    if is_piece:
        answer = render(request, "distribution/_compare_answer.html", context)
        answer["HX-Replace-Url"] = f"{page}?{query}"
        return answer
    return render(request, "distribution/compare.html", context)


def asks_for_a_piece(request: HttpRequest) -> bool:
    """Whether a script asks for the part of the page that changes."""
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]


def form_fields(choices: Sequence[Choice], lists: AreaLists) -> dict[str, Any]:
    """What the forms need; `fields` is every place where a mistake may be told."""
    mistakes = {name: each for choice in choices for name, each in choice.mistakes.items()}
    names = [*SHARED]
    for choice in choices:
        names += [entry.name for entry in choice.entries.values()]
        names += [choice.prefix + option.name for option in OPTIONS]
        names.append(choice.prefix + "principper")
    return {
        "lists": components.choices(
            ((each.list_id, list_name(each)) for each in offered_lists(lists)),
            choices[0].list.list_id,
        ),
        "spots": [(name, mistakes.get(name)) for name in names],
        "mistakes": mistakes,
        "choices": choices,
        "has_index": has_index(lists),
        "frames": frames(),
        "highest": FRAME.highest,
    }


def only_the_mistakes(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Tells the mistakes beside their fields and leaves the last good result where it is."""
    answer = render(request, "distribution/_mistakes.html", context)
    answer["HX-Reswap"] = "none"
    return answer


def _drawn(shared: SharedOut) -> dict[str, Any]:
    breakpoints = Breakpoints(shared)
    return {
        "breakpoints": breakpoints,
        "breakpoints_drawing": draw_breakpoints(breakpoints),
        "breakpoints_summary": breakpoints_summary(breakpoints),
    }


def draw_breakpoints(breakpoints: Breakpoints) -> dict[str, Any]:
    """The chart of the page and of the PDF."""
    points = [
        {
            "frame": point.øre / ØRE_PER_MIO,
            "what": said(COMES_IN.filled(frame=in_mio(point.øre), area=point.names)),
        }
        for point in breakpoints.points
    ]
    frame = float(breakpoints.shared.choice.frame_mio)
    return breakpoints_chart(breakpoints.steps, points, frame, breakpoints.highest)


def breakpoints_summary(breakpoints: Breakpoints) -> Message:
    """The chart in a sentence."""
    points = breakpoints.points
    if not points:
        return Message("")
    return Message(
        "{first} mio. kr. carries the first {areas} areas. At {last} mio. kr. everyone who may get "
        "a grant has one, and a larger frame is left over.",
        {
            "first": in_mio(points[0].øre),
            "areas": len(points[0].rungs),
            "last": in_mio(points[-1].øre),
        },
    )


def slope_summary(pair: Compared) -> Message:
    """The chart in a sentence."""
    return Message(
        "Granted in all: {first} mio. kr. on the left, {second} mio. kr. on the right. "
        "Each line is an area.",
        {
            "first": in_mio(pair.comparison.first.spent_øre),
            "second": in_mio(pair.comparison.second.spent_øre),
        },
    )
