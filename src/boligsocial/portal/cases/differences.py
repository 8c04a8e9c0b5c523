"""Two versions of a document side by side: which lines and which figures differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from boligsocial.portal.cases.frozen_figures import Cell, ColumnId, FrozenFigures, Row, Table

How = Literal["same", "changed", "only_left", "only_right"]
_HOW: dict[str, How] = {"equal": "same", "replace": "changed"}


@dataclass(frozen=True)
class LinePair:
    """A line of each side; none where that side has no such line."""

    left: str | None
    right: str | None
    how: How


@dataclass(frozen=True)
class RowPair:
    """A row of a table on each side, in the column compared."""

    place: str
    row: Row
    column: ColumnId
    left: Cell | None
    right: Cell | None
    how: How


def line_pairs(left: str, right: str) -> list[LinePair]:
    """The lines of two texts beside each other, in order."""
    ours, theirs = left.split("\n"), right.split("\n")
    return [
        pair
        for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        for pair in _pairs(_HOW.get(tag), ours[a:b], theirs[c:d])
    ]


def figure_pairs(left: FrozenFigures, right: FrozenFigures) -> list[RowPair]:
    """Every figure of two tables beside each other, in the order of the later one."""
    ours, theirs = _figures(left), _figures(right)
    keys = dict.fromkeys([*theirs, *ours])
    return [_row_pair(key, ours.get(key), theirs.get(key)) for key in keys]


_Key = tuple[str, str, ColumnId]
_Found = tuple[Row, Cell]


def _figures(frozen: FrozenFigures) -> dict[_Key, _Found]:
    return {
        (table.place, row.id, column): (row, cell)
        for table in frozen.table
        for row, column, cell in _cells(table)
    }


def _cells(table: Table) -> Iterator[tuple[Row, ColumnId, Cell]]:
    for row in table.row:
        for column, cell in zip(table.columns, row.cells, strict=True):
            yield row, column, cell


def _row_pair(key: _Key, left: _Found | None, right: _Found | None) -> RowPair:
    place, _, column = key
    found = right or left
    if found is None:
        raise LookupError(key)
    sides = (left and left[1], right and right[1])
    return RowPair(place, found[0], column, *sides, _how(*sides))


def _pairs(how: How | None, left: list[str], right: list[str]) -> Iterator[LinePair]:
    for place in range(max(len(left), len(right))):
        one = left[place] if place < len(left) else None
        other = right[place] if place < len(right) else None
        yield LinePair(one, other, how if how == "same" else _how(one, other))


def _how(left: object, right: object) -> How:
    if left is None:
        return "only_right"
    if right is None:
        return "only_left"
    return "same" if left == right else "changed"
