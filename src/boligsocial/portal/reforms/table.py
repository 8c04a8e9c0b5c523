"""The result as a table to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from boligsocial.law.rules import Measure
from boligsocial.messages import Message
from boligsocial.portal import words
from boligsocial.portal.atlas.directory_file import list_sources
from boligsocial.portal.downloads import Book, Cell, Sheet, yes_no
from boligsocial.portal.figures import figures_name
from boligsocial.portal.reforms.services import AreaRow, ReformPage
from boligsocial.portal.statuses import NAMES
from boligsocial.portal.writing import said
from boligsocial.snapshots.area_lists import AreaLists


def as_book(snapshot: AreaLists, page: ReformPage) -> Book:
    """Every area tested, changed ones first, with the figures that were tested."""
    criteria = [each.criterion for each in page.fields.criteria]
    measures = tuple({each.measure.id: each.measure for each in criteria}.values())
    columns = [gettext("Area"), gettext("Municipality"), gettext("List"), gettext("Under the law"),
               gettext("Under the other rule"), gettext("Changed"), gettext("Why"),
               gettext("Residents"), *(heading(each) for each in measures)]  # fmt: skip
    widths = [32, 18, 12, 30, 30, 10, 90, 12, *(18 for _ in measures)]
    rows = [list(_cells(row, page, measures)) for row in page.rows]
    return Book(
        gettext("What would another rule do?"),
        list(_about(snapshot, page)),
        [Sheet(gettext("Areas"), columns, widths, rows)],
    )


def heading(measure: Measure) -> str:
    """A measure with its unit."""
    name, unit = words.HEADINGS[measure.id], words.UNITS[measure.unit]
    return f"{said(name)} ({said(unit)})"


def _cells(row: AreaRow, page: ReformPage, measures: Sequence[Measure]) -> Iterator[Cell]:
    area, verdict = row.effect.area, row.effect.before
    yield from (area.name, area.municipality, page.on.on, NAMES[row.before], NAMES[row.after])
    yield yes_no(row.is_changed)
    yield " ".join(said(each) for each in row.why)
    residents = verdict.area["residents"]
    yield None if residents is None else int(residents)
    told = {each.criterion.measure.id: each for each in verdict.verdicts}
    for each in measures:
        value = told[each.id].value
        yield words.HIDDEN if told[each.id].hidden else None if value is None else round(value, 2)


def _about(snapshot: AreaLists, page: ReformPage) -> Iterator[tuple[str, Cell]]:
    yield gettext("List"), words.list_name(page.on)
    yield gettext("Law"), page.law.law
    if page.reform is not None:
        yield gettext("Rule"), Message(page.reform.name)
    yield gettext("What is changed"), page.fields.address or gettext("Nothing")
    yield gettext("Figures"), figures_name(snapshot)
    yield gettext("Sources"), list_sources(snapshot, page.on.list_id)
    if page.is_published:
        yield (
            gettext("Reservation"),
            Message(
                "Only areas with published figures are tested. Areas that a softer rule would add "
                "are not seen."
            ),
        )
