"""Why an area got what it got under the optimum, and why that is not what the list gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from boligsocial.allocation.optimal import OptimalDistribution, OptimalGrant, OptimalOutcome
from boligsocial.allocation.ranked import Distribution, Grant, Outcome
from boligsocial.allocation.reasons import TIER_NAMES, in_mio
from boligsocial.messages import Message

_SENTENCES = {
    OptimalOutcome.FULL: Message("Full grant of {granted} mio. kr., because the area is {tier}."),
    OptimalOutcome.REDUCED: Message(
        "Reduced grant of {granted} mio. kr., {percent} pct. of the full grant, because the "
        "area is {tier}."
    ),
    OptimalOutcome.SHORTENED: Message(
        "Shortened grant of {granted} mio. kr., {percent} pct. of the full grant, because the "
        "frame cannot carry all areas on the list, and they share what there is."
    ),
    OptimalOutcome.LEFT_OUT: Message(
        "No grant: the area is {tier}, and every plan within the frame that includes it reaches "
        "less need, or costs more for the same."
    ),
    OptimalOutcome.NOT_APPROVED: Message(
        "No grant: the area is {tier}, and no concrete discussion has approved that it is attached."
    ),
    OptimalOutcome.PHASED_OUT: Message(
        "No grant: the area is {tier}; the effort is phased out with an anchoring plan."
    ),
    OptimalOutcome.OUTSIDE_THE_AIM: Message(
        "No grant: the area is {tier}, and the aim does not count its need."
    ),
    OptimalOutcome.FRAME_TOO_SMALL: Message(
        "No grant yet: the frame cannot carry all areas on the list in full, "
        "so nothing is shared out."
    ),
}
_SHARED = Message("{grant} It shares a plan with {others}, which saves {saved} mio. kr.")


def optimal_reason(grant: OptimalGrant, distribution: OptimalDistribution) -> Message:
    """The result of one area and its ground, as a sentence or two."""
    sentence = _SENTENCES[grant.outcome].filled(
        granted=in_mio(grant.øre),
        percent=(grant.level * 100).quantize(Decimal(1)),
        tier=TIER_NAMES[grant.candidate.tier],
    )
    return _with_plan(sentence, grant, distribution)


def _with_plan(
    sentence: Message, grant: OptimalGrant, distribution: OptimalDistribution
) -> Message:
    if not grant.plan:
        return sentence
    others = ", ".join(area for area in grant.plan if area != grant.candidate.area_id)
    saved = (len(grant.plan) - 1) * distribution.saved_a_plan_øre
    return _SHARED.filled(grant=sentence, others=others, saved=in_mio(saved))


def what_it_would_take_in_the_optimum(
    grant: OptimalGrant, distribution: OptimalDistribution
) -> Message | None:
    """What opens the way to a grant, where something bars it; none where need decides."""
    match grant.outcome:
        case OptimalOutcome.NOT_APPROVED:
            return Message("A recorded concrete discussion that approves the area.")
        case OptimalOutcome.PHASED_OUT | OptimalOutcome.OUTSIDE_THE_AIM:
            return Message("Another tier: these principles give nothing to this one at any frame.")
        case OptimalOutcome.FRAME_TOO_SMALL | OptimalOutcome.SHORTENED:
            enough = distribution.frame_øre + distribution.shortfall_øre
            return Message("A frame of {frame} mio. kr.", {"frame": in_mio(enough)})
    return None


class Differs(StrEnum):
    """What the optimum does to an area that the way down the list gave its grant."""

    COMES_IN = "comes_in"
    GOES_OUT = "goes_out"
    MORE = "more"
    LESS = "less"


_DIFFERENCES = {
    Differs.COMES_IN: Message(
        "Gets {optimal} mio. kr. The way down the list ended before it; the optimum finds money "
        "for it by choosing otherwise further up or by joint plans."
    ),
    Differs.GOES_OUT: Message(
        "Gets nothing, where the way down the list gives {ranked} mio. kr. Within the same frame "
        "others reach more need for them."
    ),
    Differs.MORE: Message("Gets {optimal} mio. kr., where the way down the list gives {ranked}."),
    Differs.LESS: Message(
        "Gets {optimal} mio. kr., where the way down the list gives {ranked}. The rest reaches "
        "more need in others."
    ),
}
_OUTSIDE_THE_AIM = Message(
    "Gets nothing, where the way down the list gives {ranked} mio. kr. The aim does not count the "
    "need of areas whose effort is to be anchored."
)
_PASSED_OVER = Message(
    "Gets {optimal} mio. kr. Its turn came when {left} mio. kr. were left and it asked for "
    "{asked}; the optimum makes room for it by choosing otherwise or by joint plans."
)


@dataclass(frozen=True)
class Difference:
    """An area with another grant under the optimum than down the list, and why."""

    ranked: Grant
    optimal: OptimalGrant
    differs: Differs
    why: Message


def differences(ranked: Distribution, optimal: OptimalDistribution) -> tuple[Difference, ...]:
    """The areas whose grant differs, in the order of the line; both of the same candidates."""
    by_area: Mapping[str, Grant] = {each.candidate.area_id: each for each in ranked.grants}
    return tuple(
        _difference(by_area[grant.candidate.area_id], grant, optimal)
        for grant in optimal.grants
        if by_area[grant.candidate.area_id].øre != grant.øre
    )


def _difference(
    ranked: Grant, optimal: OptimalGrant, distribution: OptimalDistribution
) -> Difference:
    if not ranked.øre:
        differs = Differs.COMES_IN
    elif not optimal.øre:
        differs = Differs.GOES_OUT
    else:
        differs = Differs.MORE if optimal.øre > ranked.øre else Differs.LESS
    why = _sentence(differs, ranked, optimal).filled(
        optimal=in_mio(optimal.øre),
        ranked=in_mio(ranked.øre),
        left=in_mio(ranked.left_øre),
        asked=in_mio(ranked.asked_øre),
    )
    return Difference(ranked, optimal, differs, _with_plan(why, optimal, distribution))


def _sentence(differs: Differs, ranked: Grant, optimal: OptimalGrant) -> Message:
    if differs is Differs.COMES_IN and ranked.outcome is Outcome.DOES_NOT_FIT:
        return _PASSED_OVER
    if optimal.outcome is OptimalOutcome.OUTSIDE_THE_AIM:
        return _OUTSIDE_THE_AIM
    return _DIFFERENCES[differs]
