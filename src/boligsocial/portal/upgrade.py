"""Brings the portal's database up to date, and tells what it lacks."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from boligsocial.messages import UserError
from boligsocial.portal.triggers import guarded_apps


def use_django() -> None:
    """Ready Django for a command that stands outside it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boligsocial.portal.settings")
    django.setup()


def upgrade_database() -> int:
    """Carry out the migrations that wait; their number.

    Raises:
        UserError: the database cannot be reached or written.
    """
    use_django()
    try:
        if folder := _folder():
            folder.mkdir(parents=True, exist_ok=True)
        waiting = len(_waiting())
        call_command("migrate", verbosity=0, interactive=False)
    except (DatabaseError, OSError) as error:
        raise UserError(
            "the database {place} cannot be used ({reason}); see BOLIGSOCIAL_DATABASE and "
            "BOLIGSOCIAL_HOME",
            place=database_place(),
            reason=str(error).split("\n")[0],
        ) from None
    return waiting


def database_is_sound() -> bool:
    """Whether the database is there with everything it should have; one not yet made is sound."""
    use_django()
    if _folder() and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not _waiting() and not any(each.missing_guards(connection) for each in guarded_apps())


def database_place() -> str:
    """The file of the database, or its name and host; never its password."""
    use_django()
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(settings["NAME"])
    return f"{settings['NAME']} on {settings.get('HOST') or 'this machine'}"


def _folder() -> Path | None:
    if connection.vendor != "sqlite":
        return None
    return Path(connection.settings_dict["NAME"]).parent


def _waiting() -> list[object]:
    executor = MigrationExecutor(connection)
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))
