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
from boligsocial.allocation.optimal import (
    OptimalDistribution,
    OptimalGrant,
    OptimalOutcome,
    optimal_distribution,
)
from boligsocial.allocation.optimal_reasons import Difference, differences, optimal_reason
from boligsocial.allocation.principles import Tier
from boligsocial.allocation.ranked import Candidate, Outcome
from boligsocial.allocation.reasons import in_mio
from boligsocial.messages import Figure, Message, UserError
from boligsocial.portal.distribution.optimum.headline import headline
from boligsocial.portal.distribution.optimum.limits import limits
from boligsocial.portal.distribution.optimum.places import (
    Pairs,
    knows_neighbours,
    municipality_sizes,
    neighbour_pairs,
    organisations,
    regions,
)
from boligsocial.portal.distribution.optimum.plans import SharedPlan, shared_plans
from boligsocial.portal.distribution.optimum.reached import (
    IN_THE_TIER,
    Reached,
    first_gain,
    reached_both_ways,
)
from boligsocial.portal.distribution.shared_out import TIER_HEADINGS, Rung, SharedOut
from boligsocial.snapshots.area_lists import Area

_NOT_COUNTED = Message(
    "Gets nothing, where the way down the list gives {ranked} mio. kr. The area is {tier}, and "
    "the best distribution does not count the need there."
)

_LIST_TOO_DEAR = Message(
    "{granted} Down the list nobody gets anything, since the frame does not carry a plan for each."
)


@dataclass(frozen=True)
class BestArea:
    """An area in both columns; `difference` is none where both give it the same.

    reason: why it gets what it gets, beside the list. own_reason: without a word of the list.
    """

    rung: Rung
    grant: OptimalGrant
    difference: Difference | None
    reason: Message
    own_reason: Message

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
                     self._reason(grant, differing.get(rung.area_id)),
                     with_names(optimal_reason(grant, self.optimal), self.places))
            for rung, grant in pairs
        )  # fmt: skip

    def _reason(self, grant: OptimalGrant, difference: Difference | None) -> Message:
        if difference is None:
            return with_names(optimal_reason(grant, self.optimal), self.places)
        if grant.outcome is OptimalOutcome.OUTSIDE_THE_AIM:
            return _NOT_COUNTED.filled(
                ranked=in_mio(difference.ranked.øre), tier=IN_THE_TIER[grant.candidate.tier]
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
        return reached_both_ways(self.shared.distribution, self.optimal)

    @property
    def passed_over(self) -> int:
        """How many areas the list gives a grant whose need the best distribution does not count."""
        return sum(each.grant.outcome is OptimalOutcome.OUTSIDE_THE_AIM for each in self.differing)

    @property
    def knows_neighbours(self) -> bool:
        return knows_neighbours(self.shared.lists)

    @property
    def headline(self) -> Message:
        """What the best distribution does that the list does not, in a sentence or two."""
        gain = first_gain(self.reached)
        return headline(self.shared.distribution, self.optimal, len(self.differing), gain)

    @cached_property
    def plans(self) -> tuple[SharedPlan, ...]:
        """The plans that areas share."""
        return shared_plans(self.optimal, self.pairs, self.places)

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


def best_of(shared: SharedOut, within_m: float | None = None) -> Best:
    """The best distribution beside the way down the list.

    within_m: how far apart neighbours may lie; as everywhere where it is not given.

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
    pairs = neighbour_pairs(shared.lists, [each.area_id for each in candidates], within_m)
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
