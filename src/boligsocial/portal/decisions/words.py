"""The words for outcomes and reasons."""

from __future__ import annotations

from boligsocial.messages import Message, as_it_is
from boligsocial.portal.decisions.definitions import outcome_of, reasons
from boligsocial.portal.ledger.refusals import kroner as amount
from boligsocial.portal.people.words import listed
from boligsocial.portal.writing import kroner


def outcome_name(outcome: str) -> Message:
    """The words for an outcome."""
    found = outcome_of(outcome)
    return Message(found.name) if found else as_it_is(outcome)


def reason_name(reason: str) -> Message:
    """The sentence of a reason."""
    found = reasons().get(reason)
    return Message(found.name) if found else as_it_is(reason)


def beside_proposal(proposed_øre: int, decided_øre: int, language: str) -> Message:
    """How what is decided stands to what the proposal of the year gave over as many years."""
    proposed = kroner(proposed_øre, language)
    if not decided_øre:
        return _GAVE_WHERE_NOTHING_IS_GIVEN.filled(amount=proposed)
    more = decided_øre - proposed_øre
    sentence = _GAVE_LESS if more > 0 else _GAVE_MORE if more < 0 else _GAVE_THE_SAME
    return sentence.filled(amount=proposed, difference=kroner(abs(more), language))


def outcome_words(value: object, _: object) -> Message:
    """As `outcome_name`, for the log."""
    return outcome_name(str(value))


def reason_words(value: object, _: object) -> Message:
    """As `reason_name`, for the log's lists of them."""
    return listed(reason_name(str(each)) for each in value) if isinstance(value, list) else _NONE


def year_words(value: object, _: object) -> Message:
    """What a commitment gives in each year, for the log's pairs of a year and øre."""
    if not isinstance(value, list):
        return _NONE
    return listed(_IN_A_YEAR.filled(year=str(year), amount=amount(øre)) for year, øre in value)


_NONE = Message("")
_IN_A_YEAR = Message("{amount} in {year}")
_GAVE_LESS = Message(
    "The proposal of the year gave {amount} over the same years; the decision gives {difference} "
    "more."
)
_GAVE_MORE = Message(
    "The proposal of the year gave {amount} over the same years; the decision gives {difference} "
    "less."
)
_GAVE_THE_SAME = Message(
    "The proposal of the year gave {amount} over the same years, and so does the decision."
)
_GAVE_WHERE_NOTHING_IS_GIVEN = Message(
    "The proposal of the year gave {amount}; the decision gives nothing."
)
