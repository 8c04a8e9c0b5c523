"""The areas of a published list as candidates for a grant: tier, need and full grant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.ranked import Candidate
from boligsocial.law.verdicts import AreaVerdict, Verdict
from boligsocial.snapshots.area_lists import PREVENTION, Area, AreaList, AreaLists, is_complete


@dataclass(frozen=True)
class ListedCandidate:
    """A candidate and the figures it rests on, as far as they may be shown.

    `figures` is the list they were published with.
    """

    candidate: Candidate
    area: Area
    figures: AreaList
    verdict: AreaVerdict


@dataclass(frozen=True)
class Candidates:
    """The candidates of a list, and the areas without complete figures up to it, or a need."""

    list: AreaList
    candidates: tuple[ListedCandidate, ...]
    without_figures: tuple[tuple[Area, Tier], ...]


def candidates_of(
    snapshot: AreaLists,
    list_id: str,
    principles: Principles,
    needs: Mapping[str, float] | None = None,
) -> Candidates:
    """The areas that may have a grant, as they stood on one list.

    On the list: `listed`. Close to it: `edge`. Much exposed all the same: `exposed`. On an earlier
    list only: `anchored`. What is close and much exposed is said by the kind of figures. The need
    is that of the criteria, or the one given by area; an area without it is left out.
    """
    found, without = [], []
    for area_id, tier in _tiers(snapshot, list_id).items():
        area, verdict = snapshot.areas[area_id], snapshot.last_complete(area_id, list_id)
        if verdict is None or (needs is not None and area_id not in needs):
            without.append((area, tier))
            continue
        residents = int(verdict.area["residents"])
        found.append(
            ListedCandidate(
                Candidate(
                    area_id=area_id,
                    municipality=area.municipality,
                    tier=tier,
                    need=need(verdict) if needs is None else needs[area_id],
                    residents=residents,
                    full_grant_øre=principles.full_grant.øre(residents),
                ),
                area,
                snapshot.list(verdict.area["list_id"]),
                snapshot.told(verdict),
            )
        )
    return Candidates(snapshot.list(list_id), tuple(found), tuple(without))


def _tiers(snapshot: AreaLists, list_id: str) -> dict[str, Tier]:
    earlier = [snapshot.listed(each.list_id) for each in snapshot.lists_before(list_id)]
    tiers = dict.fromkeys(sorted(set().union(*earlier)), Tier.ANCHORED)
    tiers |= dict.fromkeys(sorted(snapshot.exposed(list_id)), Tier.EXPOSED)
    tiers |= dict.fromkeys(sorted(snapshot.edge(list_id)), Tier.EDGE)
    return tiers | dict.fromkeys(sorted(snapshot.listed(list_id)), Tier.LISTED)


def last_list_with_figures(snapshot: AreaLists) -> AreaList:
    """The newest list whose every area is named and has complete figures published with it."""
    return next(each for each in reversed(snapshot.lists) if _is_in_full(snapshot, each.list_id))


def _is_in_full(snapshot: AreaLists, list_id: str) -> bool:
    listed = snapshot.listed(list_id)
    verdicts = [snapshot.verdicts.get((list_id, area_id)) for area_id in listed]
    complete = all(each is not None and is_complete(each) for each in verdicts)
    return complete and len(listed) == on_the_list(snapshot.list(list_id))


def on_the_list(published: AreaList) -> int | None:
    """How many areas the list of § 61 a has, named or not; none where it is not published."""
    counts = [count for status, count in published.counts.items() if status != PREVENTION]
    return max((count for count in counts if count is not None), default=None)


@dataclass(frozen=True)
class NeedPart:
    """A criterion's part in the need: `relative` is above 1 beyond the limit of the time, and none
    where the value is hidden.
    """

    verdict: Verdict
    relative: float | None


def need_parts(verdict: AreaVerdict) -> tuple[NeedPart, ...]:
    """The social criteria relative to their limits of the time; origin has no part.

    A share counts as value / limit, the income as limit / value, so 1 is on the limits and above 1
    is beyond them.
    """
    return tuple(
        NeedPart(each, None if each.hidden else _relative(each))
        for each in verdict.verdicts
        if _counts(each)
    )


def need(verdict: AreaVerdict) -> float:
    """The mean of the need's parts."""
    return fmean(_relative(each) for each in verdict.verdicts if _counts(each))


def _counts(verdict: Verdict) -> bool:
    # § 61 b tests the same measures with softer limits: each measure counts once.
    return verdict.criterion.measure.social and verdict.criterion.id == verdict.criterion.measure.id


def _relative(verdict: Verdict) -> float:
    value, threshold = verdict.known()
    return threshold / value if verdict.criterion.operator == "<" else value / threshold
