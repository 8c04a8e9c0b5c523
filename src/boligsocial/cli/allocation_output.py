"""Distributions as the JSON that scripts read and as tables for reading."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from boligsocial.allocation.comparison import Change, Comparison
from boligsocial.allocation.equity import GroupShare
from boligsocial.allocation.optimal import OptimalDistribution, OptimalGrant
from boligsocial.allocation.optimal_reasons import (
    optimal_reason,
    what_it_would_take_in_the_optimum,
)
from boligsocial.allocation.ranked import Distribution, Grant
from boligsocial.allocation.reasons import in_mio, reason, what_it_would_take
from boligsocial.cli.output import number, print_rows, print_table
from boligsocial.messages import Message
from boligsocial.money import mio_from_øre

Table = Sequence[tuple[Grant | OptimalGrant, Message]]


def mio(øre: int) -> float | int:
    """An amount in øre as a JSON number in mio. kr."""
    return number(mio_from_øre(øre))


def as_result(distribution: Distribution) -> dict[str, Any]:
    """The way down the list as the JSON that scripts read."""
    waiting = distribution.next_in_line
    return {
        "method": "ranked",
        **_frame(distribution),
        "grants": [_grant(grant) for grant in distribution.grants],
        "next_in_line": waiting.candidate.area_id if waiting else None,
        "next_in_line_takes": what_it_would_take(waiting) if waiting else None,
    }


def as_optimal_result(distribution: OptimalDistribution) -> dict[str, Any]:
    """The optimum as the JSON that scripts read; the fields of the list come first."""
    return {
        "method": "optimal",
        **_frame(distribution),
        "grants": [as_optimal_grant(grant, distribution) for grant in distribution.grants],
        # No single frame or place in line decides here; `allocate explain` tells what does.
        "next_in_line": None,
        "next_in_line_takes": None,
        "objective": [float(value) for value in distribution.objective],
        "proven_optimal": distribution.proven,
        "gap": distribution.gap,
        "plans": [list(plan) for plan in distribution.plans],
        "saved_mio": mio(distribution.saved_øre),
        "granted_mio": mio(distribution.granted_øre),
        "pairs_across_municipalities": distribution.pairs_across,
    }


def _frame(distribution: Distribution | OptimalDistribution) -> dict[str, Any]:
    return {
        "principles": distribution.principles.id,
        "frame_mio": mio(distribution.frame_øre),
        "spent_mio": mio(distribution.spent_øre),
        "left_mio": mio(distribution.left_øre),
        "feasible": distribution.feasible,
        "shortfall_mio": mio(distribution.shortfall_øre),
        "residents_reached": distribution.residents_reached,
    }


def as_optimal_grant(grant: OptimalGrant, distribution: OptimalDistribution) -> dict[str, Any]:
    """One area's result in the best plan."""
    return {
        **_granted(grant),
        "plan": list(grant.plan),
        "reason": optimal_reason(grant, distribution),
        "what_it_would_take": what_it_would_take_in_the_optimum(grant, distribution),
        "enters_at_mio": None,
    }


def _granted(grant: Grant | OptimalGrant) -> dict[str, Any]:
    return {
        "area_id": grant.candidate.area_id,
        "tier": grant.candidate.tier.value,
        "level": number(grant.level),
        "grant_mio": mio(grant.øre),
    }


def _grant(grant: Grant) -> dict[str, Any]:
    enters_at = grant.enters_at_øre
    return {
        **_granted(grant),
        "reason": reason(grant),
        "what_it_would_take": what_it_would_take(grant),
        "enters_at_mio": None if enters_at is None else mio(enters_at),
    }


def as_comparison(comparison: Comparison) -> dict[str, Any]:
    """A comparison as the JSON that scripts read."""
    touched = [Change.LOSES, Change.REDUCED]
    return {
        "first": _head(comparison.first),
        "second": _head(comparison.second),
        "loses": [each.candidate.area_id for each in comparison.with_change(Change.LOSES)],
        "reduced": [each.candidate.area_id for each in comparison.with_change(Change.REDUCED)],
        "to_anchor": [each.candidate.area_id for each in comparison.with_change(Change.LOSES)],
        "residents_touched": comparison.residents(touched),
        "areas": [
            {
                "area_id": each.candidate.area_id,
                "tier": each.candidate.tier.value,
                "residents": each.candidate.residents,
                "change": each.change.value,
                "first_mio": mio(each.first.øre),
                "second_mio": mio(each.second.øre),
                "reason": reason(each.second),
            }
            for each in comparison.areas
        ],
    }


def _head(distribution: Distribution) -> dict[str, Any]:
    head = _frame(distribution)
    del head["shortfall_mio"]
    return head


def ranked_table(distribution: Distribution) -> Table:
    """The way down the list with a reason for each area."""
    return [(grant, reason(grant)) for grant in distribution.grants]


def optimal_table(distribution: OptimalDistribution) -> Table:
    """The optimum with a reason for each area."""
    return [(grant, optimal_reason(grant, distribution)) for grant in distribution.grants]


def print_grants(distribution: Distribution | OptimalDistribution, table: Table) -> None:
    """Each area's grant and reason as a table."""
    print_table(
        f"Frame {in_mio(distribution.frame_øre)}, spent {in_mio(distribution.spent_øre)}, "
        f"left {in_mio(distribution.left_øre)} mio. kr.",
        ("", "Area", "Tier", "Mio. kr.", "Reason"),
        [
            (grant.place, grant.candidate.area_id, grant.candidate.tier.value, in_mio(grant.øre),
             why)
            for grant, why in table
        ],
    )  # fmt: skip


def tell_shortfall(distribution: Distribution | OptimalDistribution) -> None:
    """A line on standard error where the frame cannot carry the listed areas."""
    if not distribution.feasible:
        sys.stderr.write(
            f"boligsocial: the frame is {in_mio(distribution.shortfall_øre)} mio. kr. short of the "
            "full grants of the listed areas\n"
        )


def print_comparison(result: dict[str, Any]) -> None:
    """Two frames side by side as a table."""
    first, second = result["first"], result["second"]
    print_rows(
        f"{first['frame_mio']} mio. kr. ({first['principles']}) and "
        f"{second['frame_mio']} mio. kr. ({second['principles']}): {len(result['loses'])} lose, "
        f"{len(result['reduced'])} are reduced, {result['residents_touched']} residents touched",
        {"Area": "area_id", "Tier": "tier", "Residents": "residents", "First": "first_mio",
         "Second": "second_mio", "Change": "change"},
        result["areas"],
    )  # fmt: skip


def as_shares(shares: Iterable[GroupShare]) -> list[dict[str, Any]]:
    """What each group of areas gets."""
    return [
        {
            "group": share.group,
            "areas": share.areas,
            "areas_with_grant": share.areas_with_grant,
            "residents": share.residents,
            "residents_reached": share.residents_reached,
            "grants_mio": mio(share.grants_øre),
            "per_resident_dkk": _rounded(share.per_resident_dkk),
            "need": float(share.need),
            "reached": float(share.reached),
            "reached_share": _rounded(share.reached_share),
        }
        for share in shares
    ]


def _rounded(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 4)
