"""The distribution and the comparison to take along: Excel, PDF and CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from boligsocial.messages import UserError
from boligsocial.portal.distribution.choices import Choice
from boligsocial.portal.distribution.compared import Compared, compared
from boligsocial.portal.distribution.pages import chosen, chosen_sides
from boligsocial.portal.distribution.pdf import comparison_as_pdf, distribution_as_pdf
from boligsocial.portal.distribution.shared_out import SharedOut, shared_out
from boligsocial.portal.distribution.tables import (
    changes,
    chosen_columns,
    equity,
    explained,
    grants,
    principles,
)
from boligsocial.portal.downloads import Book, alone, as_response, attached
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


def _pair(request: HttpRequest, lists: AreaLists) -> Compared:
    sides = chosen_sides(request, lists)
    without_mistakes(*sides)
    return compared(*sides, lists)


@shows_figures
def distribution_excel(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The distribution as a workbook."""
    shared = _shared(request, lists)
    sheets = [grants(shared), principles([shared])]
    return as_response(
        Book(gettext("Distribution"), explained(shared), sheets), "xlsx", "fordeling"
    )


@shows_figures
def distribution_csv(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The distribution as one table, each row with its list, frame and principles."""
    shared = _shared(request, lists)
    return as_response(alone(grants(shared), chosen_columns(shared)), "csv", "fordeling")


@shows_figures
def distribution_pdf(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The distribution on paper."""
    paper = distribution_as_pdf(_shared(request, lists))
    return attached(paper, "application/pdf", "fordeling.pdf")


@shows_figures
def compare_excel(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The comparison as a workbook."""
    pair = _pair(request, lists)
    sheets = [
        changes(pair),
        equity(pair.by_region, "Region"),
        equity(pair.by_municipality, "Municipality"),
        principles([pair.first, pair.second]),
    ]
    book = Book(gettext("Comparison"), explained(pair.second), sheets)
    return as_response(book, "xlsx", "sammenligning")


@shows_figures
def compare_pdf(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """The comparison on paper."""
    paper = comparison_as_pdf(_pair(request, lists))
    return attached(paper, "application/pdf", "sammenligning.pdf")
