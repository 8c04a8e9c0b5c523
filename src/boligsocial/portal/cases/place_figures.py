"""The places of a case with their status and key figures, when it was opened and now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boligsocial.messages import UserError
from boligsocial.portal.atlas.units import Entry, all_entries
from boligsocial.portal.cases.models import Case, Place
from boligsocial.portal.figures import NAME, PUBLISHED, figures_id, lists_of, offered_snapshots
from boligsocial.snapshots.area_lists import AreaList, AreaLists
from boligsocial.snapshots.standings import newest_named_list


@dataclass(frozen=True)
class PlaceThen:
    """A place in the figures of a day; `entry` is none where they do not know it."""

    on: date
    figures: str
    entry: Entry | None

    @property
    def address(self) -> str:
        """The address of its page in these figures."""
        return f"{self.entry.address}?{NAME}={self.figures}" if self.entry else ""


@dataclass(frozen=True)
class PlaceFigures:
    """A place when its case was opened and now; none where the figures are not here any more."""

    place: Place
    opened: PlaceThen | None
    now: PlaceThen | None

    @property
    def has_moved(self) -> bool:
        """Whether there are newer figures than those that it was opened on."""
        return self.opened is not None and self.now is not None and self.now.on > self.opened.on


def place_figures(case: Case) -> list[PlaceFigures]:
    """Every place of a case."""
    try:
        lists = lists_of(case.figures)
    except UserError:
        return [PlaceFigures(each, None, None) for each in case.places.all()]
    newest = _newest(case, lists)
    on = _list_at_opening(case, lists)
    return [
        PlaceFigures(each, _then(each, lists, on), _then(each, newest, newest_named_list(newest)))
        for each in case.places.all()
    ]


def _list_at_opening(case: Case, lists: AreaLists) -> AreaList:
    """The list of the opening; the newest of which areas are named where it named none."""
    named = lists.names_areas(case.list_id)
    return lists.list(case.list_id) if named else newest_named_list(lists)


def _newest(case: Case, lists: AreaLists) -> AreaLists:
    """The newest figures of the same kind."""
    if case.figures == PUBLISHED:
        return lists
    same = (each.id for each in offered_snapshots() if each.manifest.kind == lists.kind)
    return lists_of(next(same, case.figures))


def _then(place: Place, lists: AreaLists, on: AreaList) -> PlaceThen:
    found = next(
        (
            each
            for each in all_entries(lists, on)
            if each.id == place.place_id and (each.area is None) == (place.geography == "estate")
        ),
        None,
    )
    return PlaceThen(on.on, figures_id(lists), found)
