"""The sheets of a workbook as grids of cells that know where they stand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from boligsocial.messages import InputError

MOST_ROWS, MOST_COLUMNS = 2_000, 100
_LETTERS = 26


@dataclass(frozen=True)
class Cell:
    """A cell: its value (empty text for nothing) and where it stands, from zero."""

    value: object
    row: int
    column: int

    @property
    def place(self) -> str:
        """`C14`, as Excel names it."""
        return f"{_column_letters(self.column)}{self.row + 1}"

    @property
    def text(self) -> str:
        """What stands in it, on one line."""
        match self.value:
            case float() if self.value.is_integer() and abs(self.value) < 2**53:
                return str(int(self.value))
            case datetime():
                return self.value.date().isoformat()
            case date():
                return self.value.isoformat()
        return " ".join(str(self.value).split())

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)


@dataclass(frozen=True)
class Grid:
    """A sheet: rows of cells, all of the same length."""

    sheet: str
    rows: tuple[tuple[Cell, ...], ...]

    def turned(self) -> Grid:
        """Columns as rows; each cell still knows its own place."""
        return Grid(self.sheet, tuple(zip(*self.rows, strict=True)))


def grids(content: bytes, file: str) -> list[Grid]:
    """The sheets of a workbook that can be seen, with what merged cells say in each of them.

    Raises:
        InputError: not a workbook, or a sheet that no budget can be.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        seen = [
            each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible
        ]
        return [_grid(book, name, file) for name in seen]
    except CalamineError:
        raise InputError("is not an Excel workbook that can be read", file=file) from None


def _grid(book: CalamineWorkbook, name: str, file: str) -> Grid:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        raise InputError(
            "the sheet {sheet} has more than {rows} rows or {columns} columns; leave out what is "
            "not the budget",
            file=file, sheet=name, rows=MOST_ROWS, columns=MOST_COLUMNS,
        )  # fmt: skip
    values: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    _fill_merged(values, sheet.merged_cell_ranges or [])
    width = max((len(row) for row in values), default=0)
    return Grid(
        name,
        tuple(
            tuple(
                Cell(value, at, column)
                for column, value in enumerate([*row, *[""] * (width - len(row))])
            )
            for at, row in enumerate(values)
        ),
    )


def _fill_merged(
    values: list[list[object]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Say in each cell of a column of merged ones what the first says.

    Cells merged across a row are a title, which is said once; a merged amount is one amount.
    """
    for (top, left), (bottom, right) in ranges:
        if left != right or top >= len(values) or left >= len(values[top]):
            continue
        if isinstance(said := values[top][left], str):
            for row in values[top + 1 : bottom + 1]:
                row[left] = said


def _column_letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % _LETTERS) + letters
        column = column // _LETTERS - 1
    return letters
