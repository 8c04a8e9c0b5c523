"""The indicators of a unit through the years, beside its municipality and the nation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from django.utils.translation import get_language

from boligsocial.indicators.definition import Group, groups
from boligsocial.indicators.places import NATION
from boligsocial.messages import Message
from boligsocial.portal.estates.lines import Line, Shown, lines_of, shown
from boligsocial.portal.estates.writing import indicator_name
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


@dataclass(frozen=True)
class FocusArea:
    """The indicators of a focus area; those without any figure to draw apart."""

    name: Message
    drawn: tuple[Line, ...]
    others: tuple[Line, ...]


@dataclass(frozen=True)
class UnitIndicators:
    """Everything of a unit: the focus areas, and the latest figures of groups of its people."""

    focus: tuple[FocusArea, ...]
    group_names: tuple[str, ...]
    group_rows: tuple[tuple[str, tuple[Shown, ...]], ...]
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
    indicators, language = delivered(snapshot), get_language() or "da"
    own = unit_figures(snapshot, unit, unit_id)
    around = figures_around(snapshot, municipality_code)
    places = {
        (row["geography_id"], row["group"], row["indicator"], row["period"]): row
        for row in pl.concat([own, around]).iter_rows(named=True)
    }
    sought, years = (unit_id, municipality_code, NATION), snapshot.manifest.years
    lines = [line for each in indicators for line in lines_of(each, sought, years, places)]
    newest = str(years[-1])
    parts = [each for each in groups() if each.divides(PERSONS)]
    of_people = [
        each
        for each in indicators
        if each.kind == "share" and all(part.divides(each.rows) for part in parts)
    ]
    return UnitIndicators(
        tuple(_focus_areas(lines)),
        tuple(_group_name(each, language) for each in parts),
        tuple(
            (
                indicator_name(each),
                tuple(
                    shown(each.unit, newest, places.get((unit_id, part.id, each.id, newest)))
                    for part in parts
                ),
            )
            for each in of_people
        ),
        newest,
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


def _group_name(group: Group, language: str) -> str:
    return group.name.en if language == "en" else group.name.da
