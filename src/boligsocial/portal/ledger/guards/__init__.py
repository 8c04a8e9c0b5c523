"""The triggers with which the database keeps the ledger's promises, whoever writes to it.

An entry's postings sum to zero in each year and part; an account is never exceeded; nothing is
edited or deleted; nothing is committed in a closed year.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

HERE = Path(__file__).parent
_NAMES_OF_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def guard_after_migration(*, using: str, **_: object) -> None:
    """Lay the guards on a database whose tables have just been made or changed."""
    connection = connections[using]
    if "ledger_posting" not in connection.introspection.table_names():
        return
    sql = _sql(connection.vendor)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.connection.executescript(sql)
        else:
            cursor.execute(sql)


def missing_guards(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the triggers that the database should have and has not."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES_OF_TRIGGERS[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    wanted = re.findall(r"CREATE (?:OR REPLACE )?TRIGGER (\w+)", _sql(connection.vendor))
    return set(wanted) - present


def _sql(vendor: str) -> str:
    return (HERE / f"{vendor}.sql").read_text(encoding="utf-8")
