"""How a plan is kept in the database, and read back as it was."""

from __future__ import annotations

from collections import Counter
from typing import Any

from boligsocial.portal.financing.sums import Cost, Funding, Plan


def as_stored(plan: Plan) -> dict[str, Any]:
    """A plan as JSON: amounts in whole øre."""
    return {
        "period": plan.period,
        "years": list(plan.years),
        "costs": [{**vars(row), "øre": list(row.øre)} for row in plan.costs],
        "funding": [{**vars(row), "øre": list(row.øre)} for row in plan.funding],
    }


def from_stored(content: dict[str, Any]) -> Plan:
    """The plan that was kept."""
    return Plan(
        content["period"],
        tuple(content["years"]),
        tuple(Cost(**{**row, "øre": tuple(row["øre"])}) for row in content["costs"]),
        tuple(Funding(**{**row, "øre": tuple(row["øre"])}) for row in content["funding"]),
    )


def stored_by_source(content: dict[str, Any]) -> dict[str, int]:
    """What each source pays over all years in the plan that was kept, øre: `by_source`, without
    making the plan, where there are many."""
    sums: Counter[str] = Counter()
    for row in content["funding"]:
        sums[row["source"]] += sum(row["øre"])
    return dict(sums)
