"""The plans that neighbours share in the best distribution, and what each is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from boligsocial.allocation.mergers import Merger, mergers
from boligsocial.allocation.optimal import OptimalDistribution
from boligsocial.allocation.problem import STAGES
from boligsocial.allocation.reasons import in_mio
from boligsocial.messages import Message
from boligsocial.portal.distribution.optimum.limits import limits
from boligsocial.portal.distribution.optimum.places import Pairs
from boligsocial.portal.distribution.optimum.reached import IN_THE_TIER
from boligsocial.snapshots.area_lists import Area


@dataclass(frozen=True)
class SharedPlan:
    """Areas that share a plan, amounts in mio. kr. a year.

    without: what the best distribution is like when its areas are kept apart.
    """

    areas: tuple[Area, ...]
    residents: int
    granted_mio: Decimal
    saved_mio: Decimal
    without: Message


def shared_plans(
    optimal: OptimalDistribution, pairs: Pairs, places: Mapping[str, Area]
) -> tuple[SharedPlan, ...]:
    """The shared plans; held against the best without each where there are few enough areas."""
    is_compared = len(optimal.grants) <= limits().areas_at_once
    found = {each.areas: each for each in mergers(optimal, pairs)} if is_compared else {}
    return tuple(_plan(optimal, plan, found.get(plan), places) for plan in optimal.plans)


def _plan(
    optimal: OptimalDistribution,
    plan: tuple[str, ...],
    merger: Merger | None,
    places: Mapping[str, Area],
) -> SharedPlan:
    members = [grant for grant in optimal.grants if grant.candidate.area_id in plan]
    return SharedPlan(
        tuple(places[area] for area in plan),
        sum(grant.candidate.residents for grant in members),
        in_mio(sum(grant.øre for grant in members)),
        in_mio((len(plan) - 1) * optimal.saved_a_plan_øre),
        _without(merger, optimal, places) if merger else _NOT_COMPARED,
    )


_NOT_COMPARED = Message("Not reckoned: with so many areas it takes too long for a page.")


def _without(merger: Merger, optimal: OptimalDistribution, places: Mapping[str, Area]) -> Message:
    if merger.extra_øre == -optimal.spent_øre:
        return Message(
            "The frame could not carry all areas on the list, and nobody would get anything."
        )
    if merger.only_together:
        names = ", ".join(places[area].name for area in merger.only_together)
        return Message("{areas} would get nothing.", {"areas": names})
    for tier, lost in zip(STAGES, merger.lost, strict=True):
        if lost:
            return Message(
                "Need of {lost} weighted residents {tier} would not be reached.",
                {"lost": ceil(lost), "tier": IN_THE_TIER[tier]},
            )
    return Message(
        "The same need would be reached, and {extra} mio. kr. less would be left.",
        {"extra": in_mio(merger.extra_øre)},
    )
