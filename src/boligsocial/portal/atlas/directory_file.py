"""The areas of a search as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from boligsocial.messages import Message
from boligsocial.portal.atlas.directory import Entry, Wish
from boligsocial.portal.atlas.lists import unnamed
from boligsocial.portal.downloads import Book, Cell, Sheet
from boligsocial.portal.statuses import NAMES
from boligsocial.portal.words import list_name
from boligsocial.snapshots.area_lists import AreaLists


def book(snapshot: AreaLists, wish: Wish, found: Sequence[Entry]) -> Book:
    """One row an area, with the list and the sources in the rows themselves."""
    sources = list_sources(snapshot, wish.on.list_id)
    columns = [
        "area_id", gettext("Area"), gettext("Municipality"), gettext("Municipality code"),
        gettext("Region"), gettext("List"), gettext("Status on the list"),
        gettext("Residents (number)"), gettext("List of the residents"),
        gettext("Times on a list (number)"), gettext("Last on a list"), gettext("Sources"),
    ]  # fmt: skip
    widths = [32, 32, 18, 12, 16, 14, 34, 12, 16, 12, 16, 60]
    rows: list[list[Cell]] = [
        [
            each.area.area_id, each.area.name, each.area.municipality,
            each.area.municipality_code, each.area.region, wish.on.on, _status(each),
            each.residents, each.residents_of.on if each.residents_of else None,
            each.times_listed, each.last_listed.on if each.last_listed else None, sources,
        ]
        for each in found
    ]  # fmt: skip
    return Book(
        gettext("Areas on the published lists"),
        _about(wish, len(found), sources),
        [Sheet(gettext("Areas"), columns, widths, rows)],
    )


def _status(entry: Entry) -> Message:
    return entry.standing.words if entry.standing.words.text else NAMES[entry.standing.status]


def _about(wish: Wish, count: int, sources: str) -> list[tuple[str, Cell]]:
    lines: list[tuple[str, Cell]] = [
        (gettext("List"), list_name(wish.on)),
        (gettext("Areas"), count),
        (gettext("Search"), wish.address()),
        (gettext("Units"), gettext("Residents and lists are counted in whole numbers.")),
        (gettext("Sources"), sources),
    ]
    if (doubt := unnamed(wish.on)) is not None:
        lines.append((gettext("Reservation"), doubt))
    return lines


def list_sources(snapshot: AreaLists, list_id: str) -> str:
    """The addresses (or names) of the sources of a list, in a row."""
    return "; ".join(snapshot.list_sources(list_id))
