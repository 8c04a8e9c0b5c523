"""Whether a plan keeps every rule and is worth what it claims; knows nothing of how it was found.

It reads only candidates, principles and pairs, reckons again in whole øre and fractions, and shares
no code with the optimiser.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.ranked import Candidate
from boligsocial.messages import UserError


@dataclass(frozen=True)
class Claim:
    """A plan and what it claims. Levels and grants by area id; pairs and plans of area ids."""

    candidates: Sequence[Candidate]
    frame_øre: int
    principles: Principles
    neighbours: Collection[tuple[str, str]]
    must_join: Collection[Collection[str]]
    cannot_join: Collection[tuple[str, str]]
    levels: Mapping[str, Decimal]
    grants_øre: Mapping[str, int]
    plans: Sequence[Sequence[str]]
    objective: Sequence[Fraction]
    spent_øre: int


def check(claim: Claim) -> None:
    """Let a sound plan pass.

    Raises:
        UserError: the first thing that is wrong with the plan.
    """
    problem = next(problems(claim), None)
    if problem is not None:
        raise UserError(
            "the plan failed its check and is not shown: {problem}; please report this",
            problem=problem,
        )


def problems(claim: Claim) -> Iterator[str]:
    """Everything that is wrong with a plan, as short English notes for whoever mends the code."""
    yield from _levels(claim)
    yield from _plans(claim)
    yield from _joins(claim)
    yield from _money(claim)
    yield from _objective(claim)


def _levels(claim: Claim) -> Iterator[str]:
    for each in claim.candidates:
        level = claim.levels[each.area_id]
        if each.tier is Tier.LISTED:
            allowed = {Decimal(1)}
        else:
            allowed = {Decimal(0), *getattr(claim.principles.levels, each.tier.value)}
        if each.tier is Tier.ATTACHED and not each.approved:
            allowed = {Decimal(0)}
        if level not in allowed:
            yield f"{each.area_id} has the level {level}"
        if claim.grants_øre[each.area_id] != floor(each.full_grant_øre * Fraction(level)):
            yield f"{each.area_id} has {claim.grants_øre[each.area_id]} øre"


def _plans(claim: Claim) -> Iterator[str]:
    seen: set[str] = set()
    municipality = {each.area_id: each.municipality for each in claim.candidates}
    near = {frozenset(pair) for pair in claim.neighbours}
    for plan in claim.plans:
        name = " + ".join(plan)
        if seen & set(plan) or len(set(plan)) < len(plan):
            yield f"an area of {name} is in two plans"
        seen |= set(plan)
        if not 2 <= len(plan) <= claim.principles.max_areas_per_plan:
            yield f"{name} has {len(plan)} areas"
        if claim.principles.same_municipality and len({municipality[each] for each in plan}) > 1:
            yield f"{name} crosses a municipal border"
        if any(claim.grants_øre[each] <= 0 for each in plan):
            yield f"an area of {name} has no grant"
        if not _hangs_together(plan, near):
            yield f"{name} does not hang together"


def _hangs_together(plan: Sequence[str], near: Collection[frozenset[str]]) -> bool:
    parts = [{each} for each in plan]
    while len(parts) > 1:
        first = parts.pop(0)
        touching = next(
            (part for part in parts if any({a, b} in near for a in first for b in part)), None
        )
        if touching is None:
            return False
        touching |= first
    return True


def _joins(claim: Claim) -> Iterator[str]:
    plan_of = {area: number for number, plan in enumerate(claim.plans) for area in plan}
    for group in claim.must_join:
        plans = {plan_of.get(area) for area in group}
        granted = [area for area in group if claim.levels[area]]
        if granted and (len(plans) > 1 or None in plans):
            yield f"{' + '.join(group)} do not share a plan"
    for a, b in claim.cannot_join:
        if a in plan_of and plan_of[a] == plan_of.get(b):
            yield f"{a} and {b} share a plan"


def _money(claim: Claim) -> Iterator[str]:
    cost = Fraction(claim.principles.coordination_cost_mio) * 100_000_000
    saved = sum((len(plan) - 1) * floor(cost) for plan in claim.plans)
    spent = sum(claim.grants_øre.values()) - saved
    if spent != claim.spent_øre:
        yield f"it claims to spend {claim.spent_øre} øre and spends {spent}"
    if spent > claim.frame_øre:
        yield f"it spends {spent} øre of {claim.frame_øre}"


def _objective(claim: Claim) -> Iterator[str]:
    for tier, claimed in zip(
        (Tier.EXPOSED, Tier.EDGE, Tier.ATTACHED), claim.objective, strict=True
    ):
        value = sum(
            (
                Fraction(repr(float(each.need))) * each.residents
                * Fraction(claim.levels[each.area_id])
                for each in claim.candidates
                if each.tier is tier
            ),
            Fraction(0),
        )  # fmt: skip
        if value != claimed:
            yield f"it claims {claimed} for {tier} and reaches {value}"
