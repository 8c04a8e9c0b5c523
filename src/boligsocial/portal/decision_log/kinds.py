"""The kinds of entries with their sentences, as data; what the log is for, and how long."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from boligsocial.definitions import Definition, read_definition

FILE = Path(__file__).parent / "kinds.toml"
Written = Literal[
    "amount", "day", "phase", "kind", "document", "outcome", "reasons", "years", "person",
    "agreement", "focus_area", "composition", "party", "votes",
]  # fmt: skip


class EntryKind(Definition):
    """What an entry of a kind says: `name` with fields of its content, `description` without any.

    is_internal: it is for the Fund's own people alone.
    """

    id: str
    name: str
    description: str = ""
    written_as: Mapping[str, Written] = {}
    is_internal: bool = False

    @property
    def without_fields(self) -> str:
        return self.description or self.name


class Field(Definition):
    """What a field of an entry's content is called."""

    id: str
    name: str


class LogDefinition(Definition):
    """The log: what it is for (`description`), how long it is kept (`basis`), and its kinds."""

    name: str
    description: str
    basis: str
    source: str
    kind: tuple[EntryKind, ...]
    field: tuple[Field, ...]


@cache
def log_definition() -> LogDefinition:
    """The definition that the portal comes with."""
    return read_definition(FILE, LogDefinition)


@cache
def entry_kinds() -> Mapping[str, EntryKind]:
    """The kinds by id."""
    return {each.id: each for each in log_definition().kind}


@cache
def field_names() -> Mapping[str, str]:
    """What each field of a content is called."""
    return {each.id: each.name for each in log_definition().field}
