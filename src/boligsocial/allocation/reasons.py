"""Why an area got what it got, in a sentence, and what it would take to get more."""

from __future__ import annotations

from decimal import Decimal

from boligsocial.allocation.principles import Tier
from boligsocial.allocation.ranked import Grant, Outcome
from boligsocial.messages import Message
from boligsocial.money import ØRE_PER_MIO

TIER_NAMES = {
    Tier.LISTED: Message("on the list of § 61 a"),
    Tier.EXPOSED: Message("among the most exposed other areas"),
    Tier.EDGE: Message("on the edge"),
    Tier.ATTACHED: Message("a vulnerable estate beside an exposed area"),
    Tier.ANCHORED: Message("among the least exposed areas with an effort"),
}

_SENTENCES = {
    Outcome.FULL: Message("Full grant of {granted} mio. kr., because the area is {tier}."),
    Outcome.REDUCED: Message(
        "Reduced grant of {granted} mio. kr., {percent} pct. of the full grant, because the "
        "area is {tier}."
    ),
    Outcome.SHORTENED: Message(
        "Shortened grant of {granted} mio. kr., {percent} pct. of the full grant, because the "
        "frame cannot carry all areas on the list, and they share what there is."
    ),
    Outcome.DOES_NOT_FIT: Message(
        "No grant: the area is {tier}, number {place} in line; it asks for {asked} mio. kr., "
        "and {left} mio. kr. were left for it."
    ),
    Outcome.BELOW_WATERLINE: Message(
        "No grant: the area is {tier}, number {place} in line, and the money ended further up."
    ),
    Outcome.NOT_APPROVED: Message(
        "No grant: the area is {tier}, and no concrete discussion has approved that it is attached."
    ),
    Outcome.PHASED_OUT: Message(
        "No grant: the area is {tier}; the effort is phased out with an anchoring plan."
    ),
    Outcome.FRAME_TOO_SMALL: Message(
        "No grant yet: the frame cannot carry all areas on the list in full, "
        "so nothing is shared out."
    ),
}


def reason(grant: Grant) -> Message:
    """The result of one area and its ground, as a sentence."""
    return _SENTENCES[grant.outcome].filled(
        granted=in_mio(grant.øre),
        asked=in_mio(grant.asked_øre),
        left=in_mio(grant.left_øre),
        percent=(grant.level * 100).quantize(Decimal(1)),
        tier=TIER_NAMES[grant.candidate.tier],
        place=grant.place,
    )


def what_it_would_take(grant: Grant) -> Message | None:
    """The change that would give the area its tier's grant; none where it has it already."""
    match grant.outcome:
        case Outcome.FULL | Outcome.REDUCED:
            return None
        case Outcome.NOT_APPROVED:
            return Message("A recorded concrete discussion that approves the area.")
        case Outcome.PHASED_OUT:
            return Message("Another tier: these principles give nothing to this one at any frame.")
    if grant.enters_at_øre is not None:
        return Message("A frame of {frame} mio. kr.", {"frame": in_mio(grant.enters_at_øre)})
    return Message(
        "{missing} mio. kr. more when its turn comes.", {"missing": in_mio(grant.missing_øre)}
    )


def in_mio(øre: int) -> Decimal:
    """An amount in million kroner for reading, with two decimals."""
    return (Decimal(øre) / ØRE_PER_MIO).quantize(Decimal("0.01"))
