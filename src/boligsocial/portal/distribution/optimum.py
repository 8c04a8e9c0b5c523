"""The way down the list and the best distribution of the same frame, side by side.

The best reaches the most need: all areas on the list in full, then the most need of the most
exposed others, then of those on the edge, then of the attached; among equals it spends least.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from boligsocial.allocation.equity import GroupShare, shares_by_group
from boligsocial.allocation.mergers import Merger, mergers
from boligsocial.allocation.optimal import (
    OptimalDistribution,
    OptimalGrant,
    OptimalOutcome,
    optimal_distribution,
)
from boligsocial.allocation.optimal_reasons import Difference, differences, optimal_reason
from boligsocial.allocation.principles import Tier
from boligsocial.allocation.problem import STAGES
from boligsocial.allocation.ranked import Candidate, Outcome
from boligsocial.allocation.reasons import in_mio
from boligsocial.messages import Figure, Message, UserError
from boligsocial.portal.distribution.optimum_limits import limits
from boligsocial.portal.distribution.optimum_places import (
    Pairs,
    knows_neighbours,
    municipality_sizes,
    neighbour_pairs,
    organisations,
    regions,
)
from boligsocial.portal.distribution.shared_out import TIER_HEADINGS, Rung, SharedOut
from boligsocial.snapshots.area_lists import Area

COUNTED = (Tier.LISTED, *STAGES)
"""The tiers whose need the best distribution is to reach."""
_IN_THE_TIER = {
    Tier.LISTED: Message("on the list of § 61 a"),
    Tier.EXPOSED: Message("among the most exposed other areas"),
    Tier.EDGE: Message("on the edge"),
    Tier.ATTACHED: Message("in attached vulnerable estates"),
    Tier.ANCHORED: Message("among the least exposed areas with an effort"),
}
_NOT_COUNTED = Message(
    "Gets nothing, where the way down the list gives {ranked} mio. kr.: the area is {tier}, and "
    "the best distribution does not count the need there."
)

_LIST_TOO_DEAR = Message(
    "{granted} Down the list nobody gets anything, since the frame does not carry a plan for each."
)


@dataclass(frozen=True)
class BestArea:
    """An area in both columns; `difference` is none where both give it the same."""

    rung: Rung
    grant: OptimalGrant
    difference: Difference | None
    reason: Message

    @property
    def area(self) -> Area:
        return self.rung.listed.area

    @property
    def listed_mio(self) -> Decimal:
        """Its grant down the list."""
        return in_mio(self.rung.grant.øre)

    @property
    def best_mio(self) -> Decimal:
        return in_mio(self.grant.øre)


@dataclass(frozen=True)
class TierOfBoth:
    """The areas of a tier."""

    tier: Tier
    areas: tuple[BestArea, ...]

    @property
    def name(self) -> Message:
        return TIER_HEADINGS[self.tier]


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


@dataclass(frozen=True)
class SharedPlan:
    """Areas that share a plan: what it saves, and what the best distribution without it loses.

    carries_the_list: without it the frame is short of the areas on the list, so nobody gets any.
    """

    merger: Merger
    carries_the_list: bool
    areas: tuple[Area, ...]
    only_together: tuple[Area, ...]

    @property
    def granted_mio(self) -> Decimal:
        return in_mio(self.merger.grants_øre)

    @property
    def saved_mio(self) -> Decimal:
        return in_mio(self.merger.saved_øre)

    @property
    def without(self) -> Message:
        """What the best distribution is like when its areas are kept apart."""
        if self.carries_the_list:
            return Message("The frame could not carry all areas on the list, and nobody would get "
                           "anything.")  # fmt: skip
        if self.only_together:
            names = ", ".join(area.name for area in self.only_together)
            return Message("{areas} would get nothing.", {"areas": names})
        if any(self.merger.lost):
            lost = round(sum(self.merger.lost))
            return Message("Need of {lost} weighted residents would not be reached.",
                           {"lost": lost})  # fmt: skip
        return Message(
            "All would get the same, and {extra} mio. kr. less would be left.",
            {"extra": in_mio(self.merger.extra_øre)},
        )


@dataclass(frozen=True)
class Best:
    """Both distributions of the same frame over the same areas."""

    shared: SharedOut
    pairs: Pairs
    optimal: OptimalDistribution

    @cached_property
    def places(self) -> dict[str, Area]:
        """The areas by id."""
        return {each.area.area_id: each.area for each in self.shared.candidates.candidates}

    @cached_property
    def areas(self) -> tuple[BestArea, ...]:
        """Every area, down the ladder."""
        differing = {
            each.optimal.candidate.area_id: each
            for each in differences(self.shared.distribution, self.optimal)
        }
        pairs = zip(self.shared.rungs, self.optimal.grants, strict=True)
        return tuple(
            BestArea(rung, grant, differing.get(rung.area_id),
                     self._reason(grant, differing.get(rung.area_id)))
            for rung, grant in pairs
        )  # fmt: skip

    def _reason(self, grant: OptimalGrant, difference: Difference | None) -> Message:
        if difference is None:
            return with_names(optimal_reason(grant, self.optimal), self.places)
        if grant.outcome is OptimalOutcome.OUTSIDE_THE_AIM:
            return _NOT_COUNTED.filled(
                ranked=in_mio(difference.ranked.øre), tier=_IN_THE_TIER[grant.candidate.tier]
            )
        if difference.ranked.outcome is Outcome.FRAME_TOO_SMALL:
            granted = with_names(optimal_reason(grant, self.optimal), self.places)
            return _LIST_TOO_DEAR.filled(granted=granted)
        return with_names(difference.why, self.places)

    @property
    def differing(self) -> tuple[BestArea, ...]:
        """The areas that get something else, down the ladder."""
        return tuple(each for each in self.areas if each.difference)

    @property
    def tiers(self) -> list[TierOfBoth]:
        """Every area by tier."""
        by_tier = groupby(self.areas, key=lambda each: each.grant.candidate.tier)
        return [TierOfBoth(tier, tuple(areas)) for tier, areas in by_tier]

    @cached_property
    def reached(self) -> tuple[Reached, ...]:
        """The need reached in each tier that has areas."""
        tiers = {each.rung.area_id: each.grant.candidate.tier.value for each in self.areas}
        ways = (self.shared.distribution, self.optimal)
        listed, best = ({share.group: share.reached for share in shares_by_group(way, tiers)}
                        for way in ways)  # fmt: skip
        return tuple(
            Reached(tier, listed[tier.value], best[tier.value], tier in COUNTED)
            for tier in Tier
            if tier.value in best
        )

    @property
    def first_gain(self) -> Reached | None:
        """The first tier that counts in which the need reached is another, if any."""
        return next((each for each in self.reached if each.counts and each.gained), None)

    @property
    def passed_over(self) -> int:
        """How many areas the list gives a grant whose need the best distribution does not count."""
        return sum(each.grant.outcome is OptimalOutcome.OUTSIDE_THE_AIM for each in self.differing)

    @property
    def spares_øre(self) -> int:
        """What the best distribution leaves of the frame beyond what the list leaves."""
        return self.optimal.left_øre - self.shared.distribution.left_øre

    @property
    def knows_neighbours(self) -> bool:
        return knows_neighbours(self.shared.lists)

    @property
    def headline(self) -> Message:
        """What the best distribution does that the list does not, in a sentence or two."""
        return _headline(self)

    @cached_property
    def plans(self) -> tuple[SharedPlan, ...]:
        """The plans that areas share, each held against the best distribution without it."""
        return tuple(
            SharedPlan(
                each,
                each.extra_øre == -self.optimal.spent_øre,
                tuple(self.places[area] for area in each.areas),
                tuple(self.places[area] for area in each.only_together),
            )
            for each in mergers(self.optimal, self.pairs)
        )

    def shares_by(self, group_of: Mapping[str, str]) -> tuple[tuple[GroupShare, GroupShare], ...]:
        """Each group of areas both ways: down the list, and in the best."""
        ways = (self.shared.distribution, self.optimal)
        return tuple(zip(*(shares_by_group(way, group_of) for way in ways), strict=True))

    @cached_property
    def by_region(self) -> tuple[tuple[GroupShare, GroupShare], ...]:
        return self.shares_by(regions(self.places))

    @cached_property
    def by_municipality_size(self) -> tuple[tuple[GroupShare, GroupShare], ...]:
        year = self.shared.choice.list.on.year
        return self.shares_by(municipality_sizes(self.shared.lists, self.places, year))

    @cached_property
    def by_organisation(self) -> tuple[tuple[GroupShare, GroupShare], ...]:
        return self.shares_by(organisations(self.shared.lists, self.places))


def candidates_in(shared: SharedOut) -> tuple[Candidate, ...]:
    """The candidates of a distribution, down the ladder."""
    return tuple(grant.candidate for grant in shared.distribution.grants)


def best_of(shared: SharedOut) -> Best:
    """The best distribution beside the way down the list.

    Raises:
        UserError: more areas than a page has time for.
    """
    candidates = candidates_in(shared)
    if len(candidates) > limits().most_areas:
        raise UserError(
            "{areas} areas are more than this page has time for; run boligsocial allocate with "
            "--method optimal, or choose a list with at most {most} areas",
            areas=len(candidates),
            most=limits().most_areas,
        )
    pairs = neighbour_pairs(shared.lists, [each.area_id for each in candidates])
    choice = shared.choice
    optimal = optimal_distribution(candidates, choice.frame_øre, choice.principles, pairs)
    return Best(shared, pairs, optimal)


def with_names(sentence: Message, areas: Mapping[str, Area]) -> Message:
    """A sentence of the analysis with the names of the areas that it lists by id."""
    figures: dict[str, Figure | Message] = {}
    for name, value in sentence.figures.items():
        if isinstance(value, Message):
            figures[name] = with_names(value, areas)
        elif name == "others":
            figures[name] = ", ".join(areas[each].name for each in str(value).split(", "))
        else:
            figures[name] = value
    return Message(sentence.text, figures)


def _headline(best: Best) -> Message:
    listed, optimal, count = best.shared.distribution, best.optimal, len(best.differing)
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
        return _without_differences(best)
    gain = best.first_gain
    if gain is None:
        return _number(count, _SAME_NEED_ONE, _SAME_NEED).filled(
            spared=in_mio(best.spares_øre), count=count
        )
    if not gain.listed:
        return _number(count, _NEW_TIER_ONE, _NEW_TIER).filled(
            tier=_IN_THE_TIER[gain.tier], count=count
        )
    more = (100 * gain.gained / gain.listed).quantize(Decimal("0.1"))
    return _number(count, _MORE_NEED_ONE, _MORE_NEED).filled(
        more=more, tier=_IN_THE_TIER[gain.tier], count=count
    )


def _number(count: int, one: Message, several: Message) -> Message:
    return one if count == 1 else several


_SAME_NEED_ONE = Message(
    "Within the same frame the best distribution reaches the same need for {spared} mio. kr. "
    "less. 1 area gets something else."
)
_SAME_NEED = Message(
    "Within the same frame the best distribution reaches the same need for {spared} mio. kr. "
    "less. {count} areas get something else."
)
_NEW_TIER_ONE = Message(
    "Within the same frame the best distribution also reaches need {tier}. 1 area gets "
    "something else."
)
_NEW_TIER = Message(
    "Within the same frame the best distribution also reaches need {tier}. {count} areas "
    "get something else."
)
_MORE_NEED_ONE = Message(
    "Within the same frame the best distribution reaches {more} pct. more need {tier}. "
    "1 area gets something else."
)
_MORE_NEED = Message(
    "Within the same frame the best distribution reaches {more} pct. more need {tier}. "
    "{count} areas get something else."
)


def _without_differences(best: Best) -> Message:
    if best.optimal.saved_øre:
        return Message(
            "All areas get the same as down the list. Shared plans save {saved} mio. kr. a year.",
            {"saved": in_mio(best.optimal.saved_øre)},
        )
    return Message(
        "There is no difference: within this frame the way down the list is already the best "
        "distribution."
    )
