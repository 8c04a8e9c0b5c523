"""The words for outcomes and reasons."""

from __future__ import annotations

from boligsocial.messages import Message, as_it_is
from boligsocial.portal.decisions.definitions import outcome_of, reasons
from boligsocial.portal.people.words import listed


def outcome_name(outcome: str) -> Message:
    """The words for an outcome."""
    found = outcome_of(outcome)
    return Message(found.name) if found else as_it_is(outcome)


def reason_name(reason: str) -> Message:
    """The sentence of a reason."""
    found = reasons().get(reason)
    return Message(found.name) if found else as_it_is(reason)


def outcome_words(value: object, _: object) -> Message:
    """As `outcome_name`, for the log."""
    return outcome_name(str(value))


def reason_words(value: object, _: object) -> Message:
    """As `reason_name`, for the log's lists of them."""
    return listed(reason_name(str(each)) for each in value) if isinstance(value, list) else _NONE


_NONE = Message("")
