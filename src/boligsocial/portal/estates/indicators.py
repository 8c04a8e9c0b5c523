"""The indicators of a unit through the years, beside its municipality and the nation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.translation import get_language

from boligsocial.disclosure.gate import HIDDEN, SHOWN, why_hidden
from boligsocial.indicators.definition import Group, Indicator, groups
from boligsocial.indicators.figures import EVERYONE
from boligsocial.messages import Figures, Message
from boligsocial.portal.estates.charts import Series, series_chart
from boligsocial.portal.estates.writing import indicator_name, unit_words, written
from boligsocial.portal.words import HIDDEN as HIDDEN_WORD
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
class Shown:
    """A figure that passed the gate: its value, or why there is none."""

    period: str
    value: float | None
    numerator: float | None
    denominator: float | None
    state: str
    reason: Message
    indicator: Indicator

    @property
    def is_shown(self) -> bool:
        return self.state == SHOWN

    @property
    def written(self) -> str:
        """The value with its unit, or a word for why there is none."""
        if self.is_shown and self.value is not None:
            return written(self.value, self.indicator.unit)
        word = HIDDEN_WORD if self.state == HIDDEN else Message("not delivered")
        return word.in_language(get_language() or "da")


@dataclass(frozen=True)
class Line:
    """An indicator of a unit, its municipality and the nation; `by_year` in the same order."""

    indicator: Indicator
    name: str
    unit: str
    by_year: tuple[tuple[str, Shown, Shown, Shown], ...]

    @property
    def latest(self) -> Shown:
        return self.by_year[-1][1]

    @property
    def is_drawn(self) -> bool:
        """Whether the unit has any figure to draw."""
        return any(own.is_shown for _, own, _, _ in self.by_year)

    @property
    def id(self) -> str:
        return f"chart-{self.indicator.id.replace('_', '-')}"

    @property
    def spec(self) -> dict[str, Any]:
        columns = list(zip(*(row[1:] for row in self.by_year), strict=True))
        names: tuple[Series, ...] = ("unit", "municipality", "nation")
        if self.indicator.kind == "count":
            # A count of a whole country says nothing beside that of an estate.
            names, columns = names[:1], columns[:1]
        values = {
            name: [(shown.period, shown.value) for shown in column]
            for name, column in zip(names, columns, strict=True)
        }
        return series_chart(values, self.indicator.unit)

    @property
    def summary(self) -> Message:
        """The first and the last figure in a sentence, and how many years are hidden."""
        shown = [own for _, own, _, _ in self.by_year if own.is_shown]
        hidden = sum(own.state == HIDDEN for _, own, _, _ in self.by_year)
        figures: Figures = {"first": shown[0].written, "first_year": shown[0].period,
                   "last": shown[-1].written, "last_year": shown[-1].period,
                   "hidden": hidden}  # fmt: skip
        if hidden and len(shown) == 1:
            return Message("{last} in {last_year}; hidden in {hidden} years.", figures)
        if hidden:
            return Message("{first} in {first_year}, {last} in {last_year}; hidden in {hidden} "
                           "years.", figures)  # fmt: skip
        if len(shown) == 1:
            return Message("{last} in {last_year}.", figures)
        return Message("{first} in {first_year}, {last} in {last_year}.", figures)


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
    years = [str(year) for year in snapshot.manifest.years]
    sought = (unit_id, municipality_code, "DK")
    lines = [_line(each, sought, years, places) for each in indicators]
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
                    _shown(each, years[-1], places.get((unit_id, part.id, each.id, years[-1])))
                    for part in parts
                ),
            )
            for each in of_people
        ),
        years[-1],
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


def _line(
    indicator: Indicator, sought: tuple[str, ...], years: Sequence[str],
    places: Mapping[tuple[str, str, str, str], dict[str, Any]],
) -> Line:  # fmt: skip
    by_year = []
    for year in years:
        own, town, nation = (
            _shown(indicator, year, places.get((each, EVERYONE, indicator.id, year)))
            for each in sought
        )
        by_year.append((year, own, town, nation))
    return Line(indicator, indicator_name(indicator), unit_words(indicator), tuple(by_year))


def _shown(indicator: Indicator, year: str, row: dict[str, Any] | None) -> Shown:
    if row is None:
        return Shown(year, None, None, None, "missing", Message(""), indicator)
    reason = Message("") if row["reason"] is None else why_hidden(row["reason"])
    return Shown(
        year, row["value"], row["numerator"], row["denominator"], row["state"], reason, indicator
    )


def _group_name(group: Group, language: str) -> str:
    return group.name.en if language == "en" else group.name.da
