"""Tables as an Excel workbook: numbers as numbers, a heading that stays, columns that fit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import xlsxwriter

from boligsocial.messages import Message
from boligsocial.portal import downloads
from boligsocial.portal.writing import said

Kind = Literal["text", "long", "count", "kroner", "mio", "percent", "ratio", "date"]
Cell = str | int | float | Decimal | date | Message | None

# Excel shows the separators of whoever opens the file: 1.234,50 on a Danish machine.
_FORMATS: dict[str, dict[str, object]] = {
    "text": {},
    "long": {"text_wrap": True},
    "count": {"num_format": "#,##0"},
    "kroner": {"num_format": "#,##0.00"},
    "mio": {"num_format": "#,##0.00######"},
    "percent": {"num_format": "0.0##"},
    "ratio": {"num_format": "0.00"},
    "date": {"num_format": "dd-mm-yyyy", "align": "left"},
}
_WIDTHS = {"long": 60, "kroner": 16, "date": 12}


@dataclass(frozen=True)
class SheetColumn:
    """A heading with its unit, what stands below it, and the width in characters (0: by kind)."""

    name: str
    kind: Kind = "text"
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Cell]]


def as_plain(sheet: Sheet, extra: Sequence[tuple[str, Cell]]) -> downloads.Sheet:
    """The table for a CSV file, with columns that say the same on every row."""
    return downloads.Sheet(
        sheet.name,
        [*(column.name for column in sheet.columns), *(name for name, _ in extra)],
        [],
        [[_plain(cell) for cell in (*row, *(value for _, value in extra))] for row in sheet.rows],
    )


def _plain(cell: Cell) -> downloads.Cell:
    return float(cell) if isinstance(cell, Decimal) else cell


def as_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx file."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    top = {"valign": "top"}
    formats = {kind: book.add_format({**top, **look}) for kind, look in _FORMATS.items()}
    head = book.add_format({**top, "bold": True, "text_wrap": True, "bottom": 1})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for place, column in enumerate(sheet.columns):
            width = column.width or _WIDTHS.get(column.kind, 12)
            page.set_column(place, place, width, formats[column.kind])
            page.write_string(0, place, column.name, head)
        for line, row in enumerate(sheet.rows, start=1):
            for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
                _write(page, line, place, cell, formats[column.kind], formats["date"])
    book.close()
    return buffer.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    line: int,
    place: int,
    cell: Cell,
    look: object,
    day: object,
) -> None:
    match cell:
        case Message():
            page.write_string(line, place, said(cell), look)
        case str():
            page.write_string(line, place, cell, look)
        case int() | float() | Decimal():
            page.write_number(line, place, float(cell), look)
        case date():
            page.write_datetime(line, place, cell, day)
