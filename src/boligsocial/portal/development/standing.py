"""Where a plan stands: its share by year, what would bring it to the limit, its duty, and the ways
to a dispensation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from boligsocial.law.development.dispensations import DispensationVerdict, dispensations
from boligsocial.law.development.duty import Duty, ListedOn, duty_of
from boligsocial.law.development.dwellings import Needed, Share, path, what_it_takes
from boligsocial.portal.development.models import Plan, PlanVersion
from boligsocial.portal.development.places import figures_of
from boligsocial.portal.development.services import dwellings_of, measures_of


@dataclass(frozen=True)
class Standing:
    """A plan with its latest version; without one it has no shares.

    shares: on the day of the count and each 1 January after it. needed: beyond what is planned.
    """

    plan: Plan
    version: PlanVersion | None
    shares: tuple[Share, ...]
    needed: tuple[Needed, ...]
    duty: Duty
    dispensations: tuple[DispensationVerdict, ...]

    @property
    def now(self) -> Share | None:
        return self.shares[0] if self.shares else None

    @property
    def last(self) -> Share | None:
        return self.shares[-1] if self.shares else None


def standing_of(plan: Plan) -> Standing:
    """Where a plan stands."""
    version = max(plan.versions.all(), key=lambda each: each.number, default=None)
    duty = duty_in(plan)
    if version is None:
        return Standing(plan, None, (), (), duty, ())
    shares = path(dwellings_of(version), version.counted_on, measures_of(version))
    needed = what_it_takes(shares[-1].dwellings, shares[-1].on)
    share = None if version.listed_share is None else Fraction(version.listed_share)
    measures = {"residents": version.residents, "listed_share": share}
    return Standing(
        plan, version, shares, needed, duty, dispensations(version.answers, measures)
    )  # fmt: skip


def duty_in(plan: Plan) -> Duty:
    """The duty of the plan's area by the lists of its figures, or as the plan itself says."""
    lists = figures_of(plan.figures)
    said = [] if lists is None else [
        ListedOn(each.on, frozenset(status for status, on in statuses.items() if on))
        for each in lists.lists
        if lists.names_areas(each.list_id)
        for statuses in [lists.statuses_on(each.list_id, plan.area_id)]
    ]  # fmt: skip
    duty = duty_of(said)
    return Duty(_earliest(duty.since, plan.obliged_since), duty.is_listed)


def _earliest(*days: date | None) -> date | None:
    return min((each for each in days if each is not None), default=None)
