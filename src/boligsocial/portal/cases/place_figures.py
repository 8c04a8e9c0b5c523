"""The places of a case with their status and key figures, when it was opened and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from boligsocial.messages import UserError
from boligsocial.portal.atlas.units import Entry, all_entries
from boligsocial.portal.cases.models import Case, Place
from boligsocial.portal.figures import NAME, PUBLISHED, figures_id, lists_of, offered_snapshots
from boligsocial.snapshots.area_lists import AreaList, AreaLists
from boligsocial.snapshots.standings import newest_named_list


@dataclass(frozen=True)
class Ranks:
    """The places in the index of an estate, or of the estates of an area: from the first to
    the last, 1 the greatest need, among `of`."""

    first: int
    last: int
    of: int


@dataclass(frozen=True)
class PlaceThen:
    """A place in the figures of a day; `entry` is none where they do not know it, `ranks` where
    they rank none of its estates."""

    on: date
    figures: str
    entry: Entry | None
    ranks: Ranks | None

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
    on = list_of(case, lists)
    return [
        PlaceFigures(each, _then(each, lists, on), _then(each, newest, newest_named_list(newest)))
        for each in case.places.all()
    ]


def list_of(case: Case, lists: AreaLists) -> AreaList:
    """The list that a case rests on: that of its opening, or the newest whose areas are named."""
    named = lists.names_areas(case.list_id)
    return lists.list(case.list_id) if named else newest_named_list(lists)


def _newest(case: Case, lists: AreaLists) -> AreaLists:
    """The newest figures of the same kind."""
    if case.figures == PUBLISHED:
        return lists
    same = (each.id for each in offered_snapshots() if each.manifest.kind == lists.kind)
    return lists_of(next(same, case.figures))


def _then(place: Place, lists: AreaLists, on: AreaList) -> PlaceThen:
    entries = all_entries(lists, on)
    found = next(
        (
            each
            for each in entries
            if each.id == place.place_id and (each.area is None) == (place.geography == "estate")
        ),
        None,
    )
    return PlaceThen(on.on, figures_id(lists), found, _ranks(place, entries))


def _ranks(place: Place, entries: Sequence[Entry]) -> Ranks | None:
    estates = [each.estate for each in entries if each.estate]
    if place.geography == "estate":
        own = [each for each in estates if each.estate_id == place.place_id]
    else:
        own = [each for each in estates if place.place_id in each.areas]
    ranked = [each.index for each in own if each.index]
    if not ranked:
        return None
    ranks = [each.rank for each in ranked]
    return Ranks(min(ranks), max(ranks), ranked[0].of)
