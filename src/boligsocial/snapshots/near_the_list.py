"""Who is off the list of § 61 a and yet close to it, or much exposed, by the figures themselves."""

from __future__ import annotations

from collections.abc import Iterator

from boligsocial.law.verdicts import AreaVerdict
from boligsocial.snapshots.area_lists import PREVENTION, AreaLists
from boligsocial.snapshots.candidates import need


def on_the_edge(lists: AreaLists, list_id: str) -> set[str]:
    """The areas that lack one criterion of the list of § 61 a, and those on § 61 b; without those
    beyond the limits, which are more exposed."""
    near = {area_id for area_id, each in _off(lists, list_id) if _lacks_one(each)}
    near |= lists.with_status(list_id, PREVENTION) - lists.listed(list_id)
    return near - lists.exposed(list_id)


def beyond_the_limits(lists: AreaLists, list_id: str) -> set[str]:
    """The other areas whose social criteria lie beyond their limits in the mean."""
    return {area_id for area_id, each in _off(lists, list_id) if need(each) > 1}


def _off(lists: AreaLists, list_id: str) -> Iterator[tuple[str, AreaVerdict]]:
    """The areas that are large enough for the list and not on it, with complete figures."""
    listed = lists.listed(list_id)
    for area_id in lists.areas:
        verdict = lists.verdicts.get((list_id, area_id))
        if verdict is None or area_id in listed or _has_gaps(verdict):
            continue
        if verdict.area["residents"] >= (verdict.rules.statuses[0].minimum_residents or 0):
            yield area_id, verdict


def _has_gaps(verdict: AreaVerdict) -> bool:
    social = [each for each in verdict.verdicts if each.criterion.measure.social]
    return any(each.met is None for each in social) or verdict.area["residents"] is None


def _lacks_one(verdict: AreaVerdict) -> bool:
    status = verdict.rules.statuses[0]
    met = sum(bool(verdict.verdict(each).met) for each in status.of)
    return met == status.required - 1
