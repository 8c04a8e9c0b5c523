"""The only way into the ledger. Each operation books one entry, or refuses and books nothing.

Amounts are whole øre above zero. A commitment counts in the year it is given; payments have no year
of their own. `RefusedError` says how much was left and what it would take. The same promises are
kept by the database itself (`guards/`), also against whoever goes around this module.
"""

from __future__ import annotations

from boligsocial.allocation.years.definitions import frame_definition, frame_øre, price_index
from boligsocial.portal.ledger.entries import (
    Place,
    Signature,
    balance,
    balances,
    book,
    moved,
    place_of,
    turn,
)
from boligsocial.portal.ledger.models import Account, AccountKind, Entry, EntryKind, Grant, Year
from boligsocial.portal.ledger.refusals import (
    NOT_ENOUGH_COMMITTED,
    NOT_ENOUGH_PAID,
    NOT_ENOUGH_RESERVED,
    RefusedError,
    not_enough_in_frame,
    not_enough_of,
)
from boligsocial.portal.ledger.reversals import reversal_of
from boligsocial.portal.ledger.years import carried_on, open_year_of, year_of
from boligsocial.portal.people.models import Organisation

A = AccountKind


def open_year(year: int, signature: Signature) -> Entry | None:
    """Open a year with its frame by the act and the index; 2027 opens empty, for the carry-over.

    Raises:
        RefusedError: the act has no such year, it is open, or the year before is not.
    """
    with turn():
        _refuse_out_of_order(year)
        Year.objects.create(year=year)
        amounts = frame_øre(frame_definition(), price_index(), year)
        moves = moved(*(move for part, øre in amounts.items() for move in _framed(year, part, øre)))
        return book(EntryKind.FRAME, moves, signature) if moves else None


def index_year(year: int, signature: Signature) -> Entry | None:
    """Book the difference when the factor of an open year has become known; nothing if none.

    Raises:
        RefusedError: the year is closed, or a lower frame no longer holds what is promised.
    """
    with turn():
        open_year_of(year)
        moves: dict[Place, int] = {}
        for part, øre in frame_øre(frame_definition(), price_index(), year).items():
            frame, available = (Place(year, part, kind) for kind in (A.FRAME, A.AVAILABLE))
            change = øre + balance(frame)
            if balance(available) + change < 0:
                raise not_enough_in_frame(part, year, balance(available), -change)
            moves |= moved(*_framed(year, part, change))
        return book(EntryKind.INDEX, moves, signature) if moves else None


def close_year(year: int, signature: Signature) -> Entry | None:
    """Close a year for good and carry what is left to the next, as long as the act lets it.

    Raises:
        RefusedError: it is closed, an earlier year is open, money is still reserved in it, or the
            next year is not open to carry to.
    """
    with turn():
        row = open_year_of(year)
        _refuse_early_close(year)
        left = {
            place: øre
            for place, øre in balances(
                Place(year, part.id, A.AVAILABLE) for part in frame_definition().part
            ).items()
            if øre
        }
        row.closed_on = signature.dated
        row.save(update_fields=["closed_on"])
        moves = moved(
            *((place, -øre) for place, øre in left.items()),
            *(move for place, øre in left.items() for move in carried_on(place, øre)),
        )
        return book(EntryKind.CARRY, moves, signature) if moves else None


def transfer(year: int, origin: str, to: str, øre: int, signature: Signature) -> Entry:
    """Move money that is left from one part of a frame to another, where the act lets it.

    Raises:
        RefusedError: no such way, a closed year, or less left than that.
    """
    _refuse_nothing(øre)
    if not frame_definition().may_transfer(origin, to):
        raise RefusedError("money cannot be moved between these parts of the frame")
    with turn():
        open_year_of(year)
        place = _left_of(year, origin, øre)
        moves = {place: -øre, Place(year, to, A.AVAILABLE): øre}
        return book(EntryKind.TRANSFER, moves, signature)


