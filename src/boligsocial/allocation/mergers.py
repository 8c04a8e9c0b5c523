"""What each proposed merger saves and costs, and what would be lost by keeping its areas apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from boligsocial.allocation.optimal import OptimalDistribution, optimal_distribution


@dataclass(frozen=True)
class Merger:
    """A plan that areas share. `saved_øre` a year, `grants_øre` what its areas get in all.

    `apart` is the best distribution in which none of its areas share a plan with each other:
    `lost` is what each stage then loses, `extra_øre` what is then spent more (less where below
    zero), and `only_together` the areas that then get no grant.
    """

    areas: tuple[str, ...]
    residents: int
    grants_øre: int
    saved_øre: int
    lost: tuple[Fraction, ...]
    extra_øre: int
    only_together: tuple[str, ...]

    @property
    def cost_øre(self) -> int:
        """What the merged plan takes of the frame."""
        return self.grants_øre - self.saved_øre


def mergers(
    distribution: OptimalDistribution,
    pairs: Iterable[tuple[str, str]],
    cannot_join: Iterable[tuple[str, str]] = (),
    must_join: Iterable[tuple[str, str]] = (),
) -> tuple[Merger, ...]:
    """Every merger of a distribution, each held against the best plan without it.

    A merger that areas must make has nothing to be held against, and is left out.
    """
    pairs, cannot, must = list(pairs), list(cannot_join), list(must_join)
    bound = [set(pair) for pair in must]
    found = []
    for plan in distribution.plans:
        if any(pair <= set(plan) for pair in bound):
            continue
        apart = optimal_distribution(
            [grant.candidate for grant in distribution.grants],
            distribution.frame_øre,
            distribution.principles,
            pairs,
            must_join=must,
            cannot_join=[*cannot, *combinations(plan, 2)],
        )
        found.append(_merger(distribution, plan, apart))
    return tuple(found)


def _merger(
    distribution: OptimalDistribution, plan: tuple[str, ...], apart: OptimalDistribution
) -> Merger:
    members = [grant for grant in distribution.grants if grant.candidate.area_id in plan]
    then = {grant.candidate.area_id: grant.øre for grant in apart.grants}
    return Merger(
        plan,
        sum(grant.candidate.residents for grant in members),
        sum(grant.øre for grant in members),
        (len(plan) - 1) * distribution.saved_a_plan_øre,
        tuple(a - b for a, b in zip(distribution.objective, apart.objective, strict=True)),
        apart.spent_øre - distribution.spent_øre,
        tuple(area for area in plan if not then[area]),
    )
