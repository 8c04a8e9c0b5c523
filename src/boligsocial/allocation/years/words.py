"""Why an area got what it got in a year, in a sentence or two."""

from __future__ import annotations

from boligsocial.allocation.principles import Tier
from boligsocial.allocation.reasons import in_mio
from boligsocial.allocation.years.asking import Asking
from boligsocial.allocation.years.commitments import Commitment
from boligsocial.allocation.years.methods import Share
from boligsocial.messages import Message

_GRANTED = Message(
    "{grant} It is committed whole in {year}, and the effort runs to the end of {until}."
)
_PHASE_OUT = Message(
    "Phase-out with {granted} mio. kr. in all: the area is among the least exposed with an effort, "
    "which runs to the end of {until} with less from year to year and is then anchored. It is "
    "committed whole in {year}."
)
_WAITS = Message(
    "No grant in {year}: the year does not carry all areas on the list, and this one asks for "
    "{asked} mio. kr. where {left} mio. kr. are left. It waits in line for the next year."
)
_KEPT = Message(
    "No grant in {year}: the year does not carry all areas on the list, and the {left} mio. kr. "
    "that are left are kept for those of them that wait."
)
_RUNNING = Message(
    "Asks for nothing in {year}: the commitment of {given} runs to the end of {until}."
)
_RUNNING_FROM_BEFORE = Message(
    "Asks for nothing in {year}: a commitment from before runs to the end of {until}."
)
_PHASED_OUT = Message(
    "No grant: the phase-out ended with {until}, and the area is still among the least exposed."
)
_NO_PHASE_OUT = Message("No grant: the rules give no money to phase an effort out with.")


def why_granted(share: Share, commitment: Commitment, year: int) -> Message:
    """The ground for a grant, and the years of its commitment."""
    until = str(commitment.runs_to)
    if commitment.phase_out:
        return _PHASE_OUT.filled(granted=in_mio(share.øre), year=str(year), until=until)
    return _GRANTED.filled(grant=share.reason, year=str(year), until=until)


def why_it_waits(asking: Asking, left_øre: int, year: int) -> Message:
    """Why an area gets nothing in a year that carries only the head of the list."""
    if asking.candidate.tier is not Tier.LISTED:
        return _KEPT.filled(year=str(year), left=in_mio(left_øre))
    return _WAITS.filled(year=str(year), asked=in_mio(asking.øre), left=in_mio(left_øre))


def why_it_does_not_ask(latest: Commitment | None, year: int) -> Message:
    """What an area has or has had, so that it asks for nothing."""
    if latest is None:
        return _NO_PHASE_OUT
    until = str(latest.runs_to)
    if latest.runs_to < year:
        return _PHASED_OUT.filled(until=until) if latest.phase_out else _NO_PHASE_OUT
    if latest.given is None:
        return _RUNNING_FROM_BEFORE.filled(year=str(year), until=until)
    return _RUNNING.filled(year=str(year), given=str(latest.given), until=until)
