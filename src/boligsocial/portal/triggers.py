"""Triggers that a room lays on the database, from a folder with a file of SQL for each kind."""

from __future__ import annotations

import re
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_NAMES_OF_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def lay_triggers(using: str, folder: Path, table: str) -> None:
    """Lay a folder's triggers on a database, once it has the table."""
    connection = connections[using]
    if table not in connection.introspection.table_names():
        return
    sql = _sql(connection, folder)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.connection.executescript(sql)
        else:
            cursor.execute(sql)


def missing_triggers(connection: BaseDatabaseWrapper, folder: Path) -> set[str]:
    """The names of a folder's triggers that the database should have and has not."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES_OF_TRIGGERS[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    wanted = re.findall(r"CREATE (?:OR REPLACE )?TRIGGER (\w+)", _sql(connection, folder))
    return set(wanted) - present


def _sql(connection: BaseDatabaseWrapper, folder: Path) -> str:
    return (folder / f"{connection.vendor}.sql").read_text("utf-8")
