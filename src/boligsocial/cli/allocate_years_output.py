"""A plan over the years as the JSON that scripts read and as tables for reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from boligsocial.allocation.years.accounts import AreaYear, Standing, YearAccount, YearPlan
from boligsocial.allocation.years.act import ActYear, PartAccount
from boligsocial.allocation.years.asking import Kind
from boligsocial.allocation.years.commitments import Commitment
from boligsocial.allocation.years.outlook import (
    YearAhead,
    last_listed_year,
    outlook,
    payment_profile,
)
from boligsocial.cli.allocation_output import mio
from boligsocial.cli.output import number, print_table
from boligsocial.messages import Message


def as_year_plan(
    plan: YearPlan, act: Iterable[ActYear], method: str, after: int | None
) -> dict[str, Any]:
    """A plan as the JSON that scripts read; the look ahead is seen from the end of `after`."""
    seen_from = last_listed_year(plan) if after is None else after
    return {
        "method": method,
        "principles": plan.principles.id,
        "commitment_years": plan.rules.commitment.years,
        "first_short_year": plan.first_short_year,
        "first_year_short_of_the_listed": plan.first_year_short_of_the_listed,
        "years": [_year(account) for account in plan.years],
        "seen_from": seen_from,
        "outlook": [_ahead(each) for each in outlook(plan, seen_from)],
        "areas": [_area(account.year, area) for account in plan.years for area in account.areas],
        "commitments": [_commitment(each) for each in plan.commitments],
        "payments": [
            {"year": each.year, "given": each.given, "mio": mio(each.øre)}
            for each in payment_profile(plan)
        ],
        "act": [_act_year(each) for each in act],
    }


def _year(account: YearAccount) -> dict[str, Any]:
    granted = (Standing.NEW, Standing.RENEWED, Standing.PHASE_OUT)
    return {
        "year": account.year,
        "projected": account.projected,
        "nominal_mio": mio(account.frame.nominal_øre),
        "factor": number(account.frame.factor),
        "factor_known": account.frame.known,
        "frame_mio": mio(account.frame.øre),
        "moved_in_mio": mio(account.moved_in_øre),
        "carried_in_mio": mio(account.carried_in_øre),
        "available_mio": mio(account.available_øre),
        "asked_mio": mio(account.asked_øre),
        "asked_new_mio": mio(account.asked_as_øre(Kind.NEW)),
        "asked_renewal_mio": mio(account.asked_as_øre(Kind.RENEWAL)),
        "asked_phase_out_mio": mio(account.asked_as_øre(Kind.PHASE_OUT)),
        "granted_mio": mio(account.granted_øre),
        "saved_mio": mio(account.saved_øre),
        "committed_mio": mio(account.committed_øre),
        "left_mio": mio(account.left_øre),
        "carried_out_mio": mio(account.carried_out_øre),
        "missing_mio": mio(account.missing_øre),
        "listed_missing_mio": mio(account.listed_missing_øre),
        "bound_mio": mio(account.bound_øre),
        "paid_mio": mio(account.paid_øre),
        "unpaid_mio": mio(account.unpaid_øre),
        "areas_granted": len(account.with_standing(*granted)),
        "areas_running": len(account.with_standing(Standing.RUNNING)),
        "areas_without": len(account.with_standing(Standing.WITHOUT)),
        "proven_optimal": account.proven,
        "pairs_across_municipalities": account.pairs_across,
    }


def _ahead(ahead: YearAhead) -> dict[str, Any]:
    return {
        "year": ahead.year,
        "projected": ahead.projected,
        "frame_mio": mio(ahead.frame.øre),
        "available_mio": mio(ahead.available_øre),
        "bound_mio": mio(ahead.bound_øre),
        "asked_mio": mio(ahead.asked_øre),
        "asked_renewal_mio": mio(ahead.renewals_øre),
        "left_mio": mio(ahead.left_øre),
        "missing_mio": mio(ahead.missing_øre),
        "listed_missing_mio": mio(ahead.listed_missing_øre),
    }


def _area(year: int, area: AreaYear) -> dict[str, Any]:
    return {
        "year": year,
        "area_id": area.candidate.area_id,
        "tier": area.candidate.tier.value,
        "standing": area.standing.value,
        "asked_mio": mio(area.asked_øre),
        "level": number(area.level),
        "grant_mio": mio(area.granted_øre),
        "runs_to": area.runs_to,
        "reason": area.reason,
    }


def _commitment(commitment: Commitment) -> dict[str, Any]:
    return {
        "areas": list(commitment.areas),
        "given": commitment.given,
        "runs_to": commitment.runs_to,
        "phase_out": commitment.phase_out,
        "mio": mio(commitment.øre),
        "payments": [{"year": each.year, "mio": mio(each.øre)} for each in commitment.payments],
    }


def _act_year(act: ActYear) -> dict[str, Any]:
    return {
        "year": act.year,
        "frame_mio": mio(act.frame_øre),
        "parts": [_part(part) for part in act.parts],
        "checks": [
            {"limit": check.limit, "basis": Message(check.basis), "used_mio": mio(check.used_øre),
             "most_mio": mio(check.most_øre), "holds": check.holds}
            for check in act.checks
        ],
    }  # fmt: skip


def _part(part: PartAccount) -> dict[str, Any]:
    return {
        "part": part.part,
        "frame_mio": mio(part.frame_øre),
        "carried_in_mio": mio(part.carried_in_øre),
        "moved_in_mio": mio(part.moved_in_øre),
        "committed_mio": mio(part.committed_øre),
        "left_mio": mio(part.left_øre),
        "carried_out_mio": mio(part.carried_out_øre),
    }


def print_year_plan(result: dict[str, Any]) -> None:
    """The frames with what is committed, and the payments that follow, as two tables."""
    short = result["first_short_year"]
    ends = f"short from {short}" if short else "carries all"
    print_table(
        f"{result['method']} ({result['principles']}), mio. kr.: {ends} (* an earlier list)",
        ("Year", "Frame", "Index", "To give", "Asked", "Given", "Left", "Missing"),
        [
            (f"{each['year']}{'*' if each['projected'] else ''}", each["frame_mio"],
             each["factor"] if each["factor_known"] else None, each["available_mio"],
             each["asked_mio"], each["committed_mio"], each["left_mio"], each["missing_mio"])
            for each in result["years"]
        ],
    )  # fmt: skip
    payments = result["payments"]
    print_table(
        "Payments, mio. kr.",
        ("Year", "Promised before", "Promised in the year", "Paid"),
        [
            (str(year), _paid(payments, year) - (own := _paid(payments, year, year)), own,
             _paid(payments, year))
            for year in sorted({each["year"] for each in payments})
        ],
    )  # fmt: skip


def _paid(payments: Iterable[dict[str, Any]], year: int, given: int | None = None) -> float:
    """What is paid in a year, of all that was promised or of what was promised in one."""
    return sum(
        float(each["mio"])
        for each in payments
        if each["year"] == year and given in (None, each["given"])
    )
