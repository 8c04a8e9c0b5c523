"""Scenarios side by side to take along: Excel and PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from boligsocial.money import mio_from_øre
from boligsocial.portal.distribution.charts import as_svg
from boligsocial.portal.distribution.pdf import CHART_WIDTH, as_pdf, picture
from boligsocial.portal.distribution.tables import (
    area_cells,
    area_columns,
    chosen_rows,
    explained,
    kroner,
)
from boligsocial.portal.downloads import (
    Book,
    Cell,
    Sheet,
    SheetColumn,
    as_response,
    attached,
    sheet_of,
    yes_no,
)
from boligsocial.portal.people.gate import open_to_all
from boligsocial.portal.scenarios.frozen import recomputed
from boligsocial.portal.scenarios.models import Scenario
from boligsocial.portal.scenarios.side_by_side import Side, SideBySide, side_by_side
from boligsocial.portal.scenarios.views import chosen_scenarios


@open_to_all
def excel(request: HttpRequest) -> HttpResponse:
    """The comparison as a workbook."""
    pair = chosen_scenarios(request)
    about = explained(pair.sides[0].shared)
    book = Book(gettext("Scenarios"), about, [_scenarios(pair), _areas(pair)])
    return as_response(book, "xlsx", "scenarier")


@open_to_all
def pdf(request: HttpRequest) -> HttpResponse:
    """The comparison on paper."""
    pair = chosen_scenarios(request)
    context = {
        "pair": pair,
        "chart": picture(as_svg(pair.slope(), CHART_WIDTH)),
        "sides": [side.shared for side in pair.sides],
    }
    paper = as_pdf("scenarios/scenarier_pdf.html", pair.sides[0].shared, context)
    return attached(paper, "application/pdf", "scenarier.pdf")


@open_to_all
def one_pdf(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - every view has it
    """One scenario on paper, whichever way it shares the frame out."""
    scenario = get_object_or_404(Scenario.objects.select_related("saved_by"), pk=pk)
    alone = side_by_side([recomputed(scenario)])
    shared = alone.sides[0].shared
    context = {"scenario": scenario, "pair": alone, "sides": [shared]}
    paper = as_pdf("scenarios/scenarie_pdf.html", shared, context)
    return attached(paper, "application/pdf", "scenarie.pdf")


def _scenarios(pair: SideBySide) -> Sheet:
    """What each scenario chooses and comes to, a column each."""
    per_side = [_about(side) for side in pair.sides]
    rows: list[list[Cell]] = [
        [each[0][0], *(cell for _, cell in each)] for each in zip(*per_side, strict=True)
    ]
    rows += [[words, *counts] for words, counts in pair.outcomes]
    columns = [
        SheetColumn(gettext("What"), "text", 54),
        *(SheetColumn(side.name, "mio", 40) for side in pair.sides),
    ]
    return sheet_of(gettext("Scenarios"), columns, rows)


def _about(side: Side) -> list[tuple[str, Cell]]:
    saved = side.scenario
    return [
        (gettext("Note"), saved.note),
        (gettext("Saved by"), str(saved.saved_by)),
        (gettext("Saved on"), saved.saved_on),
        (gettext("The figures have changed since"), yes_no(side.has_changed)),
        (gettext("Figures"), side.shared.figures_name),
        *chosen_rows(side.shared, came_to(side)),
    ]


def came_to(side: Side) -> list[tuple[str, Cell]]:
    """What the scenario comes to, by name."""
    result = side.result
    return [
        (gettext("Way of sharing out"), result.method_name),
        (gettext("Granted, mio. kr. a year"), mio_from_øre(result.granted_øre)),
        (gettext("Saved by shared plans, mio. kr. a year"), mio_from_øre(result.saved_øre)),
        (gettext("Left, mio. kr. a year"), mio_from_øre(result.left_øre)),
        (gettext("Short by, mio. kr. a year"), mio_from_øre(result.shortfall_øre)),
        (gettext("Proven that none is better"), yes_no(result.proven)),
        (gettext("Areas that get a grant"), result.reached),
        (gettext("Residents reached"), result.residents_reached),
    ]


def _areas(pair: SideBySide) -> Sheet:
    """Every area with its grant and its reason in each scenario."""
    amounts = [
        SheetColumn(f"{side.name}, {gettext('kr. a year')}", "kroner", 20) for side in pair.sides
    ]
    reasons = [SheetColumn(f"{side.letter}: {gettext('Why')}", "long") for side in pair.sides]
    columns = [
        *area_columns(),
        SheetColumn(gettext("Residents"), "count", 10),
        SheetColumn(gettext("Different")),
        *amounts,
        *reasons,
    ]
    rows: list[list[Cell]] = [
        [
            *area_cells(each.area, each.tiers),
            each.candidate.residents,
            yes_no(each.differs),
            *(kroner(grant.øre) if grant else None for grant in each.grants),
            *each.reasons,
        ]
        for each in pair.areas
    ]
    return sheet_of(gettext("Areas"), columns, rows)
