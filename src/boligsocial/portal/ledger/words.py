"""The words for what the ledger holds and what its entries do."""

from __future__ import annotations

from boligsocial.messages import Message
from boligsocial.portal.ledger.models import AccountKind, EntryKind

ACCOUNTS = {
    AccountKind.FRAME: Message("the frame of the year"),
    AccountKind.CARRIED_IN: Message("carried in"),
    AccountKind.OVERRIDE: Message("overrides"),
    AccountKind.AVAILABLE: Message("left"),
    AccountKind.RESERVED: Message("reserved"),
    AccountKind.COMMITTED: Message("committed, not paid"),
    AccountKind.PAID: Message("paid"),
    AccountKind.CARRIED_OUT: Message("carried out"),
}
ENTRIES = {
    EntryKind.FRAME: Message("frame of the year"),
    EntryKind.INDEX: Message("indexation"),
    EntryKind.CARRY: Message("carry-over"),
    EntryKind.TRANSFER: Message("transfer between parts"),
    EntryKind.OVERRIDE: Message("override"),
    EntryKind.RESERVATION: Message("reservation"),
    EntryKind.RELEASE: Message("release of a reservation"),
    EntryKind.COMMITMENT: Message("commitment"),
    EntryKind.CHANGE: Message("change of a commitment"),
    EntryKind.PAYMENT: Message("payment"),
    EntryKind.RETURN: Message("money that came back"),
}


def account_name(kind: str) -> Message:
    """The words for a kind of account."""
    return ACCOUNTS[AccountKind(kind)]


def entry_name(kind: str) -> Message:
    """The words for a kind of entry."""
    return ENTRIES[EntryKind(kind)]
