"""The cases of a search as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from boligsocial.messages import Message
from boligsocial.portal.cases.directory import CaseRow
from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.cases.services import phase_of
from boligsocial.portal.downloads import Book, Cell, Sheet
from boligsocial.portal.people.models import today

_WIDTHS = (12, 40, 28, 24, 14, 10, 14, 60, 26, 40, 40, 24)


def as_book(rows: Sequence[CaseRow]) -> Book:
    """A table of cases; those alone that the reader may see."""
    columns = [
        gettext("Case"), gettext("Name"), gettext("Kind"), gettext("Phase"),
        gettext("In the phase since"), gettext("Days"), gettext("Should go on by"),
        gettext("Missing"), gettext("Caseworker"), gettext("Parties"),
        gettext("The places of the case"), gettext("Municipality"),
    ]  # fmt: skip
    sheet = Sheet(gettext("Cases"), columns, _WIDTHS, [_cells(each) for each in rows])
    about: list[tuple[str, Cell]] = [
        (gettext("Taken out on"), today()),
        (gettext("Cases"), gettext("Those that you may see, as they are narrowed on the page.")),
    ]
    return Book(gettext("Cases"), about, [sheet])


def _cells(row: CaseRow) -> list[Cell]:
    case = row.case
    return [
        case.reference,
        case.name,
        Message(kinds()[case.kind].name),
        Message(phase_of(case).name),
        row.since,
        row.days,
        row.until,
        row.missing,
        str(case.caseworker) if case.caseworker else None,
        ", ".join(str(each) for each in case.parties.all()),
        ", ".join(str(each) for each in case.places.all()),
        ", ".join(row.municipalities),
    ]
