"""What plans tell of the places and cases of other rooms."""

from __future__ import annotations

from collections.abc import Sequence

from boligsocial.messages import Message
from boligsocial.portal.cases.facts import Fact
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.places import PlaceAsked
from boligsocial.portal.development.models import Plan, PlanKind, Wave
from boligsocial.portal.development.places import areas_of_case
from boligsocial.portal.people.models import today

TRANSFORMING = (PlanKind.DEVELOPMENT, PlanKind.TRANSFORMATION)


def transformation(places: Sequence[PlaceAsked]) -> Fact:
    """Whether every place has a development plan in force or another complex transformation."""
    plans = Plan.objects.filter(
        kind__in=TRANSFORMING, area_id__in=[each.place_id for each in places]
    )
    there = {each.area_id: each for each in plans if each.is_in_force_on(today())}
    without = [
        each.name for each in places if each.geography != "area" or each.place_id not in there
    ]
    if without or not places:
        return Fact(False, _NO_PLAN.filled(places=", ".join(without)))
    return Fact(True, _PLAN.filled(plans=", ".join(each.name for each in there.values())))


def rehousing_plan(case: Case) -> Fact:
    """Whether it is planned who must move from the case's places, when and to where."""
    waves = list(
        Wave.objects.filter(plan__area_id__in=areas_of_case(case), withdrawn_at=None).filter(
            plan__ended_on=None
        )
    )
    if not waves:
        return Fact(False, Message("no rehousing is planned for the area yet"))
    households = sum(each.households for each in waves)
    first, last = min(each.starts_on for each in waves), max(each.ends_on for each in waves)
    return Fact(
        True, _WAVES.filled(count=len(waves), households=households, first=first, last=last)
    )


_NO_PLAN = Message(
    "there is neither a development plan in force nor another complex transformation for {places}; "
    "record it under Development plans first"
)
_PLAN = Message("in force: {plans}")
_WAVES = Message("{households} households move from {first} to {last}; waves planned: {count}")
