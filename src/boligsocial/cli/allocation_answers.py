"""Answers about a distribution as the JSON that scripts read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from boligsocial.allocation.breakpoints import Breakpoint
from boligsocial.allocation.by_frame import Millions, Step, step_between
from boligsocial.allocation.mergers import Merger
from boligsocial.allocation.optimal import OptimalDistribution
from boligsocial.allocation.optimal_reasons import Difference
from boligsocial.allocation.portfolio import Portfolio
from boligsocial.allocation.principles import Tier
from boligsocial.allocation.smallest_changes import Change, Changed
from boligsocial.cli.allocation_output import as_optimal_grant, mio
from boligsocial.cli.output import number


def as_breakpoint(point: Breakpoint) -> dict[str, Any]:
    """A frame at which the way down the list changes."""
    return {
        "frame_mio": mio(point.frame_øre),
        "enters": list(point.enters),
        "leaves": list(point.leaves),
        "granted_mio": mio(point.granted_øre),
    }


def as_frame(best: OptimalDistribution, before: OptimalDistribution | None) -> dict[str, Any]:
    """The best plan at a frame, and what differs from the frame before."""
    step = None if before is None else step_between(before, best)
    return {
        "frame_mio": mio(best.frame_øre),
        "feasible": best.feasible,
        "objective": [float(value) for value in best.objective],
        "proven_optimal": best.proven,
        "spent_mio": mio(best.spent_øre),
        "saved_mio": mio(best.saved_øre),
        "plans": [list(plan) for plan in best.plans],
        **_moves(step),
    }


def _moves(step: Step | None) -> dict[str, list[str]]:
    """The areas that a step lets in and out, and those that it gives more and less."""
    names = ("enters", "leaves", "more", "less")
    return {name: list(getattr(step, name)) if step else [] for name in names}


def as_explanation(
    best: OptimalDistribution, area: str, changes: Iterable[Change], around: Millions
) -> dict[str, Any]:
    """An area's result in the best plan, what would alter it, and what a million does."""
    grant = next(each for each in best.grants if each.candidate.area_id == area)
    return {
        **as_optimal_grant(grant, best),
        "changes": [_as_change(each) for each in changes],
        "next_million": _as_step(around.next),
        "last_million": None if around.last is None else _as_step(around.last),
    }


def _as_change(change: Change) -> dict[str, Any]:
    value = change.value
    if change.changed is Changed.FRAME:
        shown: object = mio(int(value))
    else:
        shown = value.value if isinstance(value, Tier) else number(Decimal(value))
    return {
        "change": change.changed.value,
        "to": shown,
        "alters": change.level is not None,
        "level": None if change.level is None else number(change.level),
        "exact": change.exact,
    }


def _as_step(step: Step) -> dict[str, Any]:
    return {
        "from_mio": mio(step.from_øre),
        "to_mio": mio(step.to_øre),
        "gained": [float(value) for value in step.gained],
        **_moves(step),
    }


def as_portfolio(found: Portfolio) -> dict[str, Any]:
    """What is safe and what is judgment, area by area, and how good the near plans are."""
    kind = {
        **dict.fromkeys(found.safe, "safe"),
        **dict.fromkeys(found.judgment, "judgment"),
        **dict.fromkeys(found.unsettled, "unsettled"),
    }
    areas = []
    for place, grant in enumerate(found.optimum.grants):
        others = {plan.grants[place].level for plan in found.near} - {grant.level}
        areas.append(
            {
                "area_id": grant.candidate.area_id,
                "tier": grant.candidate.tier.value,
                "level": number(grant.level),
                "is": kind[grant.candidate.area_id],
                "other_levels": [number(level) for level in sorted(others)],
            }
        )
    return {
        "objective": [float(value) for value in found.optimum.objective],
        "near_plans": [[float(value) for value in plan.objective] for plan in found.near],
        "areas": areas,
    }


def as_merger(merger: Merger) -> dict[str, Any]:
    """A plan that areas share, and what would be without it."""
    return {
        "areas": list(merger.areas),
        "residents": merger.residents,
        "saves_mio": mio(merger.saved_øre),
        "grants_mio": mio(merger.grants_øre),
        "costs_mio": mio(merger.cost_øre),
        "lost_without": [float(value) for value in merger.lost],
        "extra_without_mio": mio(merger.extra_øre),
        "only_together": list(merger.only_together),
    }


def as_difference(difference: Difference) -> dict[str, Any]:
    """An area whose grant differs between the list and the best plan."""
    return {
        "area_id": difference.optimal.candidate.area_id,
        "tier": difference.optimal.candidate.tier.value,
        "differs": difference.differs.value,
        "ranked_mio": mio(difference.ranked.øre),
        "optimal_mio": mio(difference.optimal.øre),
        "why": difference.why,
    }
