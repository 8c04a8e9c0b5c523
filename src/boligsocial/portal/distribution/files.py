"""The distribution and the comparison to take along: Excel, PDF and CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from boligsocial.messages import UserError
from boligsocial.portal.distribution.choices import Choice
from boligsocial.portal.distribution.compared import compared
from boligsocial.portal.distribution.pages import chosen, chosen_sides
from boligsocial.portal.distribution.pdf import comparison_as_pdf, distribution_as_pdf
from boligsocial.portal.distribution.shared_out import SharedOut, shared_out
from boligsocial.portal.distribution.tables import (
    changes,
    chosen_columns,
    equity,
    explanation,
    grants,
    principles,
)
from boligsocial.portal.distribution.workbook import as_plain, as_workbook
from boligsocial.portal.downloads import MEDIA, as_csv
from boligsocial.portal.figures import shows_figures
from boligsocial.snapshots.area_lists import AreaLists


def without_mistakes(*choices: Choice) -> None:
    """A file is made of what was asked, or not at all."""
    for choice in choices:
        for mistake in choice.mistakes.values():
            raise UserError(mistake.text, **mistake.figures)


def _shared(request: HttpRequest, lists: AreaLists) -> SharedOut:
    choice = chosen(request, lists)
    without_mistakes(choice)
    return shared_out(choice, lists)


@shows_figures
def distribution_excel(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The distribution as a workbook."""
    shared = _shared(request, lists)
    book = as_workbook([grants(shared), principles([shared]), explanation(shared)])
    return attached(book, MEDIA["xlsx"], "fordeling.xlsx")


@shows_figures
def distribution_csv(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The distribution as one table, each row with its list, frame and principles."""
    shared = _shared(request, lists)
    content = as_csv(as_plain(grants(shared), chosen_columns(shared)))
    return attached(content, MEDIA["csv"], "fordeling.csv")


@shows_figures
def distribution_pdf(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The distribution on paper."""
    paper = distribution_as_pdf(_shared(request, lists))
    return attached(paper, "application/pdf", "fordeling.pdf")


@shows_figures
def compare_excel(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The comparison as a workbook."""
    sides = chosen_sides(request, lists)
    without_mistakes(*sides)
    pair = compared(*sides, lists)
    sheets = [
        changes(pair),
        equity(pair.by_region, "Region"),
        equity(pair.by_municipality, "Municipality"),
        principles([pair.first, pair.second]),
        explanation(pair.second),
    ]
    return attached(as_workbook(sheets), MEDIA["xlsx"], "sammenligning.xlsx")


@shows_figures
def compare_pdf(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The comparison on paper."""
    sides = chosen_sides(request, lists)
    without_mistakes(*sides)
    pair = compared(*sides, lists)
    return attached(comparison_as_pdf(pair), "application/pdf", "sammenligning.pdf")


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file as a download."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
