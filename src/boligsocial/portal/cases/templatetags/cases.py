"""Words and links for the pages of cases: `{% load cases %}`."""

from __future__ import annotations

from typing import Any

from django import template

from boligsocial.messages import Message
from boligsocial.portal.cases.frozen_figures import COLUMNS, Cell, ColumnId, Row
from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.rooms import RoomLink
from boligsocial.portal.cases.rooms import rooms_of as rooms
from boligsocial.portal.writing import language, said

register = template.Library()


@register.filter
def case_kind(value: str) -> str:
    """The words for a kind of case."""
    return said(Message(kinds()[value].name))


@register.filter
def phase_name(case: Case) -> str:
    """The words for the phase that a case is in."""
    return said(Message(kinds()[case.kind].phase_of(case.phase).name))


@register.filter
def words(text: str) -> str:
    """A sentence of a definition in the reader's language."""
    return said(Message(text))


@register.filter
def frozen_name(row: Row) -> str:
    """The name of a row of frozen figures."""
    return row.name(language())


@register.filter
def frozen_cell(cell: Cell) -> str:
    """A frozen figure as a reader reads it."""
    return cell.written(language())


@register.filter
def column_at(columns: tuple[ColumnId, ...], place: int) -> str:
    """The heading of the column at a place."""
    return frozen_column(columns[place])


@register.filter
def frozen_column(column: ColumnId) -> str:
    """The heading of a column of frozen figures."""
    return said(COLUMNS[column])


@register.simple_tag(takes_context=True)
def rooms_of_case(context: Any, case: Case) -> list[RoomLink]:  # noqa: ANN401 - Django's context
    """The pages of a case that the person may see."""
    return rooms(context["request"], case)
