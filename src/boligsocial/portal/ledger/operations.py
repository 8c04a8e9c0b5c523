"""The operations of the ledger that have a form: what each asks for, and what it books."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db import transaction

from boligsocial.messages import Message, UserError
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.ledger import services
from boligsocial.portal.ledger.entries import Signature
from boligsocial.portal.ledger.models import Entry, Grant
from boligsocial.portal.ledger.reports import amount_of
from boligsocial.portal.people.models import User

FieldName = Literal["opens", "year", "way", "part", "direction", "amount", "dated", "reason"]
BOOK, RESERVE, PAY = "ledger.book", "ledger.reserve", "ledger.pay"


@dataclass(frozen=True)
class Given:
    """What was given in a form, read; what an operation does not ask for stays empty."""

    by: User
    dated: date
    reason: str = ""
    øre: int = 0
    year: int = 0
    part: str = ""
    way: tuple[str, str] = ("", "")
    is_raise: bool = True
    grant: Grant | None = None

    @property
    def signature(self) -> Signature:
        return Signature(self.by, self.dated, self.reason)

    @property
    def its_grant(self) -> Grant:
        """The grant of an operation that has one."""
        if self.grant is None:
            raise LookupError("this operation is of a grant")
        return self.grant


@dataclass(frozen=True)
class Operation:
    """A form of the ledger: its address, who may, the fields it asks for in order.

    books: books the entry, or nothing where nothing changes. missing: what to say without a reason,
    where one is needed; the reason is labelled `asks_for`. is_decision: of a grant with a case it
    is decided in the case, with the evidence that it rests on.
    """

    id: str
    address: str
    name: Message
    text: Message
    action: str
    fields: tuple[FieldName, ...]
    books: Callable[[Given], Entry | None]
    missing: Message | None = None
    asks_for: Message = field(default=Message("Reason"))
    is_decision: bool = False


def carry_out(operation: Operation, given: Given) -> Entry | None:
    """Book what was given, and write it in the log of decisions.

    Raises:
        UserError: the case of the grant decides it.
        RefusedError: the ledger does not carry it out; nothing was booked.
    """
    if operation.is_decision and hasattr(given.grant, "case"):
        raise UserError("the grant is of a case; decide it there, with what it rests on")
    with transaction.atomic():
        entry = operation.books(given)
        if entry is not None:
            log(entry)
    return entry


def log(entry: Entry) -> None:
    """Write an entry in the log of decisions, in the case of its grant if it has one."""
    content: dict[str, object] = {
        "entry": entry.number,
        "dated": entry.dated.isoformat(),
        "amount_øre": amount_of(entry.postings.select_related("account")),
        "reason": entry.reason,
        "grant": entry.grant.name if entry.grant else "",
        "approved_by": str(entry.approved_by) if entry.approved_by else "",
        "reverses": entry.reverses_id or 0,
    }
    case = getattr(entry.grant, "case", None)
    record(f"ledger.{entry.kind}", entry.by, content, case.pk if case else None)


_BASIS = Message("Basis")
_NO_BASIS = Message("write what the payment rests on: the accounts, the decision, the date")
_NO_REASON = Message("write why, so that it can be read in the ledger")

OF_FRAMES = (
    Operation(
        "open_year",
        "aabn",
        Message("Open a year"),
        Message("The year gets its frame by the act and the index. Years follow each other."),
        BOOK,
        ("opens", "dated", "reason"),
        lambda given: services.open_year(given.year, given.signature),
    ),
    Operation(
        "index_year",
        "reguler",
        Message("Book the index of a year"),
        Message("Books the difference when the factor of an open year has become known."),
        BOOK,
        ("year", "dated", "reason"),
        lambda given: services.index_year(given.year, given.signature),
    ),
    Operation(
        "transfer",
        "flyt",
        Message("Move money between parts"),
        Message("Moves what is left of one part of the frame to another, where the act lets it."),
        BOOK,
        ("year", "way", "amount", "dated", "reason"),
        lambda given: services.transfer(given.year, *given.way, given.øre, given.signature),
    ),
    Operation(
        "close_year",
        "luk",
        Message("Close a year"),
        Message(
            "Nothing new can be committed in a closed year; what is left is carried to the next. "
            "It cannot be undone."
        ),
        BOOK,
        ("year", "dated", "reason"),
        lambda given: services.close_year(given.year, given.signature),
    ),
)
OF_GRANTS = (
    Operation(
        "reserve",
        "reserver",
        Message("Reserve"),
        Message("Sets money of the year aside, so that nobody else gets it."),
        RESERVE,
        ("amount", "dated", "reason"),
        lambda given: services.reserve(given.its_grant, given.øre, given.signature),
    ),
    Operation(
        "release",
        "frigiv",
        Message("Release a reservation"),
        Message("Gives reserved money of the year back to the frame."),
        RESERVE,
        ("amount", "dated", "reason"),
        lambda given: services.release(given.its_grant, given.øre, given.signature),
    ),
    Operation(
        "commit",
        "tilsagn",
        Message("Commit"),
        Message(
            "Promises the money; it counts in the frame of the year of the date. What is reserved "
            "for the grant is used first."
        ),
        BOOK,
        ("amount", "dated", "reason"),
        lambda given: services.commit(given.its_grant, given.øre, given.signature),
        Message("write the decision that the commitment rests on"),
        _BASIS,
        is_decision=True,
    ),
    Operation(
        "change",
        "ret",
        Message("Change the commitment"),
        Message(
            "Raises the commitment in the year of the date, or lowers what is not paid yet; what "
            "is lowered goes back to the frame."
        ),
        BOOK,
        ("direction", "amount", "dated", "reason"),
        lambda given: services.change(
            given.its_grant, given.øre if given.is_raise else -given.øre, given.signature
        ),
        _NO_REASON,
        is_decision=True,
    ),
    Operation(
        "pay",
        "udbetal",
        Message("Pay"),
        Message("Pays of what is committed, the oldest first."),
        PAY,
        ("amount", "dated", "reason"),
        lambda given: services.pay(given.its_grant, given.øre, given.signature),
        _NO_BASIS,
        _BASIS,
    ),
    Operation(
        "take_back",
        "tilbage",
        Message("Take money back"),
        Message("Books money that came back from what was paid; it goes back to the frame."),
        PAY,
        ("amount", "dated", "reason"),
        lambda given: services.take_back(given.its_grant, given.øre, given.signature),
        _NO_REASON,
    ),
)
