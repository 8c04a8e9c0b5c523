"""Writing to the log. Nothing else writes to it; `verify` proves it whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.people.models import User

BEFORE_THE_FIRST = "0" * 64

Content = Mapping[str, object]
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Written(NamedTuple):
    """An entry as it stands in the database, without what a model costs to make."""

    number: int
    at: datetime
    by_id: int
    kind: str
    case: int | None
    content: str
    previous: str
    hash: str


def record(kind: str, by: User, content: Content, case: int | None = None) -> LogEntry:
    """Add an entry, in the transaction of what it tells of.

    content: text, whole numbers, truth values, lists and mappings of such; dates as ISO text and
    money as øre.
    """
    with transaction.atomic():
        last = _last_in_turn()
        entry = LogEntry(
            number=last.number + 1 if last else 1,
            at=timezone.now(),
            by=by,
            kind=kind,
            case=case,
            content=canonical(content),
            previous=last.hash if last else BEFORE_THE_FIRST,
        )
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
    return entry


def canonical(content: object) -> str:
    """JSON with sorted keys and no spaces: equal contents are equal texts.

    Raises:
        TypeError: something that is not text, a whole number, a truth value, a list or a mapping.
    """
    return _ENCODER.encode(content)


def digest_of(content: object) -> str:
    """The SHA-256 of a content in its canonical form."""
    return hashlib.sha256(canonical(content).encode("utf-8")).hexdigest()


def hash_of(entry: LogEntry | Written) -> str:
    """The hash that an entry should have."""
    said = {
        "number": entry.number,
        "at": _utc(entry.at),
        "by": entry.by_id,
        "kind": entry.kind,
        "case": entry.case,
        "content": entry.content,
        "previous": entry.previous,
    }
    return digest_of(said)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _last_in_turn() -> LogEntry | None:
    """The last entry, held until the transaction ends; SQLite's begin IMMEDIATE does the same."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT log_lock()")
    return LogEntry.objects.order_by("-number").first()
