"""The words of roles and kinds of organisation."""

from __future__ import annotations

from collections.abc import Iterable

from boligsocial.messages import Figure, Message
from boligsocial.portal.people.models import OrganisationKind, Role

ROLES = {
    Role.ANALYST: Message("analyst"),
    Role.CASEWORKER: Message("caseworker"),
    Role.DECISION_MAKER: Message("decision-maker"),
    Role.PROJECT_LEAD: Message("project lead"),
    Role.BOARD_MEMBER: Message("board member"),
    Role.AUDITOR: Message("auditor"),
    Role.LOCAL_ADMINISTRATOR: Message("local administrator"),
    Role.READER: Message("reader"),
}
KINDS = {
    OrganisationKind.FUND: Message("the Fund"),
    OrganisationKind.MUNICIPALITY: Message("municipality"),
    OrganisationKind.HOUSING: Message("housing organisation"),
    OrganisationKind.OTHER: Message("other party"),
}


def role_name(role: str) -> Message:
    """The words for a role."""
    return ROLES[Role(role)]


def kind_name(kind: str) -> Message:
    """The words for a kind of organisation."""
    return KINDS[OrganisationKind(kind)]


AND = Message("{before} and {last}")
OR = Message("{before} or {last}")


def listed(messages: Iterable[Message], ending: Message = AND) -> Message:
    """Messages in a row: `a, b and c`, or with another `ending`; empty where there is none."""
    every = tuple(messages)
    if len(every) < 2:
        return every[0] if every else Message("")
    *before, last = every
    figures: dict[str, Figure | Message] = {
        f"each_{place}": each for place, each in enumerate(before)
    }
    row = Message(", ".join(f"{{{name}}}" for name in figures), figures)
    return ending.filled(before=row, last=last)
