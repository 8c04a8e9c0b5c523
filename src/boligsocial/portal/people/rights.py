"""The rights of the roles, read from dated files: role × action × own or all organisations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from boligsocial.definitions import Definition, read_definition
from boligsocial.portal.people.models import OrganisationKind, Role

HERE = Path(__file__).parent / "rights"
Scope = Literal["all", "own"]


class Action(Definition):
    """Something that may be done, and how far each role reaches with it.

    everyone: whoever is logged in may. second_factor: only after a log-in with two factors.
    """

    id: str
    name: str
    everyone: bool = False
    second_factor: bool = False
    fund: Mapping[Role, Scope] = {}
    parties: Mapping[Role, Scope] = {}

    def scope(self, kind: str, role: str) -> Scope | None:
        """How far a role for an organisation of a kind reaches; nothing if it may not."""
        roles = self.fund if kind == OrganisationKind.FUND else self.parties
        return roles.get(Role(role))


class Rights(Definition):
    """What each role may do from a date on."""

    valid_from: date
    name: str
    note: str
    source: str
    action: tuple[Action, ...]

    def of(self, action: str) -> Action:
        """The action with an id.

        Raises:
            KeyError: there is none, so nobody has thought about who may.
        """
        return {each.id: each for each in self.action}[action]


@cache
def all_rights() -> tuple[Rights, ...]:
    """Every version, the oldest first."""
    read = [read_definition(file, Rights) for file in HERE.glob("*.toml")]
    return tuple(sorted(read, key=lambda each: each.valid_from))


def rights_on(day: date) -> Rights:
    """The version in force on a day; the oldest before it."""
    versions = all_rights()
    return [versions[0], *(each for each in versions if each.valid_from <= day)][-1]
