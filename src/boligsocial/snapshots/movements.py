"""Who came onto a list and who left it, and what made the difference."""

from __future__ import annotations

from dataclasses import dataclass

from boligsocial.law.rules import Status
from boligsocial.law.verdicts import Verdict
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists


@dataclass(frozen=True)
class Movement:
    """An area that came on or left, and each verdict that turned, before and after.

    `turned` is empty where the figures of one of the two lists are not published.
    """

    area: Area
    turned: tuple[tuple[Verdict, Verdict], ...]


@dataclass(frozen=True)
class Movements:
    """From one list to the next, for the outermost status of which both name every area."""

    previous: AreaList
    status: Status
    rules_changed: bool
    came_on: tuple[Movement, ...]
    left: tuple[Movement, ...]


def movements(snapshot: AreaLists, list_id: str) -> Movements | None:
    """Who came on and who left since the list before.

    None for the first list, and where no status is named in full on both.
    """
    this, before = snapshot.list(list_id), snapshot.lists_before(list_id)
    if not before:
        return None
    previous = before[-1]
    for status in this.rules.statuses:
        names = [each for each in (status.id, status.formerly) if each in previous.named_in_full]
        if status.id in this.named_in_full and names:
            now = snapshot.with_status(list_id, status.id)
            then = snapshot.with_status(previous.list_id, str(names[0]))
            came, left = (
                tuple(_movement(snapshot, previous, list_id, area) for area in sorted(areas))
                for areas in (now - then, then - now)
            )
            return Movements(previous, status, previous.rules != this.rules, came, left)
    return None


def _movement(snapshot: AreaLists, previous: AreaList, list_id: str, area_id: str) -> Movement:
    now = snapshot.verdicts.get((list_id, area_id))
    then = snapshot.verdicts.get((previous.list_id, area_id))
    if now is None or then is None:
        return Movement(snapshot.areas[area_id], ())
    before = {each.criterion.id: each for each in snapshot.told(then).verdicts}
    # The softer limits of § 61 b move nobody onto the list of § 61 a or off it.
    pairs = [(before[each.criterion.id], each) for each in snapshot.told(now).verdicts
             if each.criterion.id in before.keys() & {each.criterion.measure.id}]  # fmt: skip
    turned = tuple((old, new) for old, new in pairs if old.met is not new.met)
    return Movement(snapshot.areas[area_id], turned)