def override(year: int, part: str, øre: int, signature: Signature) -> Entry:
    """Let a part of the frame be exceeded by an amount: an entry of its own, by two people.

    Raises:
        RefusedError: no reason, no second approver, or a closed year.
    """
    _refuse_nothing(øre)
    _refuse_alone(signature)
    with turn():
        open_year_of(year)
        moves = {Place(year, part, A.OVERRIDE): -øre, Place(year, part, A.AVAILABLE): øre}
        return book(EntryKind.OVERRIDE, moves, signature)


def new_grant(name: str, organisation: Organisation, part: str) -> Grant:
    """A grant without money yet.

    Raises:
        RefusedError: the frame has no such part.
    """
    if part not in {each.id for each in frame_definition().part}:
        raise RefusedError("the frame has no part {part}", part=part)
    return Grant.objects.create(name=name, organisation=organisation, part=part)


def reserve(grant: Grant, øre: int, signature: Signature) -> Entry:
    """Set money of the year aside for a grant.

    Raises:
        RefusedError: a closed year, or less left than that.
    """
    _refuse_nothing(øre)
    with turn():
        year = open_year_of(signature.dated.year).year
        left = _left_of(year, grant.part, øre)
        moves = {left: -øre, _of(grant, year, A.RESERVED): øre}
        return book(EntryKind.RESERVATION, moves, signature, grant=grant)


def release(grant: Grant, øre: int, signature: Signature) -> Entry:
    """Give reserved money of the year back to the frame.

    Raises:
        RefusedError: a closed year, or less reserved than that.
    """
    _refuse_nothing(øre)
    with turn():
        year = open_year_of(signature.dated.year).year
        reserved = _of(grant, year, A.RESERVED)
        if (held := balance(reserved)) < øre:
            raise not_enough_of(NOT_ENOUGH_RESERVED, grant, held, øre, year=str(year))
        moves = {reserved: -øre, Place(year, grant.part, A.AVAILABLE): øre}
        return book(EntryKind.RELEASE, moves, signature, grant=grant)


def commit(grant: Grant, øre: int, signature: Signature) -> Entry:
    """Commit money in the year of the date: first what is reserved for the grant, then the frame.

    Raises:
        RefusedError: a closed year, or less left than that.
    """
    return _committed(EntryKind.COMMITMENT, grant, øre, signature)


def change(grant: Grant, øre: int, signature: Signature) -> Entry:
    """Raise a commitment (above zero, counted in the year of the date), or lower it (below).

    What is lowered goes back to the frame it came from, the latest first, and on to the year that
    is open.

    Raises:
        RefusedError: a closed year, or less left or unpaid than that.
    """
    if øre > 0:
        return _committed(EntryKind.CHANGE, grant, øre, signature)
    _refuse_nothing(-øre)
    with turn():
        drawn = _drawn(grant, A.COMMITTED, -øre, latest_first=True)
        return book(EntryKind.CHANGE, _freed(drawn), signature, grant=grant)


def pay(grant: Grant, øre: int, signature: Signature) -> Entry:
    """Pay of what is committed, the oldest first.

    Raises:
        RefusedError: less is unpaid than that.
    """
    _refuse_nothing(øre)
    with turn():
        drawn = _drawn(grant, A.COMMITTED, øre)
        moves = moved(
            *((place, -part) for place, part in drawn.items()),
            *((place.as_(A.PAID), part) for place, part in drawn.items()),
        )
        return book(EntryKind.PAYMENT, moves, signature, grant=grant)


def take_back(grant: Grant, øre: int, signature: Signature) -> Entry:
    """Book money that was paid and came back; it goes to the frame as when a grant is lowered.

    Raises:
        RefusedError: less is paid than that.
    """
    _refuse_nothing(øre)
    with turn():
        drawn = _drawn(grant, A.PAID, øre, latest_first=True)
        return book(EntryKind.RETURN, _freed(drawn), signature, grant=grant)


def reverse(number: int, signature: Signature) -> Entry:
    """Book the opposite of an entry, which stays as it is.

    Raises:
        RefusedError: no such entry, no reason, it is or has a reversal, it opened or closed a year,
            its money has moved on, or it would commit money in a closed year.
    """
    with turn():
        entry, moves = reversal_of(number, signature)
        if entry.kind == EntryKind.OVERRIDE:
            _refuse_alone(signature)
        return book(EntryKind(entry.kind), moves, signature, grant=entry.grant, reverses=entry)


