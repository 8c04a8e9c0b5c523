"""The indicators of a unit through the years, beside its municipality and the nation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from boligsocial.indicators.definition import Group, Indicator, groups
from boligsocial.indicators.places import NATION
from boligsocial.messages import Message
from boligsocial.portal.estates.lines import Line, Places, Shown, lines_of, shown
from boligsocial.portal.estates.writing import indicator_name, named
from boligsocial.registers.schema import PERSONS
from boligsocial.snapshots.store.store import Snapshot
from boligsocial.snapshots.unit_figures import Unit, delivered, figures_around, unit_figures

FOCUS = {
    "employment": Message("Work and income"),
    "education": Message("School and education"),
    "crime": Message("Crime"),
    "cohesion": Message("Community"),
    "context": Message("Who lives here"),
}


GroupRow = tuple[str, tuple[Shown, ...]]


@dataclass(frozen=True)
class FocusArea:
    """The indicators of a focus area; those without any figure to draw apart."""

    name: Message
    drawn: tuple[Line, ...]
    others: tuple[Line, ...]


@dataclass(frozen=True)
class GroupTable:
    """The latest figures of groups: a row for each indicator, its figures in the order of names."""

    id: str
    caption: Message
    names: Sequence[str]
    rows: Sequence[GroupRow]


@dataclass(frozen=True)
class UnitIndicators:
    """Everything of a unit: the focus areas, and the latest figures of groups of its people."""

    focus: tuple[FocusArea, ...]
    group_tables: tuple[GroupTable, ...]
    year: str

    @property
    def lines(self) -> Iterator[Line]:
        """All indicators."""
        for each in self.focus:
            yield from (*each.drawn, *each.others)

    @property
    def is_all_hidden(self) -> bool:
        """Whether nothing may be shown."""
        return not any(line.is_drawn for line in self.lines)


def unit_indicators(
    snapshot: Snapshot, unit: Unit, unit_id: str, municipality_code: str
) -> UnitIndicators:
    """The figures of a unit as its page shows them."""
    indicators = delivered(snapshot)
    own = unit_figures(snapshot, unit, unit_id)
    around = figures_around(snapshot, municipality_code)
    places = {
        (row["geography_id"], row["group"], row["indicator"], row["period"]): row
        for row in pl.concat([own, around]).iter_rows(named=True)
    }
    sought, years = (unit_id, municipality_code, NATION), snapshot.manifest.years
    lines = [line for each in indicators for line in lines_of(each, sought, years, places)]
    tables = _group_tables(indicators, unit_id, str(years[-1]), places)
    return UnitIndicators(tuple(_focus_areas(lines)), tables, str(years[-1]))


def _group_tables(
    indicators: Sequence[Indicator], unit_id: str, year: str, places: Places
) -> tuple[GroupTable, ...]:
    """Shares of the residents by what persons are, and counts and moves by kind of household."""
    people = [each for each in groups() if each.divides(PERSONS)]
    kinds = [each for each in groups() if not each.divides(PERSONS)]
    shares = [
        each
        for each in indicators
        if each.kind == "share" and all(part.divides(each.rows) for part in people)
    ]
    counts = [each for each in indicators if each.kind == "count" or each.numerator.moves]

    def rows(told: Sequence[Indicator], parts: Sequence[Group]) -> Iterator[GroupRow]:
        for each in told:
            found = [places.get((unit_id, part.id, each.id, year)) for part in parts]
            yield indicator_name(each), tuple(shown(each.unit, year, row) for row in found)

    return tuple(
        GroupTable(
            name, caption, tuple(named(part.name) for part in parts), tuple(rows(told, parts))
        )
        for name, caption, told, parts in (
            ("people", Message("Shares by age, sex and origin"), shares, people),
            ("kinds", Message("By kind of household"), counts, kinds),
        )
    )


def _focus_areas(lines: Sequence[Line]) -> Iterator[FocusArea]:
    for focus, name in FOCUS.items():
        within = [each for each in lines if each.indicator.focus == focus]
        if within:
            yield FocusArea(
                name,
                tuple(each for each in within if each.is_drawn),
                tuple(each for each in within if not each.is_drawn),
            )
