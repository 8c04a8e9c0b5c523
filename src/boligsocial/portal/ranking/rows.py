"""A row of the table as the page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from boligsocial.index.bands import Bands
from boligsocial.messages import Message
from boligsocial.portal.estates.index_bar import Bar, bar_of
from boligsocial.portal.ranking.words import (
    band_name,
    component_name,
    people_to_change,
    why_no_place,
)
from boligsocial.portal.writing import language, rounded


@dataclass(frozen=True)
class Row:
    """An estate in the table; `columns` are those of `places.places_under`, `among` the number of
    places, `bands` those of the index."""

    columns: dict[str, Any]
    among: int
    bands: Bands

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def has_place(self) -> bool:
        return self.columns["rank"] is not None

    @property
    def why_not(self) -> Message:
        """Why it has no place."""
        return why_no_place(self.columns["reason"])

    @property
    def score_written(self) -> str:
        return two_decimals(self.columns["score"])

    @property
    def anchored_written(self) -> str:
        return two_decimals(self.columns["anchored_score"])

    @property
    def band_name(self) -> Message:
        return band_name(self.bands, self.columns["band"])

    @property
    def band_given_name(self) -> Message:
        return band_name(self.bands, self.columns["band_given"])

    @property
    def band_number(self) -> int:
        return _number(self.bands, self.columns["band"])

    @property
    def changes_band(self) -> bool:
        return bool(self.has_place and self.columns["band"] != self.columns["band_given"])

    @property
    def moves_written(self) -> str:
        """`+12` towards greater need, `−12` towards less."""
        moves = self.columns["moves"] or 0
        sign = "+" if moves > 0 else "\N{MINUS SIGN}" if moves < 0 else ""
        return f"{sign}{rounded(abs(moves), 0, language())}"

    @property
    def moved_by_name(self) -> str:
        return component_name(self.columns["moved_by"])

    @property
    def way_to_better(self) -> Message | None:
        """What alone would take it to the next better band."""
        if self.columns["people"] is None:
            return None
        return people_to_change(self.columns["component"], self.columns["people"], fewer=True)

    @cached_property
    def bar(self) -> Bar:
        """Its place and interval on a line from the greatest need to the least."""
        rank, low, high = (self.columns[name] for name in ("rank", "rank_low", "rank_high"))
        return bar_of(rank, low, high, self.among)


def rows_of(table: pl.DataFrame, among: int, bands: Bands) -> Iterator[Row]:
    """The rows of a table of places."""
    return (Row(each, among, bands) for each in table.iter_rows(named=True))


def _number(bands: Bands, band_id: str) -> int:
    """The place of a band, 1 the worst."""
    return [each.id for each in bands.band].index(band_id) + 1


def two_decimals(value: float | None, *, signed: bool = False) -> str:
    """A score as it is written, with a plus where asked for; empty for none."""
    if value is None:
        return ""
    near = round(value, 2)
    sign = "\N{MINUS SIGN}" if near < 0 else "+" if signed and near > 0 else ""
    text = f"{abs(value):.2f}"
    return sign + (text.replace(".", ",") if language() == "da" else text)
