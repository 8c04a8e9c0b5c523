"""The index: every estate by need, and the page of why one stands where it does."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from boligsocial.disclosure.gate import SMALL_UNIT, why_hidden
from boligsocial.disclosure.limits import default_limits
from boligsocial.index.bands import Bands
from boligsocial.index.pooling import default_pool_limits
from boligsocial.index.specification import Specification, built_in_specifications
from boligsocial.index.uncertainty import default_simulation
from boligsocial.messages import Message
from boligsocial.portal.components import DataTable, choices
from boligsocial.portal.danish import danish_order
from boligsocial.portal.distribution.need import NEED, has_index, in_address
from boligsocial.portal.downloads import as_response
from boligsocial.portal.figures import NAME, figures_id, figures_shown, shows_figures
from boligsocial.portal.ranking import charts
from boligsocial.portal.ranking.files import ranking_book
from boligsocial.portal.ranking.headings import headings
from boligsocial.portal.ranking.movers import movers_in
from boligsocial.portal.ranking.one import place_of
from boligsocial.portal.ranking.places import found, places_under
from boligsocial.portal.ranking.question import Question, question_of
from boligsocial.portal.ranking.rankings import lists_before, ranking_in
from boligsocial.portal.ranking.rows import rows_of
from boligsocial.portal.ranking.shown import shown_limits
from boligsocial.portal.ranking.words import DIRECTIONS, TRANSFORMS, band_name, component_name
from boligsocial.portal.writing import language
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.sealed import SealedLists

A_PAGE = 50
Picture = tuple[dict[str, Any], Message, DataTable]


@shows_figures
def ranking(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """Every estate by need; with other weights, who moves."""
    if not has_index(lists):
        return _no_index(request, lists, status=200)
    question = question_of(figures_id(lists), request.GET.dict())
    target = request.htmx.target if request.htmx else None  # type: ignore[attr-defined]
    context = _table(request, lists, question)
    if target == "ranking-result":
        return render(request, "ranking/_result.html", context)
    context |= _answer(lists, question)
    if target == "ranking-answer":
        answer = render(request, "ranking/_answer.html", {**context, "is_piece": True})
        answer["HX-Replace-Url"] = f"{reverse('ranking:ranking')}{question.address()}"
        return answer
    context |= _frame(lists, question)
    return render(request, "ranking/ranking.html", context)


@shows_figures
def estate(request: HttpRequest, lists: AreaLists, estate_id: str) -> HttpResponse:
    """Why an estate stands where it does, and what would take it elsewhere."""
    if not has_index(lists):
        return _no_index(request, lists)
    if estate_id not in lists.estates:
        raise Http404(estate_id)
    question = question_of(figures_id(lists), request.GET.dict())
    shown = {
        "figures_shown": figures_shown(lists, None),
        "estate": lists.estates[estate_id],
        "place": place_of(lists, question.given, estate_id),
        "question": question,
        "why_hidden": why_hidden(SMALL_UNIT),
        "method": _method(lists, question.given),
    }
    return render(request, "ranking/estate.html", shown)


@shows_figures
def download(request: HttpRequest, lists: AreaLists, kind: str) -> HttpResponse:
    """The rows of the address as a file, `csv` or `xlsx`."""
    if not has_index(lists):
        raise Http404(kind)
    question = question_of(figures_id(lists), request.GET.dict())
    table = places_under(lists, question.given, question.specification)
    ranking = ranking_in(lists, question.given.id)
    rows = tuple(rows_of(found(table, question.filter), len(ranking.units), ranking.bands))
    return as_response(ranking_book(lists, question, rows), kind, "indeks")


def _table(request: HttpRequest, lists: SealedLists, question: Question) -> dict[str, Any]:
    """The rows that are asked for, a page of them."""
    table = places_under(lists, question.given, question.specification)
    asked = found(table, question.filter)
    ranking = ranking_in(lists, question.given.id)
    pages = Paginator(range(len(asked)), A_PAGE).get_page(request.GET.get("side"))
    first = max(pages.start_index() - 1, 0)
    before = lists_before(lists)
    return {
        "question": question,
        "query": question.address(),
        "found": len(asked),
        "total": len(table),
        "pages": pages,
        "rows": list(rows_of(asked[first : first + A_PAGE], len(ranking.units), ranking.bands)),
        "headings": headings(question, has_before=before is not None),
        "before": before.snapshot.on if before else None,
        "level": round(default_simulation().level * 100),
    }


def _answer(lists: SealedLists, question: Question) -> dict[str, Any]:
    """What depends on the specification and the weights alone."""
    ranking = ranking_in(lists, question.given.id)
    table = places_under(lists, question.given, question.specification)
    drawn = _drawn(lists, question.given, question.specification, language())
    moved = movers_in(table, len(ranking.units), ranking.bands) if question.is_reweighed else None
    return {**drawn, "movers": moved, "distribution": _distribution_by(question)}


def _distribution_by(question: Question) -> str:
    """Where the frame is shared out by the need of this index."""
    fields = {NAME: question.figures, NEED: in_address(question.specification)}
    return f"{reverse('distribution:distribution')}?{urlencode(fields)}"


@lru_cache(maxsize=64)
def _drawn(
    lists: SealedLists, given: Specification, chosen: Specification, spoken: str  # noqa: ARG001
) -> dict[str, Any]:  # fmt: skip
    """The pictures; Altair takes a tenth of a second for each."""
    ranking = ranking_in(lists, given.id)
    if chosen != given:
        units = ranking.under(chosen)
        return {"scores": _scores(units, ranking.bands)}
    units = ranking.estates.drop_nulls("rank").unique("pool_id", maintain_order=True)
    level = round(default_simulation().level * 100)
    return {
        "scores": _scores(units, ranking.bands),
        "intervals": (
            charts.intervals_chart(units),
            charts.intervals_summary(units, level),
            charts.intervals_table(units, ranking.bands),
        ),
    }


def _scores(units: pl.DataFrame, bands: Bands) -> Picture | None:
    if not len(units):
        return None
    return (
        charts.scores_chart(units, bands),
        charts.scores_summary(units),
        charts.scores_table(units, bands),
    )


def _frame(lists: SealedLists, question: Question) -> dict[str, Any]:
    """The form's choices and how it is calculated."""
    specifications = reversed(built_in_specifications().values())
    towns = {each.municipality for each in lists.estates.values()}
    chosen, bands = question.filter, ranking_in(lists, question.given.id).bands
    return {
        "figures_shown": figures_shown(lists, None),
        "specifications": choices(
            ((each.id, Message(each.name)) for each in specifications), question.given.id
        ),
        "municipalities": choices(
            ((each, each) for each in sorted(towns, key=danish_order)), chosen.municipality
        ),
        "bands": choices(
            ((each.id, band_name(bands, each.id)) for each in bands.band), chosen.band
        ),
        "method": _method(lists, question.given),
    }


def _method(lists: SealedLists, given: Specification) -> dict[str, Any]:
    """How the index is calculated, from its definitions."""
    ranking = ranking_in(lists, given.id)
    simulation = default_simulation()
    return {
        "specification": given,
        "components": [
            (component_name(each.column), each.weight * 100, DIRECTIONS[each.direction],
             TRANSFORMS[each.transform])
            for each in given.component
        ],
        "bands": ranking.bands,
        "pool_limits": default_pool_limits(),
        "simulation": simulation,
        "level": round(simulation.level * 100),
        "first_year": str(ranking.years[0]),
        "limits": default_limits(),
        "most_hidden": shown_limits().most_hidden_weight * 100,
    }  # fmt: skip


def _no_index(request: HttpRequest, lists: AreaLists, status: int = 404) -> HttpResponse:
    shown = {"figures_shown": figures_shown(lists, None)}
    return render(request, "ranking/no_index.html", shown, status=status)
