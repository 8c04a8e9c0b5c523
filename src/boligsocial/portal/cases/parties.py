"""Which organisations a case must have among its parties before it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from boligsocial.messages import Message
from boligsocial.portal.cases.facts import Fact
from boligsocial.portal.cases.kinds import Kind, kinds
from boligsocial.portal.people.models import OrganisationKind
from boligsocial.portal.people.words import kind_name, listed

if TYPE_CHECKING:
    from boligsocial.portal.cases.models import Case


def missing_parties(kind: Kind, present: Iterable[str]) -> tuple[OrganisationKind, ...]:
    """The kinds of organisation that a kind of case needs and that are not present."""
    there = set(present)
    return tuple(each for each in kind.needs_parties if each not in there)


def parties_fact(case: Case) -> Fact:
    """Whether a case has every party that its kind needs."""
    missing = missing_parties(kinds()[case.kind], case.parties.values_list("kind", flat=True))
    if not missing:
        return Fact(True, Message("all the parties that it takes are there"))
    named = listed(kind_name(each) for each in missing)
    return Fact(False, Message("a party is missing: {missing}", {"missing": named}))
