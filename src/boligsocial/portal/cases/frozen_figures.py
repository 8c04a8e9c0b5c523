"""Figures as they stand frozen in a version of a document, with what they were taken from."""

from __future__ import annotations

from datetime import date
from typing import Literal

from boligsocial.definitions import Definition
from boligsocial.disclosure.gate import HIDDEN, SHOWN, why_hidden
from boligsocial.messages import Message
from boligsocial.portal.cases.models import Version
from boligsocial.portal.estates import writing as of_estates
from boligsocial.portal.words import HIDDEN as HIDDEN_WORD
from boligsocial.portal.writing import NOT_STATED, UNITS, measured, rounded

ColumnId = Literal[
    "place", "municipality", "nation", "organisation", "municipality_name", "dwellings",
    "residents", "rank",
]  # fmt: skip
COLUMNS: dict[ColumnId, Message] = {
    "place": Message("Here"),
    "municipality": Message("The municipality"),
    "nation": Message("Denmark"),
    "organisation": Message("Organisation"),
    "municipality_name": Message("Municipality"),
    "dwellings": Message("Dwellings"),
    "residents": Message("Residents"),
    "rank": Message("Place in the index"),
}


class Cell(Definition):
    """A figure with its unit, or a text; `state` as the gate gave it, with the reason."""

    value: float | None = None
    unit: str = ""
    text: str = ""
    state: str = SHOWN
    reason: str = ""

    def written(self, language: str) -> str:
        """As a reader reads it; a word for why there is no figure."""
        if self.text:
            return self.text
        if self.state == HIDDEN:
            return HIDDEN_WORD.in_language(language)
        if self.value is None:
            return NOT_STATED.in_language(language)
        if self.unit in UNITS:
            return measured(self.value, self.unit, language)
        if self.unit:
            return of_estates.written(self.value, self.unit)
        return rounded(self.value, 0, language)

    @property
    def number(self) -> float | None:
        """As it is shown, without its unit; none for a text and where there is no figure."""
        if self.value is None or self.text:
            return None
        is_indicator = self.unit and self.unit not in UNITS
        return of_estates.scaled(self.value, self.unit) if is_indicator else self.value

    @property
    def why(self) -> Message | None:
        """Why it is hidden."""
        return why_hidden(self.reason) if self.state == HIDDEN else None


class Row(Definition):
    """A row: an indicator or an estate, by its id, with its name in both languages and where its
    figures are from."""

    id: str
    da: str
    en: str
    period: str = ""
    source: str = ""
    cells: tuple[Cell, ...]

    def name(self, language: str) -> str:
        """In a language."""
        return self.en if language == "en" else self.da


class Table(Definition):
    """The figures of one place."""

    place: str
    columns: tuple[ColumnId, ...]
    row: tuple[Row, ...]


class FrozenFigures(Definition):
    """The tables of a version. figures: the snapshot's id, or that of the published figures, with
    its kind and date."""

    fills: Literal["key_figures", "master_data"]
    figures: str
    kind: Literal["published", "registers", "synthetic"]
    on: date
    table: tuple[Table, ...]


def frozen_of(version: Version) -> FrozenFigures | None:
    """The figures of a version; none if it holds none."""
    return None if version.figures is None else FrozenFigures.model_validate(version.figures)
