"""The figures of a version in Excel, with what they were taken from."""

from __future__ import annotations

from django.utils.translation import gettext

from boligsocial.indicators.definition import catalogue
from boligsocial.law.rules import measures
from boligsocial.portal.cases.documents import Paper
from boligsocial.portal.cases.frozen_figures import COLUMNS, Table, frozen_of
from boligsocial.portal.cases.models import Version
from boligsocial.portal.downloads import Book, Cell, Sheet
from boligsocial.portal.estates.writing import unit_words
from boligsocial.portal.words import UNITS
from boligsocial.portal.writing import language, said

_NAME, _OTHER = 44, 22


def as_book(paper: Paper, version: Version) -> Book:
    """A sheet for each place.

    Raises:
        LookupError: the version holds no figures.
    """
    frozen = frozen_of(version)
    if frozen is None:
        raise LookupError(version)
    about: list[tuple[str, Cell]] = [
        (gettext("Case"), f"{paper.case.reference} {paper.case.name}"),
        (gettext("Version"), version.number),
        (gettext("Figures"), frozen.figures),
        (gettext("Date of the figures"), frozen.on),
        (gettext("Saved by"), str(version.by)),
    ]
    sheets = [_sheet(table, place) for place, table in enumerate(frozen.table, start=1)]
    return Book(said(paper.title), about, sheets)


def _sheet(table: Table, place: int) -> Sheet:
    columns = [
        table.place,
        *(said(COLUMNS[each]) for each in table.columns),
        gettext("Unit"),
        gettext("Period"),
        gettext("Source"),
    ]
    units = _units()
    rows: list[list[Cell]] = [
        [
            row.name(language()),
            *(
                each.written(language()) if each.number is None else each.number
                for each in row.cells
            ),
            units.get(row.id, ""),
            row.period,
            row.source,
        ]
        for row in table.row
    ]
    widths = [_NAME, *(_OTHER for _ in columns[1:])]
    safe = "".join(each for each in table.place if each not in "[]:*?/\\'")
    return Sheet(f"{place} {safe}", columns, widths, rows)


def _units() -> dict[str, str]:
    """The words for the unit of a row, by its id."""
    of_law = {each.id: said(UNITS[each.unit]) for each in measures().values() if each.unit in UNITS}
    return of_law | {each.id: unit_words(each.unit) for each in catalogue()}
