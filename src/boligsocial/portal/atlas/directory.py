"""The areas as a table that can be searched, narrowed and sorted; its state is in the address."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from boligsocial.messages import Message
from boligsocial.portal import words
from boligsocial.portal.atlas.lists import Choice, Standing, area_address, chosen_list, standing
from boligsocial.portal.danish import danish_order
from boligsocial.portal.statuses import NAMES
from boligsocial.portal.theme import status_look
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists

NAMED = "on"


@dataclass(frozen=True)
class Wish:
    """What the reader asks for; empty text asks for everything."""

    on: AreaList
    search: str = ""
    municipality: str = ""
    region: str = ""
    status: str = ""
    sort: str = "omraade"

    def address(self, **other: str) -> str:
        """The query of this wish, with some of it otherwise."""
        fields = {
            "liste": self.on.list_id, "soeg": self.search, "kommune": self.municipality,
            "region": self.region, "status": self.status, "sorter": self.sort,
        } | other  # fmt: skip
        return "?" + urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True)
class Entry:
    """An area in the table. `residents` is the newest published number, with its list."""

    area: Area
    address: str
    standing: Standing
    residents: int | None
    residents_of: AreaList | None
    times_listed: int
    last_listed: AreaList | None


@dataclass(frozen=True)
class Heading:
    """A column's heading: where it leads, and the value of `aria-sort`."""

    name: Message
    address: str
    sorted: str
    numeric: bool = False


COLUMNS: tuple[tuple[str, Message, Callable[[Entry], object], bool], ...] = (
    ("omraade", Message("Area"), lambda each: danish_order(each.area.name), False),
    ("kommune", Message("Municipality"), lambda each: danish_order(each.area.municipality), False),
    ("status", Message("On the chosen list"), lambda each: _rank(each.standing), False),
    ("beboere", Message("Residents, newest figure"), lambda each: each.residents or 0, True),
    ("gange", Message("Times on a list"), lambda each: each.times_listed, True),
    ("senest", Message("Last on a list"),
     lambda each: each.last_listed.on.toordinal() if each.last_listed else 0, True),
)  # fmt: skip


def _rank(stands: Standing) -> int:
    return status_look(stands.status).level


def wish_of(snapshot: AreaLists, query: Mapping[str, str]) -> Wish:
    """The wish of an address; what it does not know is left out, but for an unknown list.

    Raises:
        UserError: no list is called so.
    """
    sort = query.get("sorter", "omraade")
    known = {name for name, *_ in COLUMNS}
    on, status = chosen_list(snapshot, query.get("liste", "")), query.get("status", "")
    return Wish(
        on,
        query.get("soeg", "").strip()[:100],
        query.get("kommune", ""),
        query.get("region", ""),
        status if status in (NAMED, *_held(snapshot, on)) else "",
        sort if sort.removeprefix("-") in known else "omraade",
    )


def _held(snapshot: AreaLists, on: AreaList) -> set[str]:
    return {standing(snapshot, on, area_id).status for area_id in snapshot.areas}


def entries(snapshot: AreaLists, wish: Wish) -> tuple[Entry, ...]:
    """The areas that meet the wish, in its order."""
    key = next(key for name, _, key, _ in COLUMNS if name == wish.sort.removeprefix("-"))
    found = [_entry(snapshot, area, wish.on) for area in snapshot.areas.values()]
    met = [each for each in found if _meets(snapshot, each, wish)]
    met.sort(key=lambda each: danish_order(each.area.name))
    met.sort(key=key, reverse=wish.sort.startswith("-"))  # type: ignore[arg-type]
    # What is not published stands last, whichever way the column is turned.
    met.sort(key=lambda each: wish.sort.endswith("beboere") and each.residents is None)
    return tuple(met)


def _meets(snapshot: AreaLists, entry: Entry, wish: Wish) -> bool:
    area = entry.area
    if wish.municipality and area.municipality != wish.municipality:
        return False
    if wish.region and area.region != wish.region:
        return False
    if wish.status == NAMED and area.area_id not in snapshot.listed(wish.on.list_id):
        return False
    if wish.status not in ("", NAMED) and entry.standing.status != wish.status:
        return False
    text = _searched_text(snapshot)[area.area_id]
    return all(word in text for word in folded(wish.search).split())


def folded(text: str) -> str:
    """Small letters without accents, æ, ø and å as ae, oe and aa, so that both ways are found."""
    plain = (
        unicodedata.normalize("NFC", text)
        .casefold()
        .replace("æ", "ae")
        .replace("ø", "oe")
        .replace("å", "aa")
    )
    letters = unicodedata.normalize("NFD", plain)
    return "".join(each for each in letters if not unicodedata.combining(each))


@cache
def _searched_text(snapshot: AreaLists) -> dict[str, str]:
    found = {area.area_id: f"{area.name} {area.municipality}" for area in snapshot.areas.values()}
    for area_id, alias in snapshot.aliases.select("area_id", "alias").iter_rows():
        found[area_id] += f" {alias}"
    return {area_id: folded(text) for area_id, text in found.items()}


@cache
def _life(snapshot: AreaLists, area_id: str) -> tuple[tuple[AreaList, ...], ...]:
    """The lists that an area was on, and those that tell its residents, oldest first."""
    on = tuple(each for each in snapshot.lists if area_id in snapshot.listed(each.list_id))
    told = tuple(
        each
        for each in snapshot.lists
        if (verdict := snapshot.verdicts.get((each.list_id, area_id)))
        and verdict.area["residents"] is not None
    )
    return on, told


def _entry(snapshot: AreaLists, area: Area, on: AreaList) -> Entry:
    listed, told = _life(snapshot, area.area_id)
    newest = told[-1] if told else None
    residents = None
    if newest is not None:
        residents = int(snapshot.verdicts[newest.list_id, area.area_id].area["residents"])
    return Entry(
        area, area_address(area), standing(snapshot, on, area.area_id), residents, newest,
        len(listed), listed[-1] if listed else None,
    )  # fmt: skip


def headings(wish: Wish) -> tuple[Heading, ...]:
    """The columns; a second click on a heading turns the order round."""
    chosen, descending = wish.sort.removeprefix("-"), wish.sort.startswith("-")
    return tuple(
        Heading(
            title,
            wish.address(sorter=f"-{name}" if name == chosen and not descending else name),
            ("descending" if descending else "ascending") if name == chosen else "",
            numeric,
        )
        for name, title, _, numeric in COLUMNS
    )


def municipality_choices(snapshot: AreaLists, wish: Wish) -> tuple[Choice, ...]:
    """The municipalities that have had an area on a list, in the Danish order."""
    names = {area.municipality for area in snapshot.areas.values()}
    return tuple(
        Choice(name, name, name == wish.municipality) for name in sorted(names, key=danish_order)
    )


def region_choices(snapshot: AreaLists, wish: Wish) -> tuple[Choice, ...]:
    """The regions in the Danish order."""
    names = {area.region for area in snapshot.areas.values()}
    return tuple(
        Choice(name, name, name == wish.region) for name in sorted(names, key=danish_order)
    )


def status_choices(snapshot: AreaLists, wish: Wish) -> tuple[Choice, ...]:
    """On the list at all, and each status that an area has on it."""
    held = _held(snapshot, wish.on)
    statuses = sorted(held, key=lambda status: -status_look(status).level)
    listed = [Choice(NAMED, Message("On the list, any status"), wish.status == NAMED)]
    titles = NAMES | {"undetermined": words.NAMES_NOT_KNOWN}
    return (*listed, *(Choice(each, titles[each], each == wish.status) for each in statuses))
