"""Areas and estates as a table that can be searched, narrowed and sorted, and its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from boligsocial.messages import Message
from boligsocial.portal import words
from boligsocial.portal.atlas.lists import chosen_list
from boligsocial.portal.atlas.units import Entry, all_entries, folded
from boligsocial.portal.components import Choice, Heading, choices
from boligsocial.portal.danish import danish_order
from boligsocial.portal.figures import NAME, PUBLISHED, figures_id
from boligsocial.portal.statuses import NAMES
from boligsocial.portal.theme import status_look
from boligsocial.snapshots.area_lists import AreaList, AreaLists

NAMED = "on"
KINDS = {"omraader": Message("Areas"), "afdelinger": Message("Estates")}


@dataclass(frozen=True)
class Wish:
    """What the reader asks for; empty text asks for everything."""

    on: AreaList
    search: str = ""
    municipality: str = ""
    region: str = ""
    status: str = ""
    sort: str = "omraade"
    kind: str = ""
    figures: str = PUBLISHED

    def address(self, **other: str) -> str:
        """The query of this wish, with some of it otherwise."""
        fields = {
            NAME: "" if self.figures == PUBLISHED else self.figures, "liste": self.on.list_id,
            "soeg": self.search, "vis": self.kind, "kommune": self.municipality,
            "region": self.region, "status": self.status, "sorter": self.sort,
        } | other  # fmt: skip
        return "?" + urlencode({name: value for name, value in fields.items() if value})


_in_danish = lru_cache(danish_order)


@dataclass(frozen=True)
class Sorting:
    """A column: its heading, the key of an entry in it, and whether it is of numbers.

    `missing` entries stand last, whichever way the column is turned.
    """

    id: str
    name: Message
    key: Callable[[Entry], object]
    numeric: bool = False
    missing: Callable[[Entry], bool] = lambda _: False


_OF_ALL = (
    Sorting("omraade", Message("Area"), lambda each: each.name_order),
    Sorting("kommune", Message("Municipality"), lambda each: _in_danish(each.municipality)),
    Sorting("status", Message("On the chosen list"), lambda each: each.level),
    Sorting("beboere", Message("Residents, newest figure"), lambda each: each.residents or 0,
            numeric=True, missing=lambda each: each.residents is None),
)  # fmt: skip
_OF_LISTS = (
    Sorting("gange", Message("Times on a list"), lambda each: each.times_listed, numeric=True),
    Sorting(
        "senest",
        Message("Last on a list"),
        lambda each: each.last_listed.on.toordinal() if each.last_listed else 0,
        numeric=True,
    ),
)
_OF_INDEX = Sorting(
    "rang", Message("Place in the index"),
    lambda each: each.estate.index.rank if each.estate and each.estate.index else 0,
    numeric=True, missing=lambda each: each.estate is None or each.estate.index is None,
)  # fmt: skip


_NAMES_OF_SNAPSHOT = {
    "omraade": Message("Name"),
    "status": Message("Status, or the estate's area"),
    "beboere": Message("Residents"),
}


def columns(snapshot: AreaLists) -> tuple[Sorting, ...]:
    """The columns of the table on these figures."""
    if snapshot.kind == "published":
        return (*_OF_ALL, *_OF_LISTS)
    named = [replace(each, name=_NAMES_OF_SNAPSHOT.get(each.id, each.name)) for each in _OF_ALL]
    has_index = any(each.estate and each.estate.index for each in all_entries(snapshot))
    return (*named, *((_OF_INDEX,) if has_index else ()), _OF_LISTS[0])


def wish_of(snapshot: AreaLists, query: Mapping[str, str]) -> Wish:
    """The wish of an address; what it does not know is left out, but for an unknown list.

    Raises:
        UserError: no list is called so.
    """
    sort = query.get("sorter", "omraade")
    known = {each.id for each in columns(snapshot)}
    on, status = chosen_list(snapshot, query.get("liste", "")), query.get("status", "")
    kind = query.get("vis", "")
    return Wish(
        on,
        query.get("soeg", "").strip()[:100],
        query.get("kommune", ""),
        query.get("region", ""),
        status if status in (NAMED, *_held(snapshot, on)) else "",
        sort if sort.removeprefix("-") in known else "omraade",
        kind if kind in KINDS else "",
        figures_id(snapshot),
    )


def _held(snapshot: AreaLists, on: AreaList) -> set[str]:
    return {each.standing.status for each in all_entries(snapshot, on) if each.standing}


def entries(snapshot: AreaLists, wish: Wish) -> tuple[Entry, ...]:
    """The areas, and of a snapshot the estates, that meet the wish, in its order."""
    column = next(each for each in columns(snapshot) if each.id == wish.sort.removeprefix("-"))
    listed = snapshot.listed(wish.on.list_id) if wish.status == NAMED else set()
    sought = folded(wish.search).split()
    met = [each for each in all_entries(snapshot, wish.on) if _meets(each, wish, sought, listed)]
    met.sort(key=lambda each: each.name_order)
    met.sort(key=column.key, reverse=wish.sort.startswith("-"))  # type: ignore[arg-type]
    met.sort(key=column.missing)
    return tuple(met)


def _meets(entry: Entry, wish: Wish, sought: list[str], listed: set[str]) -> bool:
    if wish.municipality and entry.municipality != wish.municipality:
        return False
    if wish.region and entry.region != wish.region:
        return False
    if wish.kind and (wish.kind == "afdelinger") != (entry.estate is not None):
        return False
    if wish.status == NAMED and entry.id not in listed:
        return False
    if wish.status not in ("", NAMED) and not entry.has_status(wish.status):
        return False
    return all(word in entry.searched for word in sought)


def headings(snapshot: AreaLists, wish: Wish) -> tuple[Heading, ...]:
    """The columns; a second click on a heading turns the order round."""
    chosen, descending = wish.sort.removeprefix("-"), wish.sort.startswith("-")
    return tuple(
        Heading(
            each.id,
            each.name,
            wish.address(sorter=f"-{each.id}" if each.id == chosen and not descending else each.id),
            ("descending" if descending else "ascending") if each.id == chosen else "",
            each.numeric,
        )
        for each in columns(snapshot)
    )


def municipality_choices(snapshot: AreaLists, wish: Wish) -> tuple[Choice, ...]:
    """The municipalities that have an area or an estate, in the Danish order."""
    names = {each.municipality for each in all_entries(snapshot)}
    return _in_order(names, wish.municipality)


def region_choices(snapshot: AreaLists, wish: Wish) -> tuple[Choice, ...]:
    """The regions in the Danish order."""
    return _in_order({each.region for each in all_entries(snapshot)}, wish.region)


def _in_order(names: set[str], chosen: str) -> tuple[Choice, ...]:
    return choices(((name, name) for name in sorted(names, key=danish_order)), chosen)


def status_choices(snapshot: AreaLists, wish: Wish) -> tuple[Choice, ...]:
    """On the list at all, and each status that an area has on it."""
    held = _held(snapshot, wish.on)
    statuses = sorted(held, key=lambda status: -status_look(status).level)
    unknown = words.NAMES_NOT_KNOWN if snapshot.kind == "published" else NAMES["undetermined"]
    titles = NAMES | {"undetermined": unknown, NAMED: Message("On the list, any status")}
    return choices(((each, titles[each]) for each in (NAMED, *statuses)), wish.status)


def kind_choices(wish: Wish) -> tuple[Choice, ...]:
    """Areas alone, or estates alone."""
    return choices(KINDS.items(), wish.kind)
