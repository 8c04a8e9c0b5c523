"""The triggers with which the database keeps what has happened in a case, whoever writes to it.

Steps, documents, versions and comments are only ever added; a request is answered once, and of a
check only that it was taken back is added. Steps follow each other without a gap, and a case is
where the last of them led.
"""

from __future__ import annotations

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from boligsocial.portal.triggers import lay_triggers, missing_triggers

HERE = Path(__file__).parent


def guard_after_migration(*, using: str, **_: object) -> None:
    """Lay the guards on a database whose tables have just been made or changed."""
    lay_triggers(using, HERE, "cases_request")


def missing_guards(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the triggers that the database should have and has not."""
    return missing_triggers(connection, HERE)
