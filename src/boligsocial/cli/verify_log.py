"""`boligsocial verify-log`: prove the log of decisions whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from boligsocial.cli.options import Json
from boligsocial.cli.output import print_json, say
from boligsocial.messages import Message, UserError
from boligsocial.portal.upgrade import database_place, use_django

if TYPE_CHECKING:
    from boligsocial.portal.decision_log.verify import Proof


def verify_log(
    *,
    expect: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    receipt: Path | None = None,
    json: Json = False,
) -> None:
    """Prove the portal's log of decisions whole, from its first entry to its last.

    Parameters
    ----------
    expect
        NUMBER:HASH of an entry that is known, as this command prints it: also shows whether the
        log has been cut off at its end or written anew.
    receipt
        A file to keep outside the portal: held against the log if it is there, and written anew
        when the log is whole.
    """
    _need_a_database()
    from boligsocial.portal.decision_log.verify import (
        read_receipt,
        read_seal,
        verify,
        write_receipt,
    )

    known = [read_seal(each) for each in expect]
    if receipt and (kept := read_receipt(receipt)):
        known.append(kept)
    found = verify(known)
    if json:
        print_json(_as_fields(found))
    if found.broken:
        raise UserError(_BROKEN, reason=found.broken)
    if receipt:
        write_receipt(receipt, found, datetime.now(UTC))
    if not json:
        say(_told(found))


def _need_a_database() -> None:
    use_django()
    from django.db import connection

    from boligsocial.portal.decision_log.models import LogEntry
    from boligsocial.portal.triggers import guarded_apps

    is_there = connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).exists()
    if not is_there or LogEntry._meta.db_table not in connection.introspection.table_names():
        raise UserError(
            "the database {place} has no log; see BOLIGSOCIAL_DATABASE and BOLIGSOCIAL_HOME",
            place=database_place(),
        )
    log = next(each for each in guarded_apps() if each.label == LogEntry._meta.app_label)
    if log.missing_guards(connection):
        say(_UNGUARDED, stderr=True)


def _told(found: Proof) -> Message:
    if found.last is None or found.last_at is None:
        return _EMPTY
    return _WHOLE.filled(
        count=found.entries,
        at=found.last_at.isoformat(timespec="seconds"),
        seal=f"{found.last.number}:{found.last.hash}",
    )


def _as_fields(found: Proof) -> dict[str, object]:
    return {
        "is_whole": found.is_whole,
        "entries": found.entries,
        "last_number": found.last.number if found.last else None,
        "last_hash": found.last.hash if found.last else None,
        "last_at": found.last_at.isoformat() if found.last_at else None,
        "broken": found.broken,
    }


_BROKEN = Message("the log is not whole: {reason}")
_EMPTY = Message("The log is empty.")
_WHOLE = Message("The log is whole: {count} entries, the last of {at} is {seal}")
_UNGUARDED = Message(
    "the database lacks what keeps the log from being changed; start the portal to mend it"
)
