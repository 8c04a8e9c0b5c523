"""The form in which a case is decided: what was written in it, and the ruling that it makes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from boligsocial.messages import Message, UserError
from boligsocial.portal.amounts import øre_of
from boligsocial.portal.decisions.definitions import outcomes
from boligsocial.portal.decisions.services import Ruling
from boligsocial.portal.people.models import today


@dataclass(frozen=True)
class YearField:
    """The amount of a year as it was written."""

    year: int
    written: str

    @property
    def name(self) -> str:
        return f"amount_{self.year}"


def year_fields(given: QueryDict) -> list[YearField]:
    """The years that a commitment may run from now."""
    first = today().year
    years = range(first, first + outcomes().longest_years)
    return [YearField(year, given.get(f"amount_{year}", "")) for year in years]


def ruling_in(given: QueryDict) -> Ruling:
    """The ruling that a form asks for.

    Raises:
        UserError: an amount that cannot be read; the year is named.
    """
    return Ruling(
        given.get("outcome", ""),
        given.getlist("reason"),
        given.get("text", ""),
        [(each.year, _øre(each)) for each in year_fields(given)],
        given.get("deviation", ""),
        given.get("seen", ""),
        bool(given.get("not_cpr")),
    )


def _øre(field: YearField) -> int:
    if not field.written.strip():
        return 0
    try:
        return øre_of(field.written)
    except UserError as error:
        raise UserError(_IN_YEAR, year=str(field.year), mistake=error.message) from None


_IN_YEAR = Message("{year}: {mistake}")
