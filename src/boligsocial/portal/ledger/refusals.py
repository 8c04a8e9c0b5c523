"""Why the ledger refuses: how much was left, and what it would take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from boligsocial.allocation.years.definitions import frame_definition
from boligsocial.messages import Figure, Message, UserError
from boligsocial.portal.ledger.models import Grant


class RefusedError(UserError):
    """An operation that the ledger does not carry out; nothing was booked.

    left_øre, wanted_øre: what there was and what was asked for, where that is the reason.
    """

    def __init__(
        self,
        text: str | Message,
        /,
        *,
        left_øre: int | None = None,
        wanted_øre: int | None = None,
        **figures: Figure | Message,
    ) -> None:
        super().__init__(text, **figures)
        self.left_øre, self.wanted_øre = left_øre, wanted_øre


NOT_ENOUGH_IN_FRAME = Message(
    "the frame for {part} in {year} has {left} left, and this takes {wanted}; lower it by {short}, "
    "or have a second person approve an override of {short}"
)
NOT_ENOUGH_RESERVED = Message(
    "{grant} has {left} reserved in {year}, and {wanted} cannot be released; lower it by {short}"
)
NOT_ENOUGH_COMMITTED = Message(
    "the commitment to {grant} has {left} unpaid, and this takes {wanted}; lower it by {short}, or "
    "raise the commitment first"
)
NOT_ENOUGH_PAID = Message(
    "{left} is paid to {grant}, and {wanted} cannot come back; lower it by {short}"
)
NOT_ENOUGH_TO_REVERSE = Message(
    "entry {number} cannot be reversed: {left} of the {wanted} that it moved is still there, "
    "{short} has moved on; reverse the later entries first"
)


def kroner(øre: int) -> Message:
    """An amount in a sentence, with øre only where there are any."""
    whole, rest = divmod(øre, 100)
    return Message("{figure} kr.", {"figure": Decimal(øre).scaleb(-2) if rest else whole})


def part_name(part: str) -> Message:
    """The words for a part of the frame."""
    return Message(frame_definition().part_of(part).name)


def too_little(why: Message, left: int, wanted: int, **figures: Figure | Message) -> RefusedError:
    """A refusal for lack of money, with what was left and what it would take."""
    return RefusedError(
        why,
        left_øre=left,
        wanted_øre=wanted,
        left=kroner(left),
        wanted=kroner(wanted),
        short=kroner(wanted - left),
        **figures,
    )


def not_enough_in_frame(part: str, year: int, left: int, wanted: int) -> RefusedError:
    return too_little(NOT_ENOUGH_IN_FRAME, left, wanted, part=part_name(part), year=str(year))


def not_enough_of(
    why: Message, grant: Grant, left: int, wanted: int, **figures: Figure
) -> RefusedError:
    return too_little(why, left, wanted, grant=grant.name, **figures)


def closed(year: int, on: date) -> RefusedError:
    return RefusedError(
        "{year} was closed on {date}, and nothing more can be committed in it; "
        "date the decision in a year that is open",
        year=str(year),
        date=on,
    )
