"""What the best distribution does that the way down the list does not, in a sentence or two."""

from __future__ import annotations

from decimal import Decimal

from boligsocial.allocation.optimal import OptimalDistribution
from boligsocial.allocation.ranked import Distribution
from boligsocial.allocation.reasons import in_mio
from boligsocial.messages import Message
from boligsocial.portal.distribution.optimum.reached import IN_THE_TIER, Reached


def headline(
    listed: Distribution, optimal: OptimalDistribution, count: int, gain: Reached | None
) -> Message:
    """What the best distribution does that the list does not, in a sentence or two.

    count: of the areas that get something else. gain: the first tier in which more is reached.
    """
    if not optimal.feasible:
        return Message(
            "The frame is short by {short} mio. kr. of carrying all areas on the list, so there is "
            "no better way to share it out.",
            {"short": in_mio(optimal.shortfall_øre)},
        )
    if not listed.feasible:
        return Message(
            "The frame carries all areas on the list when neighbours share a plan. With a plan "
            "for each it is short by {short} mio. kr.",
            {"short": in_mio(listed.shortfall_øre)},
        )
    if not count:
        return _without_differences(optimal)
    others = _ONE_OTHER if count == 1 else _OTHERS.filled(count=count)
    if gain is None:
        spared = in_mio(optimal.left_øre - listed.left_øre)
        return _SAME_NEED.filled(spared=spared, others=others)
    tier = IN_THE_TIER[gain.tier]
    if not gain.listed:
        return _NEW_TIER.filled(tier=tier, others=others)
    more = 100 * gain.gained / gain.listed
    more = more.quantize(Decimal("0.1") if more >= 1 else Decimal("0.001"))
    return _MORE_NEED.filled(more=more, tier=tier, others=others)


_SAME_NEED = Message(
    "Within the same frame the best distribution reaches the same need for {spared} mio. kr. "
    "less. {others}"
)
_NEW_TIER = Message(
    "Within the same frame the best distribution also reaches need {tier}. {others}"
)
_MORE_NEED = Message(
    "Within the same frame the best distribution reaches {more} pct. more need {tier}. {others}"
)
_ONE_OTHER = Message("1 area gets something else.")
_OTHERS = Message("{count} areas get something else.")


def _without_differences(optimal: OptimalDistribution) -> Message:
    if optimal.saved_øre:
        return Message(
            "All areas get the same as down the list. Shared plans save {saved} mio. kr. a year.",
            {"saved": in_mio(optimal.saved_øre)},
        )
    return Message(
        "There is no difference: within this frame the way down the list is already the best "
        "distribution."
    )
