"""Rooms whose promises the database itself keeps, by triggers: those that many tables share are
said here, those of one table alone in a file of SQL for each kind of database."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

_TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}
_DROP = {
    "sqlite": "DROP TRIGGER {trigger};\n",
    "postgresql": "DROP TRIGGER {trigger} ON {table};\n",
}
_REFUSES = {
    "sqlite": "",
    "postgresql": """\
CREATE OR REPLACE FUNCTION guard_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$;
""",
}
_IS_KEPT = {
    "sqlite": """\
CREATE TRIGGER {table}_is_kept BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{room}: {row} is never edited'); END;
""",
    "postgresql": """\
CREATE TRIGGER {table}_is_kept BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION guard_refuses('{room}: {row} is never edited');
""",
}
# On SQLite a row can also be written over (INSERT OR REPLACE), which no other trigger sees.
_STAYS = {
    "sqlite": """\
CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{room}: {row} is never deleted'); END;
CREATE TRIGGER {table}_is_new BEFORE INSERT ON {table}
BEGIN SELECT RAISE(ABORT, '{room}: {row} is never written over')
  WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id); END;
""",
    "postgresql": """\
CREATE TRIGGER {table}_stays BEFORE DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuses('{room}: {row} is never deleted');
""",
}


class GuardedApp(AppConfig):
    """A room with triggers, among them those in its folder `guards`.

    Its `apps.py` imports this module and not the class: Django takes every subclass of `AppConfig`
    that it sees there for the app's own.
    guarded_table: the one that its latest migration makes, so that all its tables are there.
    kept: the tables whose rows are never edited, deleted or written over, with what a row is.
    stays: those whose rows are never deleted or written over, and edited only as `guards` lets.
    """

    default_auto_field = "django.db.models.BigAutoField"
    guarded_table: str
    kept: tuple[tuple[str, str], ...] = ()
    stays: tuple[tuple[str, str], ...] = ()

    @property
    def guards(self) -> Path:
        """The folder of the triggers of one table alone."""
        return Path(self.path) / "guards"

    def ready(self) -> None:
        # A table that a migration rebuilds on SQLite loses its triggers; so each migration ends
        # with laying them again.
        post_migrate.connect(self.lay_guards, sender=self)

    def lay_guards(self, *, using: str, **_: object) -> None:
        """Lay the triggers on a database whose tables have just been made or changed, instead of
        those that an earlier version laid."""
        connection = connections[using]
        if self.guarded_table not in connection.introspection.table_names():
            return
        drop = _DROP[connection.vendor]
        earlier = "".join(
            drop.format(trigger=trigger, table=table)
            for trigger, table in triggers_in(connection)
            if table.startswith(f"{self.label}_")
        )
        sql = earlier + _REFUSES[connection.vendor] + self._sql(connection.vendor)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nCOMMIT;")
            else:
                cursor.execute(sql)

    def missing_guards(self, connection: BaseDatabaseWrapper) -> set[str]:
        """The names of the triggers that the database should have and has not."""
        wanted = re.findall(r"CREATE TRIGGER (\w+)", self._sql(connection.vendor))
        return set(wanted) - {trigger for trigger, _ in triggers_in(connection)}

    def _sql(self, vendor: str) -> str:
        """What makes every trigger of the room."""
        promises = (
            *((_IS_KEPT, *each) for each in self.kept),
            *((_STAYS, *each) for each in (*self.kept, *self.stays)),
        )
        shared = "".join(
            sql[vendor].format(table=table, room=self.label, row=row)
            for sql, table, row in promises
        )
        return shared + (self.guards / f"{vendor}.sql").read_text("utf-8")


def guarded_apps() -> list[GuardedApp]:
    """Every room with triggers."""
    return [each for each in apps.get_app_configs() if isinstance(each, GuardedApp)]


def triggers_in(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """The triggers that a database has, each with its table."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        return list(cursor.fetchall())
