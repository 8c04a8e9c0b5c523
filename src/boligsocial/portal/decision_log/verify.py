"""Proving the log whole, from its first entry to its last.

Each entry is worked through anew: its number is the next one, its hash is that of what it says, and
it names the hash of the entry before. What no chain can show is that its end was cut off: a
receipt, or a hash kept elsewhere, shows that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boligsocial.messages import Message, UserError
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.services import BEFORE_THE_FIRST, Written, hash_of

_AT_A_TIME = 10_000
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Seal:
    """An entry's number and hash: enough to know later that all up to it is as it was."""

    number: int
    hash: str


@dataclass(frozen=True)
class Proof:
    """The log from its first entry to its last; `broken` says where and how it is not whole.

    last: the last entry that is sound, none of an empty log.
    """

    entries: int
    last: Seal | None
    last_at: datetime | None
    broken: Message | None = None

    @property
    def is_whole(self) -> bool:
        return self.broken is None


def verify(known: Iterable[Seal] = ()) -> Proof:
    """The log of the portal's database, proved from end to end, and held against known seals."""
    rows = LogEntry.objects.order_by("number").values_list(*Written._fields)
    return proof(map(Written._make, rows.iterator(chunk_size=_AT_A_TIME)), known)


def proof(entries: Iterable[Written], known: Iterable[Seal] = ()) -> Proof:
    """The proof of entries in the order of their numbers."""
    waiting = {each.number: each.hash for each in known}
    count, last, last_at = 0, None, None
    for entry in entries:
        broken = _broken(entry, last) or _another(entry, waiting.pop(entry.number, None))
        if broken:
            return Proof(count, last, last_at, broken)
        count, last, last_at = count + 1, Seal(entry.number, entry.hash), entry.at
    if waiting:
        return Proof(count, last, last_at, _CUT.filled(last=str(count), known=str(max(waiting))))
    return Proof(count, last, last_at)


def read_seal(given: str) -> Seal:
    """A seal as people keep it: `NUMBER:HASH`.

    Raises:
        UserError: it is something else.
    """
    number, _, digest = given.strip().lower().partition(":")
    if not (number.isdecimal() and int(number) and _DIGEST.fullmatch(digest)):
        raise UserError(
            "{given} is not a number and a hash; write NUMBER:HASH as verify-log prints it",
            given=given[:80],
        )
    return Seal(int(number), digest)


def read_receipt(file: Path) -> Seal | None:
    """The seal in a receipt; none where there is no such file yet.

    Raises:
        UserError: the file is no receipt.
    """
    try:
        fields = json.loads(file.read_bytes())
        return read_seal(f"{fields['number']}:{fields['hash']}")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, UserError):
        raise UserError(
            "{file} is not a receipt of the log; give one that verify-log wrote, or a new name",
            file=str(file),
        ) from None


def write_receipt(file: Path, found: Proof, checked_at: datetime) -> None:
    """The last entry as a receipt, to be kept where nobody who can reach the database can.

    Raises:
        UserError: it cannot be written there.
    """
    if found.last is None or found.last_at is None:
        return
    fields = {
        "number": found.last.number,
        "hash": found.last.hash,
        "at": found.last_at.isoformat(),
        "checked_at": checked_at.isoformat(),
    }
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_text(json.dumps(fields, indent=2) + "\n", "utf-8")
        beside.replace(file)
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}", path=str(file), reason=error.strerror or ""
        ) from None


def _broken(entry: Written, last: Seal | None) -> Message | None:
    """How an entry does not follow from the one before; none if it does."""
    number = last.number + 1 if last else 1
    if entry.number != number:
        return _MISSING.filled(number=str(number), next=str(entry.number))
    if entry.hash == hash_of(entry):
        if entry.previous == (last.hash if last else BEFORE_THE_FIRST):
            return None
        return _OUT_OF_ORDER.filled(number=str(number))
    linked = entry._replace(previous=last.hash if last else BEFORE_THE_FIRST)
    is_relinked = entry.hash == hash_of(linked)
    return (_EDITED_LINK if is_relinked else _EDITED).filled(number=str(number))


def _another(entry: Written, known: str | None) -> Message | None:
    if known is None or known == entry.hash:
        return None
    return _ANOTHER.filled(number=str(entry.number))


_MISSING = Message("entry {number} is missing; the next one there is {next}")
_OUT_OF_ORDER = Message(
    "entry {number} does not follow from the one before it: it was put in or moved, or the one "
    "before was written anew"
)
_EDITED = Message("entry {number} has been edited: its hash is not that of what it says")
_EDITED_LINK = Message("entry {number} has been edited: it names another entry before it")
_ANOTHER = Message(
    "entry {number} is not the one that was known: the log has been written anew from there or "
    "earlier"
)
_CUT = Message(
    "the log ends with entry {last}, and entry {known} is known: it has been cut off at its end"
)
