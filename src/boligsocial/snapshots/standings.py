"""Where an area stands on a list as it was published, and the limits through the years."""

from __future__ import annotations

from fractions import Fraction

from boligsocial.law.rules import Status
from boligsocial.snapshots.area_lists import AreaList, AreaLists


def status_on(snapshot: AreaLists, list_id: str, area_id: str) -> Status | None:
    """The innermost status that an area was published with; none where it was not on the list."""
    rules = snapshot.list(list_id).rules
    published = snapshot.statuses_on(list_id, area_id)
    held = [status for status in rules.statuses if published.get(status.id)]
    return max(held, key=rules.depth, default=None)


def is_certainly_off(snapshot: AreaLists, list_id: str, area_id: str) -> bool:
    """Whether an area is known not to be on the list of § 61 a.

    It is where a source says so, or where every area of the outermost status is named.
    """
    this = snapshot.list(list_id)
    outermost = this.rules.statuses[0].id
    published = snapshot.statuses_on(list_id, area_id)
    if published.get(outermost) is not None:
        return not published[outermost]
    return outermost in this.named_in_full and area_id not in snapshot.listed(list_id)


def newest_named_list(snapshot: AreaLists) -> AreaList:
    """The newest list of which areas are named."""
    return next(each for each in reversed(snapshot.lists) if snapshot.names_areas(each.list_id))


def below_minimum(snapshot: AreaLists, list_id: str, area_id: str) -> tuple[int, int] | None:
    """An area's residents and the minimum of the law, where it has fewer than the law asks for."""
    verdict = snapshot.verdicts.get((list_id, area_id))
    if verdict is None or verdict.area["residents"] is None:
        return None
    residents, minimum = int(verdict.area["residents"]), verdict.rules.statuses[0].minimum_residents
    return (residents, minimum) if minimum is not None and residents < minimum else None


def limits_of(snapshot: AreaLists, measure_id: str) -> tuple[tuple[AreaList, float | None], ...]:
    """The limit of § 61 a for a measure on each list, in the unit of the measure, oldest first.

    None where the law of the time did not look at the measure, or the national rate that the limit
    follows is not known.
    """
    rates = snapshot.national_rates
    return tuple((each, _limit(each, measure_id, rates.get(each.on))) for each in snapshot.lists)


def _limit(of: AreaList, measure_id: str, rate: Fraction | None) -> float | None:
    criteria = [each for each in of.rules.criteria if each.id == measure_id]
    exact = criteria[0].threshold(rate) if criteria else None
    return None if exact is None else float(exact)
