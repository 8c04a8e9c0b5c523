"""How an entry is booked: one writer at a time, postings first, then the entry that seals them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Max

from boligsocial.portal.ledger.models import Account, AccountKind, Entry, EntryKind, Grant, Posting

if TYPE_CHECKING:
    from boligsocial.portal.people.models import User

Moves = Mapping["Place", int]


@dataclass(frozen=True, order=True)
class Place:
    """Where money is: a kind of account in a part of a year, for a grant where the kind has one."""

    year: int
    part: str
    kind: AccountKind
    grant: int | None = None

    def as_(self, kind: AccountKind) -> Place:
        """The account of another kind at the same place."""
        return replace(self, kind=kind)


@dataclass(frozen=True)
class Signature:
    """Who decided, on which date, with what reason, and who approved it besides."""

    by: User
    dated: date
    reason: str = ""
    approved_by: User | None = None


@contextmanager
def turn() -> Iterator[None]:
    """Hold the ledger until the transaction ends, so that what is read is still so when booked.

    SQLite gives the turn with the transaction itself, which begins IMMEDIATE.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT ledger_lock()")
        yield


def balances(places: Iterable[Place]) -> dict[Place, int]:
    """The balance of each place, whole øre; zero where nothing was ever booked."""
    wanted = list(places)
    rows = Account.objects.filter(
        year__in={each.year for each in wanted}, part__in={each.part for each in wanted}
    )
    found = {place_of(row): row.balance_øre for row in rows}
    return {each: found.get(each, 0) for each in wanted}


def balance(place: Place) -> int:
    """The balance of a place, whole øre."""
    return balances([place])[place]


def place_of(account: Account) -> Place:
    """The place that an account is."""
    return Place(account.year_id, account.part, AccountKind(account.kind), account.grant_id)


def moved(*moves: tuple[Place, int]) -> dict[Place, int]:
    """Moves put together, with those left out that cancel."""
    total: dict[Place, int] = {}
    for place, øre in moves:
        total[place] = total.get(place, 0) + øre
    return {place: øre for place, øre in total.items() if øre}


def book(
    kind: EntryKind,
    moves: Moves,
    signature: Signature,
    *,
    grant: Grant | None = None,
    reverses: Entry | None = None,
) -> Entry:
    """Book an entry with its postings; call it inside a `turn`."""
    number = (Entry.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    Posting.objects.bulk_create(
        Posting(entry_id=number, account=_account(place), øre=moves[place])
        for place in sorted(moves, key=_order)
    )
    return Entry.objects.create(
        number=number,
        kind=kind.value,
        dated=signature.dated,
        by=signature.by,
        approved_by=signature.approved_by,
        reason=signature.reason.strip(),
        grant=grant,
        reverses=reverses,
    )


def _order(place: Place) -> tuple[int, str, str, int]:
    return place.year, place.part, place.kind.value, place.grant or 0


def _account(place: Place) -> Account:
    account, _ = Account.objects.get_or_create(
        year_id=place.year,
        part=place.part,
        kind=place.kind.value,
        grant=None if place.grant is None else Grant.objects.get(pk=place.grant),
    )
    return account
