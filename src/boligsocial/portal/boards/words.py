"""The words for agreements, votes and compositions, on pages and in the log."""

from __future__ import annotations

from boligsocial.messages import Message, as_it_is
from boligsocial.portal.boards.compositions import PARTY_NAMES, compositions
from boligsocial.portal.boards.models import AgreementKind
from boligsocial.portal.financing.definitions import periods
from boligsocial.portal.people.words import listed

AGREEMENTS = {
    AgreementKind.STRATEGIC.value: Message("the strategic agreement"),
    AgreementKind.SUB.value: Message("a sub-agreement"),
    AgreementKind.CONTINGENCY.value: Message("the social contingency plan"),
}
STANCES = {
    "for": Message("for"),
    "against": Message("against"),
    "abstains": Message("abstains"),
}


def agreement_words(value: object, _: object) -> Message:
    """Which agreement an entry of the log is of."""
    return AGREEMENTS.get(str(value)) or as_it_is(str(value))


def focus_area_words(value: object, _: object) -> Message:
    """The name of a focus area, whichever programme period it is of."""
    areas = (area for period in periods().period for area in period.area)
    found = next((area.name for area in areas if area.id == value), None)
    return Message(found) if found else as_it_is(str(value))


def composition_words(value: object, _: object) -> Message:
    """How a board is composed."""
    found = compositions().get(str(value))
    return Message(found.name) if found else as_it_is(str(value))


def party_words(value: object, _: object) -> Message:
    """The party that a member of a board speaks for."""
    names = {str(party): name for party, name in dict(PARTY_NAMES).items()}
    return names.get(str(value)) or as_it_is(str(value))


def vote_words(value: object, _: object) -> Message:
    """How each member stood."""
    if not isinstance(value, dict):
        return as_it_is(str(value))
    return listed(
        _STOOD.filled(name=name, stance=STANCES.get(stance) or as_it_is(str(stance)))
        for name, stance in value.items()
    )


_STOOD = Message("{name}: {stance}")
