"""The years of the ledger, and how money that a closed year gets goes on to an open one."""

from __future__ import annotations

from collections.abc import Iterator

from boligsocial.allocation.years.definitions import frame_definition
from boligsocial.portal.ledger.entries import Place
from boligsocial.portal.ledger.models import AccountKind, Year
from boligsocial.portal.ledger.refusals import RefusedError, closed


def year_of(year: int) -> Year:
    """A year that has been opened.

    Raises:
        RefusedError: it has not.
    """
    row = Year.objects.filter(year=year).first()
    if row is None:
        raise RefusedError("{year} has no frame yet; open the year first", year=str(year))
    return row


def open_year_of(year: int) -> Year:
    """A year in which money can be committed.

    Raises:
        RefusedError: it has not been opened, or is closed.
    """
    row = year_of(year)
    if row.closed_on is not None:
        raise closed(year, row.closed_on)
    return row


def carried_on(place: Place, øre: int) -> Iterator[tuple[Place, int]]:
    """The moves that put an amount at the disposal of a part, from its year to the one open.

    After the last year that the act lets money be carried to, it stays where it is.

    Raises:
        RefusedError: the next year is not open yet.
    """
    source = Place(place.year, place.part, AccountKind.AVAILABLE)
    is_last = place.year >= frame_definition().carry_over_until
    if year_of(place.year).closed_on is None or is_last:
        yield source, øre
        return
    next_year = Place(place.year + 1, place.part, AccountKind.AVAILABLE)
    year_of(next_year.year)
    yield source.as_(AccountKind.CARRIED_OUT), øre
    yield next_year.as_(AccountKind.CARRIED_IN), -øre
    yield from carried_on(next_year, øre)
