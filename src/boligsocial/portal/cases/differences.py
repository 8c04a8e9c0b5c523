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
    """A row of a table on each side: its cells, under `columns`; none where it has no such row."""

    place: str
    row: Row
    columns: tuple[ColumnId, ...]
    left: tuple[Cell, ...] | None
    right: tuple[Cell, ...] | None
    how: How


def line_pairs(left: str, right: str) -> list[LinePair]:
    """The lines of two texts beside each other, in order."""
    ours, theirs = left.split("\n"), right.split("\n")
    return [
        pair
        for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        for pair in _pairs(_HOW.get(tag), ours[a:b], theirs[c:d])
    ]


def figure_pairs(left: FrozenFigures | None, right: FrozenFigures | None) -> list[RowPair]:
    """The rows of two sets of figures beside each other, in the order of the later one."""
    ours, theirs = _rows(left), _rows(right)
    keys = dict.fromkeys([*theirs, *ours])
    return [_row_pair(ours.get(key), theirs.get(key)) for key in keys]


_Found = tuple[Table, Row]


def _rows(frozen: FrozenFigures | None) -> dict[tuple[str, str], _Found]:
    tables = frozen.table if frozen else ()
    return {(table.place, row.id): (table, row) for table in tables for row in table.row}


def _row_pair(left: _Found | None, right: _Found | None) -> RowPair:
    found = right or left
    if found is None:
        raise LookupError("a row of neither side")
    table, row = found
    ours, theirs = left and left[1].cells, right and right[1].cells
    return RowPair(table.place, row, table.columns, ours, theirs, _how(ours, theirs))


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
