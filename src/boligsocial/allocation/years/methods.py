"""The two ways to share a year out, in one shape: down the list, and the optimum."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from boligsocial.allocation.optimal import OptimalDistribution, optimal_distribution
from boligsocial.allocation.optimal_reasons import optimal_reason
from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.ranked import Candidate, ranked_distribution
from boligsocial.allocation.reasons import reason
from boligsocial.messages import Message

Pair = tuple[str, str]


@dataclass(frozen=True)
class Share:
    """What a method gives a candidate: a level, an amount in øre, and the ground for it."""

    candidate: Candidate
    level: Decimal
    øre: int
    reason: Message


@dataclass(frozen=True)
class SharedOut:
    """An amount shared out.

    `plans` are areas that share a plan, which saves `saved_a_plan_øre` for each area but one.
    `shortfall_øre` is what is missing to give the listed all. `proven` tells whether it is certain
    that nothing is better, where a method seeks that; `pairs_across` counts the neighbours that
    were left out because they cross a municipal border.
    """

    shares: tuple[Share, ...]
    plans: tuple[tuple[str, ...], ...] = ()
    saved_a_plan_øre: int = 0
    shortfall_øre: int = 0
    proven: bool | None = None
    pairs_across: int = 0

    def saved_øre(self, areas: Collection[str]) -> int:
        """What a plan of these areas saves."""
        return (len(areas) - 1) * self.saved_a_plan_øre

    @property
    def spent_øre(self) -> int:
        saved = sum(self.saved_øre(plan) for plan in self.plans)
        return sum(share.øre for share in self.shares) - saved


class Method(Protocol):
    """A way to share an amount out over candidates: never an øre above it, and no plan that saves
    more than its areas are given, since a commitment is not below zero."""

    def __call__(
        self, candidates: Sequence[Candidate], øre: int, principles: Principles, /
    ) -> SharedOut: ...


def by_rank(candidates: Sequence[Candidate], øre: int, principles: Principles) -> SharedOut:
    """The way down the list."""
    ranked = ranked_distribution(candidates, øre, principles)
    shares = (Share(each.candidate, each.level, each.øre, reason(each)) for each in ranked.grants)
    return SharedOut(tuple(shares), shortfall_øre=ranked.shortfall_øre)


def by_optimum(pairs: Collection[Pair] = ()) -> Method:
    """The optimum, with the neighbours that may share a plan when both ask in the same year.

    No stage of the optimum counts an anchored area's need, so the anchored go down the list with
    what the others leave. Where a plan would save more than its areas are given, they are no longer
    neighbours and the year is shared out again; the optimum of that is not called proven.
    """

    def shared_out(
        candidates: Sequence[Candidate], øre: int, principles: Principles, /
    ) -> SharedOut:
        anchored = [each for each in candidates if each.tier is Tier.ANCHORED]
        others = {each.area_id: each for each in candidates if each.tier is not Tier.ANCHORED}
        if not others:
            return by_rank(anchored, øre, principles)
        near = [pair for pair in pairs if others.keys() >= set(pair)]
        best, kept = _without_overdrawn_plans(list(others.values()), øre, principles, near)
        shares = [
            Share(each.candidate, each.level, each.øre, optimal_reason(each, best))
            for each in best.grants
        ]
        left = 0 if best.shortfall_øre else best.left_øre
        last = by_rank(anchored, left, principles)
        return SharedOut(
            (*shares, *last.shares),
            best.plans,
            best.saved_a_plan_øre,
            best.shortfall_øre,
            best.proven and kept == len(near),
            best.pairs_across,
        )

    return shared_out


def _without_overdrawn_plans(
    candidates: Sequence[Candidate], øre: int, principles: Principles, near: Sequence[Pair]
) -> tuple[OptimalDistribution, int]:
    """The optimum with no plan that saves more than its areas are given, and how many of the
    neighbours were left to choose from."""
    best = optimal_distribution(candidates, øre, principles, near)
    while overdrawn := _overdrawn(best):
        near = [pair for pair in near if not any(set(pair) <= plan for plan in overdrawn)]
        best = optimal_distribution(candidates, øre, principles, near)
    return best, len(near)


def _overdrawn(best: OptimalDistribution) -> list[set[str]]:
    given = {each.candidate.area_id: each.øre for each in best.grants}
    saved = best.saved_a_plan_øre
    return [
        set(plan)
        for plan in best.plans
        if sum(given[area] for area in plan) < (len(plan) - 1) * saved
    ]
