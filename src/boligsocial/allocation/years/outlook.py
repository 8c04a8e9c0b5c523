"""What lies ahead: what is bound, what will be asked for, and what each commitment pays when."""

from __future__ import annotations

from dataclasses import dataclass

from boligsocial.allocation.years.accounts import YearAccount, YearFrame, YearPlan
from boligsocial.allocation.years.asking import Kind


@dataclass(frozen=True)
class YearAhead:
    """A year seen from an earlier one, whole øre.

    `bound_øre` is paid in it of commitments that were given up to then; they take nothing of its
    frame, for a commitment counts in the year that it is given. `available_øre` is the frame with
    what is carried and moved in, when the years between go as planned. `asked_øre` is what the
    areas of its list ask for, `renewals_øre` the part of it from areas whose commitment has ended.
    """

    year: int
    projected: bool
    frame: YearFrame
    available_øre: int
    bound_øre: int
    asked_øre: int
    renewals_øre: int
    listed_missing_øre: int

    @property
    def left_øre(self) -> int:
        """What nobody asks for: the frame is committed too little."""
        return max(0, self.available_øre - self.asked_øre)

    @property
    def missing_øre(self) -> int:
        """What is asked for above what there is."""
        return max(0, self.asked_øre - self.available_øre)


def outlook(plan: YearPlan, after: int) -> tuple[YearAhead, ...]:
    """The years of a plan that follow a year, seen from the end of it."""
    return tuple(_ahead(plan, account, after) for account in plan.years if account.year > after)


def last_listed_year(plan: YearPlan) -> int:
    """The latest year that has a list of its own; what follows is known areas alone."""
    return max(account.year for account in plan.years if not account.projected)


def _ahead(plan: YearPlan, account: YearAccount, after: int) -> YearAhead:
    promised = (each for each in plan.commitments if each.given is None or each.given <= after)
    return YearAhead(
        account.year,
        account.projected,
        account.frame,
        account.available_øre,
        sum(each.paid_øre(account.year) for each in promised),
        account.asked_øre,
        account.asked_as_øre(Kind.RENEWAL),
        account.listed_missing_øre,
    )


@dataclass(frozen=True)
class PaidOf:
    """What is paid in a year of the commitments given in one; none: from before the plan."""

    year: int
    given: int | None
    øre: int


def payment_profile(plan: YearPlan) -> tuple[PaidOf, ...]:
    """All payments by the year they fall in and the year that they were promised in, in order."""
    sums: dict[tuple[int, int | None], int] = {}
    for commitment in plan.commitments:
        for payment in commitment.payments:
            key = (payment.year, commitment.given)
            sums[key] = sums.get(key, 0) + payment.øre
    return tuple(
        PaidOf(year, given, sums[year, given])
        for year, given in sorted(sums, key=lambda key: (key[0], key[1] or 0))
    )
