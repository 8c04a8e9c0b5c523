"""Areas and estates as entries of one table."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from boligsocial.portal.atlas.lists import Standing, standing
from boligsocial.portal.danish import danish_order
from boligsocial.portal.theme import status_look
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists
from boligsocial.snapshots.estates import Estate
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.standings import newest_named_list

_NO_STATUS = -1


@dataclass(frozen=True)
class Entry:
    """An area or an estate in the table.

    area, standing: of an area. estate, within: of an estate, with the areas that it is part of.
    residents: the newest known number, of the list `residents_of` where it is of one; none where
    it is not known or hidden. searched: the text that a search looks in, folded. name_order: by
    name, areas before estates.
    """

    id: str
    name: str
    municipality: str
    municipality_code: str
    region: str
    area: Area | None
    standing: Standing | None
    estate: Estate | None
    within: tuple[Area, ...]
    residents: int | None
    residents_of: AreaList | None
    times_listed: int
    last_listed: AreaList | None
    searched: str
    name_order: tuple[object, ...]

    @property
    def address(self) -> str:
        """The address of its page."""
        page = "atlas:area" if self.estate is None else "estates:estate"
        return reverse(page, args=[self.id])

    @property
    def level(self) -> int:
        """How far in its status is; an estate has none."""
        return _NO_STATUS if self.standing is None else status_look(self.standing.status).level

    def has_status(self, status: str) -> bool:
        """Whether it is an area with a status."""
        return self.standing is not None and self.standing.status == status


def all_entries(snapshot: AreaLists, on: AreaList | None = None) -> tuple[Entry, ...]:
    """Every area as it stands on a list, the newest if none is given, and every estate."""
    return _all_entries(snapshot, (on or newest_named_list(snapshot)).list_id)


@lru_cache(maxsize=64)
def _all_entries(snapshot: AreaLists, list_id: str) -> tuple[Entry, ...]:
    on = snapshot.list(list_id)
    names: dict[str, str] = {}
    for area_id, alias in snapshot.aliases.select("area_id", "alias").iter_rows():
        names[area_id] = f"{names.get(area_id, '')} {alias}"
    areas = [_of_area(snapshot, each, on, names) for each in snapshot.areas.values()]
    if not isinstance(snapshot, SealedLists):
        return tuple(areas)
    return (*areas, *(_of_estate(each, snapshot.areas) for each in snapshot.estates.values()))


def entries_found(entries: Iterable[Entry], query: str) -> list[Entry]:
    """The entries that every word of a query is in; none for a query without words."""
    words = folded(query).split()
    if not words:
        return []
    return [each for each in entries if all(word in each.searched for word in words)]


def _of_area(snapshot: AreaLists, area: Area, on: AreaList, names: dict[str, str]) -> Entry:
    listed, told = _life(snapshot, area.area_id)
    newest = told[-1] if told else None
    residents = None
    if newest is not None:
        residents = int(snapshot.verdicts[newest.list_id, area.area_id].area["residents"])
    searched = f"{area.name} {area.municipality} {names.get(area.area_id, '')} {area.area_id}"
    return Entry(
        area.area_id, area.name, area.municipality, area.municipality_code, area.region,
        area, standing(snapshot, on, area.area_id), None, (), residents,
        newest, len(listed), listed[-1] if listed else None, folded(searched),
        (False, danish_order(area.name)),
    )  # fmt: skip


def _of_estate(estate: Estate, areas: dict[str, Area]) -> Entry:
    within = tuple(areas[each] for each in estate.areas)
    searched = " ".join([
        estate.name, estate.municipality, estate.organisation, estate.estate_id,
        *(each.name for each in within),
    ])  # fmt: skip
    return Entry(
        estate.estate_id, estate.name, estate.municipality, estate.municipality_code,
        estate.region, None, None, estate,
        within, estate.residents, None, 0, None, folded(searched),
        (True, danish_order(estate.name)),
    )  # fmt: skip


def _life(snapshot: AreaLists, area_id: str) -> tuple[tuple[AreaList, ...], tuple[AreaList, ...]]:
    """The lists that an area was on, and those that tell its residents, oldest first."""
    on = tuple(each for each in snapshot.lists if area_id in snapshot.listed(each.list_id))
    told = tuple(
        each
        for each in snapshot.lists
        if (verdict := snapshot.verdicts.get((each.list_id, area_id)))
        and verdict.area["residents"] is not None
    )
    return on, told


def folded(text: str) -> str:
    """Small letters without accents, æ, ø and å as ae, oe and aa, so that both ways are found."""
    small = unicodedata.normalize("NFC", text.casefold()).replace("å", "aa")
    letters = unicodedata.normalize("NFD", small)
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    return plain.replace("æ", "ae").replace("ø", "oe")
