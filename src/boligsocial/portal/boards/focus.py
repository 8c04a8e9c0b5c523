"""The focus areas that a case has a sub-agreement for."""

from __future__ import annotations

from boligsocial.messages import Message
from boligsocial.portal.cases.models import Case
from boligsocial.portal.financing.definitions import periods


def focus_areas_of(case: Case) -> dict[str, Message]:
    """The names of the focus areas, by id, of the programme period that a case was opened in."""
    year = case.opened_at.year
    every = periods().period
    period = next((each for each in every if each.first_year <= year), every[-1])
    return {each.id: Message(each.name) for each in period.area}
