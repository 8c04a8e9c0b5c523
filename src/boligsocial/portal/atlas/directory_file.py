"""The areas and estates of a search as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from boligsocial.messages import Message
from boligsocial.portal.atlas.directory import Wish
from boligsocial.portal.atlas.lists import unnamed
from boligsocial.portal.atlas.units import Entry
from boligsocial.portal.downloads import Book, Cell, Sheet
from boligsocial.portal.figures import figures_name
from boligsocial.portal.statuses import NAMES
from boligsocial.portal.words import HIDDEN, list_name
from boligsocial.snapshots.area_lists import AreaLists

_WIDTHS = (32, 32, 18, 12, 16, 14, 34, 12, 16, 12, 16, 60)


def book(snapshot: AreaLists, wish: Wish, found: Sequence[Entry]) -> Book:
    """A table of the areas and, of a snapshot, one of the estates; each row names its list."""
    areas = [each for each in found if each.area]
    sheets = [_areas(snapshot, wish, areas)]
    if snapshot.kind != "published":
        sheets.append(_estates(snapshot, [each for each in found if each.estate]))
    # Of a CSV the first table is all there is: the one that was asked for.
    if not areas:
        sheets.reverse()
    return Book(_title(snapshot), _about(snapshot, wish, len(found)), sheets)


def _title(snapshot: AreaLists) -> str:
    if snapshot.kind == "published":
        return gettext("Areas on the published lists")
    return gettext("Areas and estates")


def _areas(snapshot: AreaLists, wish: Wish, found: Sequence[Entry]) -> Sheet:
    sources = list_sources(snapshot, wish.on.list_id)
    columns = [
        "area_id", gettext("Area"), gettext("Municipality"), gettext("Municipality code"),
        gettext("Region"), gettext("List"), gettext("Status on the list"),
        gettext("Residents (number)"), gettext("List of the residents"),
        gettext("Times on a list (number)"), gettext("Last on a list"), gettext("Sources"),
        gettext("Figures"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            each.id, each.name, each.municipality, each.municipality_code, each.region,
            wish.on.on, _status(each), each.residents,
            each.residents_of.on if each.residents_of else None, each.times_listed,
            each.last_listed.on if each.last_listed else None, sources, figures_name(snapshot),
        ]
        for each in found
    ]  # fmt: skip
    return Sheet(gettext("Areas"), columns, [*_WIDTHS, 30], rows)


def _estates(snapshot: AreaLists, found: Sequence[Entry]) -> Sheet:
    columns = [
        "estate_id", gettext("Estate"), gettext("Organisation"), gettext("Municipality"),
        gettext("Municipality code"), gettext("Region"), gettext("Area"),
        gettext("Dwellings (number)"), gettext("Residents (number)"),
        gettext("Place in the index"), gettext("Figures"),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for each in found:
        if each.estate is None:
            continue
        place = each.estate.index
        rows.append([
            each.id, each.name, each.estate.organisation, each.municipality,
            each.municipality_code, each.region, ", ".join(area.name for area in each.within),
            each.estate.dwellings, HIDDEN if each.residents is None else each.residents,
            place.rank if place else None, figures_name(snapshot),
        ])  # fmt: skip
    return Sheet(gettext("Estates"), columns, [12, 32, 34, 18, 12, 16, 28, 12, 12, 12, 30], rows)


def _status(entry: Entry) -> Message:
    stands = entry.standing
    if stands is None:
        return Message("")
    return stands.words if stands.words.text else NAMES[stands.status]


def _about(snapshot: AreaLists, wish: Wish, count: int) -> list[tuple[str, Cell]]:
    lines: list[tuple[str, Cell]] = [
        (gettext("Figures"), figures_name(snapshot)),
        (gettext("List"), list_name(wish.on)),
        (gettext("Rows"), count),
        (gettext("Search"), wish.address()),
        (gettext("Units"), gettext("Residents and lists are counted in whole numbers.")),
        (gettext("Sources"), list_sources(snapshot, wish.on.list_id)),
    ]
    if (doubt := unnamed(snapshot, wish.on)) is not None:
        lines.append((gettext("Reservation"), doubt))
    return lines


def list_sources(snapshot: AreaLists, list_id: str) -> str:
    """The addresses (or names) of the sources of a list, in a row."""
    return "; ".join(snapshot.list_sources(list_id))
