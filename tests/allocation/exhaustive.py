"""Every plan there is, tried one by one: what the optimum is held against.

Written from the words of the contract alone. Only areas with a grant are in a plan; an area that
must join another gets nothing, or shares a plan with it.
"""

from fractions import Fraction
from itertools import combinations, product
from math import floor

TIERS = ("exposed", "edge", "attached")


def best_by_trying_all(candidates, frame_øre, principles, pairs, must_join=(), cannot_join=()):
    """The best (exposed, edge, attached, -spent), and the least that any plan spends."""
    best, least = None, None
    for _, values, spent in every_plan(candidates, principles, pairs, must_join, cannot_join):
        least = spent if least is None else min(least, spent)
        if spent <= frame_øre:
            best = max(filter(None, [best, (*values, -spent)]))
    return best, least


def every_plan(candidates, principles, pairs, must_join=(), cannot_join=()):
    """Levels, the value of each stage and what is spent when as much is saved as can be."""
    saving = floor(Fraction(principles.coordination_cost_mio) * 100_000_000)
    near = {
        frozenset(pair)
        for pair in pairs
        if not principles.same_municipality
        or len({each.municipality for each in candidates if each.area_id in pair}) == 1
    }
    fewer = {}
    for levels in product(*(levels_of(each, principles) for each in candidates)):
        grants = [
            floor(each.full_grant_øre * Fraction(level))
            for each, level in zip(candidates, levels, strict=True)
        ]
        granted = frozenset(
            each.area_id for each, grant in zip(candidates, grants, strict=True) if grant
        )
        if granted not in fewer:
            fewer[granted] = plans_fewer(
                granted, near, principles.max_areas_per_plan, must_join, cannot_join
            )
        if fewer[granted] is not None:
            values = [value_of(tier, candidates, levels) for tier in TIERS]
            yield levels, values, sum(grants) - fewer[granted] * saving


def value_of(tier, candidates, levels):
    return sum(
        Fraction(str(each.need)) * each.residents * Fraction(level)
        for each, level in zip(candidates, levels, strict=True)
        if each.tier.value == tier
    )


def levels_of(candidate, principles):
    if candidate.tier.value == "listed":
        return (1,)
    if candidate.tier.value == "attached" and not candidate.approved:
        return (0,)
    return (0, *principles.levels.alternatives(candidate.tier))


def plans_fewer(granted, near, most, must_join, cannot_join):
    """How many plans fewer than areas there can be at most; none where the pairs forbid it."""
    if not granted:
        return 0
    first, *others = sorted(granted)
    fewest = None
    for size in range(min(most, len(granted))):
        for company in combinations(others, size):
            plan = frozenset([first, *company])
            if not allowed(plan, near, must_join, cannot_join):
                continue
            rest = plans_fewer(granted - plan, near, most, must_join, cannot_join)
            if rest is not None:
                fewest = max(filter(lambda each: each is not None, [fewest, rest + size]))
    return fewest


def allowed(plan, near, must_join, cannot_join):
    if any((a in plan) != (b in plan) for a, b in must_join):
        return False
    if any(a in plan and b in plan for a, b in cannot_join):
        return False
    reached = {min(plan)}
    for _ in plan:
        reached |= {b for a in reached for b in plan if frozenset({a, b}) in near}
    return reached == set(plan)
