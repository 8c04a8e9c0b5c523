"""What it takes to reverse an entry, and when that cannot be done."""

from __future__ import annotations

from collections import defaultdict

from boligsocial.messages import Message
from boligsocial.portal.ledger.entries import Place, Signature, place_of
from boligsocial.portal.ledger.models import OF_GRANTS, SOURCES, Account, Entry, EntryKind, Posting
from boligsocial.portal.ledger.refusals import NOT_ENOUGH_TO_REVERSE, RefusedError, too_little
from boligsocial.portal.ledger.years import open_year_of

STAYS = (EntryKind.FRAME.value, EntryKind.CARRY.value)
"""The kinds of entries that cannot be reversed: those that open and close years."""
_IS_REVERSAL = Message("entry {number} is itself a reversal; book the operation anew")
_IS_REVERSED = Message("entry {number} is reversed already")
_IS_FRAME = Message("entry {number} opened or closed a year, which cannot be undone")


def reversal_of(number: int, signature: Signature) -> tuple[Entry, dict[Place, int]]:
    """An entry and the moves that take it back.

    Raises:
        RefusedError: as `services.reverse`.
    """
    entry = Entry.objects.filter(number=number).select_related("grant").first()
    if entry is None:
        raise RefusedError("there is no entry {number}", number=str(number))
    if not signature.reason.strip():
        raise RefusedError("a reversal needs a reason; write why entry {number} was wrong",
                           number=str(number))  # fmt: skip
    for is_so, why in (
        (entry.reverses_id is not None, _IS_REVERSAL),
        (Entry.objects.filter(reverses=entry).exists(), _IS_REVERSED),
        (entry.kind in STAYS, _IS_FRAME),
    ):
        if is_so:
            raise RefusedError(why, number=str(number))
    postings = Posting.objects.filter(entry=entry).select_related("account")
    moves = {place_of(posting.account): -posting.øre for posting in postings}
    for posting in postings:
        _refuse_if_moved_on(entry, posting.account, -posting.øre)
    _refuse_new_money_in_closed_years(moves, signature)
    return entry, moves


def _refuse_if_moved_on(entry: Entry, account: Account, øre: int) -> None:
    """An account that would be exceeded: what it takes is no longer there."""
    is_source = account.kind in SOURCES
    left, wanted = (-account.balance_øre, øre) if is_source else (account.balance_øre, -øre)
    if wanted > left:
        raise too_little(NOT_ENOUGH_TO_REVERSE, left, wanted, number=str(entry.number))


def _refuse_new_money_in_closed_years(moves: dict[Place, int], signature: Signature) -> None:
    """A reversal may not commit in a year that is closed, nor on a date outside the year."""
    held: dict[int, int] = defaultdict(int)
    promised: dict[int, int] = defaultdict(int)
    for place, øre in moves.items():
        if place.kind.value in OF_GRANTS:
            held[place.year] += øre
            promised[place.year] += 0 if place.kind == "reserved" else øre
    for year in held:
        if held[year] <= 0 and promised[year] <= 0:
            continue
        open_year_of(year)
        if signature.dated.year != year:
            raise RefusedError(
                "this counts in the frame of {year}; date the reversal in that year", year=str(year)
            )