def _committed(kind: EntryKind, grant: Grant, øre: int, signature: Signature) -> Entry:
    _refuse_nothing(øre)
    with turn():
        year = open_year_of(signature.dated.year).year
        reserved = _of(grant, year, A.RESERVED)
        of_reserved = min(balance(reserved), øre)
        available = Place(year, grant.part, A.AVAILABLE)
        left = balance(available)
        if left < øre - of_reserved:
            raise not_enough_in_frame(grant.part, year, left + of_reserved, øre)
        moves = moved(
            (reserved, -of_reserved),
            (available, of_reserved - øre),
            (_of(grant, year, A.COMMITTED), øre),
        )
        return book(kind, moves, signature, grant=grant)


def _framed(year: int, part: str, øre: int) -> tuple[tuple[Place, int], tuple[Place, int]]:
    return (Place(year, part, A.FRAME), -øre), (Place(year, part, A.AVAILABLE), øre)


def _of(grant: Grant, year: int, kind: AccountKind) -> Place:
    return Place(year, grant.part, kind, grant.pk)


def _left_of(year: int, part: str, øre: int) -> Place:
    place = Place(year, part, A.AVAILABLE)
    if (left := balance(place)) < øre:
        raise not_enough_in_frame(part, year, left, øre)
    return place


_WHY = {A.COMMITTED: NOT_ENOUGH_COMMITTED, A.PAID: NOT_ENOUGH_PAID}


def _drawn(
    grant: Grant, kind: AccountKind, øre: int, *, latest_first: bool = False
) -> dict[Place, int]:
    """An amount taken from a grant's accounts of a kind, year by year."""
    accounts = Account.objects.filter(grant=grant, kind=kind.value, balance_øre__gt=0)
    drawn, rest = {}, øre
    for account in accounts.order_by("-year" if latest_first else "year"):
        if part := min(rest, account.balance_øre):
            drawn[place_of(account)] = part
        rest -= part
    if rest:
        raise not_enough_of(_WHY[kind], grant, øre - rest, øre)
    return drawn


def _freed(drawn: dict[Place, int]) -> dict[Place, int]:
    return moved(
        *((place, -part) for place, part in drawn.items()),
        *(move for place, part in drawn.items() for move in carried_on(place, part)),
    )


def _refuse_nothing(øre: int) -> None:
    if øre <= 0:
        raise RefusedError("an amount must be above zero")


def _refuse_alone(signature: Signature) -> None:
    if not signature.reason.strip():
        raise RefusedError("an override needs a reason; write why the frame is exceeded")
    if signature.approved_by is None or signature.approved_by == signature.by:
        raise RefusedError("an override needs a second person who approves it")


def _refuse_out_of_order(year: int) -> None:
    frame = frame_definition()
    if not frame.first_year <= year <= frame.carry_over_until:
        raise RefusedError(
            "the act has no frame in {year}; choose a year from {first} to {last}",
            year=str(year),
            first=str(frame.first_year),
            last=str(frame.carry_over_until),
        )
    if Year.objects.filter(year=year).exists():
        raise RefusedError("{year} is open already", year=str(year))
    latest = Year.objects.order_by("year").last()
    if latest and latest.year != year - 1:
        raise RefusedError(
            "open {year} first, the years follow each other", year=str(latest.year + 1)
        )


def _refuse_early_close(year: int) -> None:
    earlier = Year.objects.filter(year__lt=year, closed_on=None).first()
    if earlier:
        raise RefusedError(
            "close {year} first, the years follow each other", year=str(earlier.year)
        )
    held = Account.objects.filter(year=year, kind=A.RESERVED.value, balance_øre__gt=0)
    if names := ", ".join(held.values_list("grant__name", flat=True)):
        raise RefusedError(
            "money is still reserved in {year} for {grants}; commit or release it first",
            year=str(year),
            grants=names,
        )
    if year < frame_definition().carry_over_until:
        year_of(year + 1)
