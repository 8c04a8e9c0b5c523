"""Documents that fill themselves from the figures: the key figures, and the estates' master data.

Every figure has passed the disclosure gate before it comes here, and is frozen as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from boligsocial.disclosure.gate import HIDDEN, MISSING, SMALL_UNIT
from boligsocial.indicators.definition import Indicator
from boligsocial.indicators.figures import EVERYONE
from boligsocial.indicators.places import NATION
from boligsocial.law.rules import measures
from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.frozen_figures import Cell, FrozenFigures, Row, Table
from boligsocial.portal.cases.models import Case, Place
from boligsocial.portal.danish import danish_order
from boligsocial.portal.figures import (
    PUBLISHED,
    figures_id,
    lists_of,
    offered_snapshots,
    snapshot_name,
)
from boligsocial.portal.words import HEADINGS
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.estates import Estate
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.unit_figures import Unit, delivered, figures_around, unit_figures

Fills = Literal["key_figures", "master_data"]


def filled(fills: str, places: Sequence[Place], figures: str) -> FrozenFigures:
    """A document filled from the figures with an id, a table for each place.

    Raises:
        UserError: no such figures, or they do not have what the document asks for.
    """
    return _FILLERS[fills](places, lists_of(figures))


def _key_figures(places: Sequence[Place], lists: AreaLists) -> FrozenFigures:
    if isinstance(lists, SealedLists):
        tables = [_of_snapshot(each, lists) for each in places]
        return _frozen("key_figures", lists, lists.snapshot.on, tables)
    on = [each.on for each in lists.lists if each.has_figures][-1]
    return _frozen("key_figures", lists, on, [_of_published(each, lists) for each in places])


def _frozen(fills: Fills, lists: AreaLists, on: date, tables: Sequence[Table]) -> FrozenFigures:
    return FrozenFigures(
        fills=fills, figures=figures_id(lists), kind=lists.kind, on=on, table=tuple(tables)
    )


def _of_snapshot(place: Place, lists: SealedLists) -> Table:
    """The newest figure of every indicator, beside the municipality's and the nation's."""
    unit: Unit = "area" if place.geography == "area" else "estate"
    known: dict[str, Any] = {**lists.areas, **lists.estates}
    if place.place_id not in known:
        raise UserError("the figures have no place called {place}", place=place.name)
    code = known[place.place_id].municipality_code
    own = unit_figures(lists.snapshot, unit, place.place_id)
    around = figures_around(lists.snapshot, code)
    found = {
        (row["geography_id"], row["indicator"]): row
        for frame in (own, around)
        for row in frame.sort("period").iter_rows(named=True)
        if row["group"] == EVERYONE
    }
    sought = (place.place_id, code, NATION)
    rows = [_indicator_row(each, sought, found) for each in delivered(lists.snapshot)]
    return Table(place=place.name, columns=("place", "municipality", "nation"), row=tuple(rows))


def _indicator_row(
    indicator: Indicator, sought: Sequence[str], found: dict[tuple[str, str], dict[str, Any]]
) -> Row:
    rows = [found.get((place, indicator.id)) for place in sought]
    return Row(
        id=indicator.id,
        da=indicator.name.da,
        en=indicator.name.en,
        period=next((row["period"] for row in rows if row), ""),
        source=f"{indicator.register_}; {indicator.source}",
        cells=tuple(_cell(row, indicator.unit) for row in rows),
    )


def _cell(row: dict[str, Any] | None, unit: str) -> Cell:
    if row is None:
        return Cell(unit=unit, state=MISSING)
    return Cell(value=row["value"], unit=unit, state=row["state"], reason=row["reason"] or "")


def _of_published(place: Place, lists: AreaLists) -> Table:
    """The newest published figure of every measure, as it is stated."""
    own = lists.stated.filter(lists.stated["area_id"] == place.place_id).sort("list_id")
    newest = {row["quantity"]: row for row in own.iter_rows(named=True)}
    rows = []
    for measure in measures().values():
        stated = newest.get(measure.column)
        heading = HEADINGS[measure.id]
        cell = Cell(state=MISSING)
        if stated and stated["value"] is not None:
            cell = Cell(value=float(stated["value"]), unit=measure.unit)
        rows.append(
            Row(
                id=measure.id,
                da=heading.in_language("da"),
                en=heading.in_language("en"),
                period=stated["list_id"] if stated else "",
                source=stated["source_ids"] if stated else "",
                cells=(cell,),
            )
        )
    return Table(place=place.name, columns=("place",), row=tuple(rows))


def _master_data(places: Sequence[Place], lists: AreaLists) -> FrozenFigures:
    if not isinstance(lists, SealedLists):
        raise UserError(
            "the published figures know no estates; write the master data as a text or send a file"
        )
    tables = [
        Table(
            place=each.name,
            columns=("organisation", "municipality_name", "dwellings", "residents", "rank"),
            row=tuple(_estate_row(estate) for estate in _estates(each, lists)),
        )
        for each in places
    ]
    return _frozen("master_data", lists, lists.snapshot.on, tables)


def _estates(place: Place, lists: SealedLists) -> Iterator[Estate]:
    """The estate itself, or those of the area in the Danish order."""
    within = [
        each
        for each in lists.estates.values()
        if place.place_id in ((each.estate_id,) if place.geography == "estate" else each.areas)
    ]
    yield from sorted(within, key=lambda each: danish_order(each.name))


def _estate_row(estate: Estate) -> Row:
    residents = Cell(state=HIDDEN, reason=SMALL_UNIT)
    if estate.residents is not None:
        residents = Cell(value=estate.residents)
    rank = Cell(value=estate.index.rank) if estate.index else Cell(state=MISSING)
    return Row(
        id=estate.estate_id,
        da=estate.name,
        en=estate.name,
        cells=(
            Cell(text=estate.organisation),
            Cell(text=estate.municipality),
            Cell(value=estate.dwellings),
            residents,
            rank,
        ),
    )


_FILLERS: dict[str, Callable[[Sequence[Place], AreaLists], FrozenFigures]] = {
    "key_figures": _key_figures,
    "master_data": _master_data,
}


@dataclass(frozen=True)
class Ground:
    """Figures that a document may be filled from, by their id."""

    figures: str
    name: Message


def figures_to_fill_from(case: Case) -> list[Ground]:
    """The newest figures of the kind that the case was opened on, and those themselves."""
    newest = [each for each in offered_snapshots() if each.id == case.figures]
    if case.figures == PUBLISHED or not newest:
        return [Ground(PUBLISHED, Message("Published figures"))]
    same = [each for each in offered_snapshots() if each.manifest.kind == newest[0].manifest.kind]
    return [Ground(each.id, snapshot_name(each)) for each in dict.fromkeys([same[0], newest[0]])]
