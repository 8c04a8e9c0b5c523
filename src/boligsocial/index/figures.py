"""The figures of an index: from a table's columns, or from counts, with what is missing settled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from boligsocial.index.shrinkage import shrunk_shares
from boligsocial.index.specification import Component, Specification
from boligsocial.index.transforms import Floats
from boligsocial.messages import UserError

MUNICIPALITY = "municipality_code"


@dataclass(frozen=True)
class Figures:
    """What the components are made of.

    worse: (units, components), higher is worse; NaN is missing and counts as neutral. kept:
    (units,), false for those that a component drops or that have no figure at all.
    """

    worse: Floats
    kept: NDArray[np.bool_]


def numerator(column: str) -> str:
    return f"{column}_numerator"


def denominator(column: str) -> str:
    return f"{column}_denominator"


def reference(column: str) -> str:
    """What the quotient is held against, for example the mean income of the region; optional."""
    return f"{column}_reference"


def standard_error(column: str) -> str:
    """How unsure a mean is, in the unit of the quotient; optional."""
    return f"{column}_standard_error"


def has_counts(units: pl.DataFrame, column: str) -> bool:
    return {numerator(column), denominator(column)} <= set(units.columns)


def are_shares(units: pl.DataFrame, column: str) -> bool:
    """Whether the counts of a column are people among people, as those of a mean are not."""
    if not has_counts(units, column):
        return False
    counted, among = (column_of(units, name) for name in (numerator(column), denominator(column)))
    return not ((counted < 0) | (counted > among)).any()


def figures_of(units: pl.DataFrame, specification: Specification) -> Figures:
    """The figures of every component, in the order of the specification.

    A component's figure is its column; where the table has no such column, what is counted in
    `<column>_numerator` over `<column>_denominator` and, if there, `<column>_reference`.

    Raises:
        UserError: a column, or a figure that may not be missing, is missing; places that are none.
    """
    columns, kept = [], np.ones(len(units), np.bool_)
    for component in specification.component:
        figures = _filled(_figures(units, component), units, component)
        missing = np.isnan(figures)
        if component.missing == "refuse" and missing.any():
            _refuse(units, component, int(np.argmax(missing)))
        if component.missing == "drop":
            kept &= ~missing
        _refuse_what_is_no_place(figures, units, component)
        columns.append(figures if component.direction == "high_is_worse" else -figures)
    worse = np.column_stack(columns)
    return Figures(worse, kept & ~np.isnan(worse).all(axis=1))


def column_of(units: pl.DataFrame, name: str) -> Floats:
    """A column as floats; what is no finite number is NaN.

    Raises:
        UserError: there is no such column.
    """
    if name not in units.columns:
        raise UserError(
            "the column {column} is missing; the table has {found}",
            column=name,
            found=", ".join(units.columns),
        )
    values = units[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return np.where(np.isfinite(values), values, np.nan)


def quotient(counted: Floats, among: Floats) -> Floats:
    """`counted / among`; NaN where there is nobody to be counted."""
    result: Floats = np.divide(counted, among, out=np.full(len(among), np.nan), where=among > 0)
    return result


def worth_of_one(units: pl.DataFrame, component: Component, figures: Floats) -> Floats:
    """What a share of 1, or one unit of a mean, is in the figures in use: 100 for per cent.

    Where a table has both the column and its counts, a unit's figure over its quotient tells;
    where that is 0, the median of the others does.
    """
    if not _is_given(units, component):
        return 1 / _scale_of(units, component.column)
    if not has_counts(units, component.column):
        return np.ones(len(units))
    share = _quotient(units, component.column)
    known = (share > 0) & (figures > 0)
    worth: Floats = np.divide(figures, share, out=np.full(len(units), np.nan), where=known)
    return np.where(known, worth, np.median(worth[known]) if known.any() else 1.0)


def _is_given(units: pl.DataFrame, component: Component) -> bool:
    """Whether the figure is read from the component's own column."""
    there = component.column in units.columns or not has_counts(units, component.column)
    return component.shrinkage == "none" and there


def _figures(units: pl.DataFrame, component: Component) -> Floats:
    column = component.column
    if _is_given(units, component):
        return column_of(units, column)
    if component.shrinkage == "none":
        return _quotient(units, column) / _scale_of(units, column)
    counted, among = (column_of(units, name) for name in (numerator(column), denominator(column)))
    if not are_shares(units, column):
        raise UserError(
            "{column} counts more people than there are, or is no count of people; shrinkage is "
            "for shares, take it out of the specification",
            column=column,
        )
    return shrunk_shares(counted, among, _groups(units)) / _scale_of(units, column)


def _quotient(units: pl.DataFrame, column: str) -> Floats:
    counted, among = (column_of(units, name) for name in (numerator(column), denominator(column)))
    return quotient(counted, among)


def _scale_of(units: pl.DataFrame, column: str) -> Floats:
    """What a quotient of counts is divided by to become the figure; 1 without a reference."""
    if reference(column) not in units.columns:
        return np.ones(len(units))
    held_to = column_of(units, reference(column))
    return np.where(held_to > 0, held_to, np.nan)


def _filled(figures: Floats, units: pl.DataFrame, component: Component) -> Floats:
    """With the figure of the municipality where the component asks for it and it is known."""
    missing = np.isnan(figures)
    if component.missing != "municipality" or not missing.any():
        return figures
    group, among = _groups(units), np.ones(len(units))
    worth = worth_of_one(units, component, figures)
    if has_counts(units, component.column):
        among = np.nan_to_num(column_of(units, denominator(component.column)))
    among = np.where(missing, 0, among)
    counted = np.where(missing, 0, figures / worth) * among
    sums = [np.bincount(group, each)[group].astype(np.float64) for each in (counted, among)]
    return np.where(missing, quotient(*sums) * worth, figures)


def _groups(units: pl.DataFrame) -> NDArray[np.int64]:
    if MUNICIPALITY not in units.columns:
        raise UserError(
            "the column {column} is missing; the specification needs each unit's municipality",
            column=MUNICIPALITY,
        )
    codes: NDArray[np.int64] = (
        units[MUNICIPALITY].cast(pl.String).fill_null("").rank("dense").cast(pl.Int64).to_numpy()
    )
    return codes - 1


def _refuse(units: pl.DataFrame, component: Component, place: int) -> None:
    raise UserError(
        "{unit} has no figure in {column}; fill it in, or set missing in the specification to "
        "drop, municipality or neutral",
        unit=str(units["id"][place]),
        column=component.column,
    )


def _refuse_what_is_no_place(figures: Floats, units: pl.DataFrame, component: Component) -> None:
    if component.ties != "as_given":
        return
    wrong = (figures < 1) | (figures > len(figures))
    if wrong.any():
        place = int(np.argmax(wrong))
        raise UserError(
            "{unit} has {value} in {column}; places as given go from 1 to {count}, the number of "
            "units",
            unit=str(units["id"][place]),
            value=float(figures[place]),
            column=component.column,
            count=len(figures),
        )
