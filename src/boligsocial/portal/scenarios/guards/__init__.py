"""The triggers with which the database keeps scenarios and proposals, whoever writes to it.

A scenario is never edited or deleted; of a proposal only the day on which it was replaced is added.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connections

HERE = Path(__file__).parent


def guard_after_migration(*, using: str, **_: object) -> None:
    """Lay the guards on a database whose tables have just been made or changed."""
    connection = connections[using]
    if "scenarios_proposal" not in connection.introspection.table_names():
        return
    sql = (HERE / f"{connection.vendor}.sql").read_text("utf-8")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.connection.executescript(sql)
        else:
            cursor.execute(sql)
