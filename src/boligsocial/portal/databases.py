"""The portal's database: a file in its home, or PostgreSQL by its address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from boligsocial.messages import Message, UserError

# Readers never wait for a writer (WAL), a writer waits its turn, and a decision takes the turn
# before it reads what is left.
_SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
_SQLITE_WAIT_SECONDS = 30
_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database_of(home: Path, address: str | None) -> dict[str, Any]:
    """Django's settings of the database.

    Raises:
        UserError: the address is not one of PostgreSQL.
    """
    return postgresql(address) if address else sqlite(home / "boligsocial.sqlite3")


def sqlite(file: Path) -> dict[str, Any]:
    """A database in a file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "init_command": _SQLITE_START,
            "transaction_mode": "IMMEDIATE",
            "timeout": _SQLITE_WAIT_SECONDS,
        },
    }


def postgresql(address: str) -> dict[str, Any]:
    """A database of PostgreSQL, from `postgresql://user:password@host:port/name`.

    Raises:
        UserError: it is not such an address, or names no database.
    """
    if not address.startswith(("postgresql://", "postgres://")):
        raise _wrong(Message("it does not begin with postgresql://"))
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    except ProgrammingError as error:
        raise _wrong(str(error).strip()) from None
    if not parts.get("dbname"):
        raise _wrong(Message("it names no database"))
    named = {_NAMES[name]: parts.pop(name) for name in tuple(parts) if name in _NAMES}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": parts, **named}


def _wrong(reason: str | Message) -> UserError:
    return UserError(
        "BOLIGSOCIAL_DATABASE is wrong: {reason}; write postgresql://user:password@host:5432/name",
        reason=reason,
    )
