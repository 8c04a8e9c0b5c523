"""The need that the grants reach, tier by tier: down the list, and in the best distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from boligsocial.allocation.equity import shares_by_group
from boligsocial.allocation.optimal import OptimalDistribution
from boligsocial.allocation.principles import Tier
from boligsocial.allocation.problem import STAGES
from boligsocial.allocation.ranked import Distribution
from boligsocial.messages import Message
from boligsocial.portal.distribution.shared_out import TIER_HEADINGS

COUNTED = (Tier.LISTED, *STAGES)
"""The tiers whose need the best distribution is to reach."""
IN_THE_TIER = {
    Tier.LISTED: Message("on the list of § 61 a"),
    Tier.EXPOSED: Message("among the most exposed other areas"),
    Tier.EDGE: Message("on the edge"),
    Tier.ATTACHED: Message("in attached vulnerable estates"),
    Tier.ANCHORED: Message("among the least exposed areas with an effort"),
}


@dataclass(frozen=True)
class Reached:
    """The need that a tier's grants reach both ways: residents, each weighted by the need.

    counts: whether the best distribution is to reach it at all.
    """

    tier: Tier
    listed: Decimal
    best: Decimal
    counts: bool

    @property
    def name(self) -> Message:
        return TIER_HEADINGS[self.tier]

    @property
    def gained(self) -> Decimal:
        return self.best - self.listed

    @property
    def written(self) -> tuple[int, int]:
        """Down the list and in the best, as whole residents."""
        return round(self.listed), round(self.best)


def reached_both_ways(listed: Distribution, optimal: OptimalDistribution) -> tuple[Reached, ...]:
    """The need reached in each tier that has areas."""
    tiers = {each.candidate.area_id: each.candidate.tier.value for each in optimal.grants}
    down, best = (
        {share.group: share.reached for share in shares_by_group(way, tiers)}
        for way in (listed, optimal)
    )
    return tuple(
        Reached(tier, down[tier.value], best[tier.value], tier in COUNTED)
        for tier in Tier
        if tier.value in best
    )


def first_gain(reached: Sequence[Reached]) -> Reached | None:
    """The first tier that counts in which the need reached is another, if any."""
    return next((each for each in reached if each.counts and each.gained), None)
