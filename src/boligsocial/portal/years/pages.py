"""The page Årene: the frame over the years of the act."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from boligsocial.allocation.principles import built_in_principles
from boligsocial.allocation.years.outlook import last_listed_year, outlook
from boligsocial.allocation.years.rules import default_year_rules
from boligsocial.messages import Message, UserError
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.components import choices
from boligsocial.portal.distribution.optimum.limits import limits
from boligsocial.portal.downloads import as_response
from boligsocial.portal.figures import figures_id, figures_shown, shows_figures
from boligsocial.portal.words import list_name
from boligsocial.portal.writing import language, rounded
from boligsocial.portal.years import charts
from boligsocial.portal.years.areas import area_rows, list_changes, standings_in
from boligsocial.portal.years.choice import METHODS, YearChoice, year_choice
from boligsocial.portal.years.files import years_book
from boligsocial.portal.years.plans import Planned, lists_by_year, planned
from boligsocial.portal.years.words import (
    GIVEN,
    STANDINGS,
    STANDINGS_MEAN,
    ahead_in_words,
    headline,
)
from boligsocial.snapshots.area_lists import AreaLists

A_PAGE = 200
"""Areas on the page; all are in the file."""


@shows_figures
def years(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """What the frames carry, year by year, and what lies ahead."""
    choice = year_choice(figures_id(lists), request.GET.dict())
    is_piece = bool(request.htmx) and request.htmx.target == "years"  # type: ignore[attr-defined]
    context = {"choice": choice, "query": choice.address(), **_form(lists, choice)}
    if not lists_by_year(lists, choice.rules.frame):
        return render(request, "years/years.html", {**context, "is_empty": True})
    context |= _shown(lists, planned(lists, choice))
    if not is_piece:
        return render(request, "years/years.html", context)
    answer = render(request, "years/_answer.html", context)
    answer["HX-Replace-Url"] = f"{reverse('years:years')}{choice.address()}"
    return answer


@shows_figures
def download(request: HttpRequest, lists: AreaLists, kind: str) -> HttpResponse:
    """The plan of the address as a file, `csv` (the years) or `xlsx` (all of it)."""
    choice = year_choice(figures_id(lists), request.GET.dict())
    for each in choice.mistakes:
        if each.mistake:
            raise UserError(each.mistake.text, **each.mistake.figures)
    return as_response(years_book(lists, planned(lists, choice)), kind, "aarene")


def _form(lists: AreaLists, choice: YearChoice) -> dict[str, Any]:
    return {
        "figures_shown": figures_shown(lists, None),
        "presets": choices(
            ((each.id, Message(each.name)) for each in built_in_principles().values()),
            choice.principles.id,
        ),
        "methods": choices(
            ((name, words) for name, (_, words) in METHODS.items()), choice.method_name
        ),
        "rules": default_year_rules(),
        "phase_out": [each * 100 for each in default_year_rules().commitment.phase_out],
    }  # fmt: skip


def _shown(lists: AreaLists, of: Planned) -> dict[str, Any]:
    plan, frame = of.plan, of.plan.rules.frame
    seen_from, rows = last_listed_year(plan), area_rows(plan, lists.areas)
    return {
        "planned": of,
        "plan": plan,
        "most_areas": limits().areas_at_once,
        "headline": headline(plan),
        "chart": charts.plan_chart(plan),
        "chart_table": charts.plan_table(plan),
        "accounts": [
            (each, list_name(of.lists[each.year]) if each.year in of.lists else None,
             len(each.with_standing(*GIVEN)))
            for each in plan.years
        ],
        "last_frame_year": str(frame.last_year),
        "carry_until": str(frame.carry_over_until),
        "seen_from": str(seen_from),
        "ahead": [(each, ahead_in_words(each)) for each in outlook(plan, seen_from)],
        "payments": charts.payments_chart(plan) if plan.commitments else None,
        "payments_table": charts.payments_table(plan),
        "rows": rows[:A_PAGE],
        "more_areas": max(0, len(rows) - A_PAGE),
        "standings": [(each.value, STANDINGS[each], STANDINGS_MEAN[each])
                      for each in standings_in(plan)],
        "changes": list_changes(plan, lists.areas),
        "both": _both(of),
        "all_proven": _all_proven(of),
        "act": of.act,
        "act_chart": charts.act_chart(of.act, frame),
        "act_table": charts.act_table(of.act, frame),
        "limits_by_year": _limits(of),
        "frame": frame,
        "is_assumed": bool(plan.rules.index.factor),
    }  # fmt: skip


def _both(of: Planned) -> list[tuple[int, list[tuple[int, int]]]]:
    """Year by year, what each method commits and to how many areas; down the list first."""
    plans = of.methods
    ordered = [plans[each] for each in ("ranked", "optimal") if each in plans]
    return [
        (accounts[0].year,
         [(each.committed_øre, len(each.with_standing(*GIVEN))) for each in accounts])
        for accounts in zip(*(plan.years for plan in ordered), strict=True)
    ]  # fmt: skip


def _all_proven(of: Planned) -> bool:
    """Whether the best distribution is certain to be the best in each year that anybody asks."""
    best = of.methods.get("optimal")
    return best is not None and all(each.proven is not False for each in best.years)


def _limits(of: Planned) -> list[tuple[Message, list[tuple[str, str]]]]:
    """Each limit of the act with what is used of it in every year, and the most, in mio. kr."""
    by_limit = zip(*(year.checks for year in of.act), strict=True)
    return [
        (checks[0].limit, [(_whole_mio(each.used_øre), _whole_mio(each.most_øre))
                           for each in checks])
        for checks in by_limit
    ]  # fmt: skip


def _whole_mio(øre: int) -> str:
    return rounded(øre / ØRE_PER_MIO, 0, language())
