"""Rooms whose promises the database itself keeps, by triggers in a file of SQL for each kind."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

_NAMES_OF_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


class GuardedApp(AppConfig):
    """A room with triggers in its folder `guards`.

    Its `apps.py` imports this module and not the class: Django takes every subclass of `AppConfig`
    that it sees there for the app's own.
    guarded_table: the one that its latest migration makes, so that all its tables are there.
    """

    default_auto_field = "django.db.models.BigAutoField"
    guarded_table: str

    @property
    def guards(self) -> Path:
        """The folder of its triggers."""
        return Path(self.path) / "guards"

    def ready(self) -> None:
        # A table that a migration rebuilds on SQLite loses its triggers; so each migration ends
        # with laying them again.
        post_migrate.connect(self.lay_guards, sender=self)

    def lay_guards(self, *, using: str, **_: object) -> None:
        """Lay the triggers on a database whose tables have just been made or changed."""
        lay_triggers(using, self.guards, self.guarded_table)

    def missing_guards(self, connection: BaseDatabaseWrapper) -> set[str]:
        """The names of the triggers that the database should have and has not."""
        return missing_triggers(connection, self.guards)


def guarded_apps() -> list[GuardedApp]:
    """Every room with triggers."""
    return [each for each in apps.get_app_configs() if isinstance(each, GuardedApp)]


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
