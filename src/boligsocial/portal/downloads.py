"""Tables to take along: CSV as the reader's Excel opens it, or Excel, with what the figures are."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse

from boligsocial.messages import Message

Cell = str | int | float | Decimal | date | Message | None
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class Download:
    """A table with its columns (units in the headings) and notes: list, rules, sources."""

    file_name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[tuple[str, str]] = ()


def as_csv(table: Download, language: str) -> HttpResponse:
    """Danish: semicolons and decimal commas; English: commas and dots. UTF-8 with its mark."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";" if language == "da" else ",")
    writer.writerow(table.columns)
    writer.writerows([_csv_text(cell, language) for cell in row] for row in table.rows)
    writer.writerow([])
    writer.writerows((_csv_text(each, language) for each in note) for note in table.notes)
    content = buffer.getvalue().encode("utf-8-sig")
    return _attached(content, "text/csv; charset=utf-8", table.file_name + ".csv")


def as_excel(table: Download, language: str) -> HttpResponse:
    """One sheet with the table, numbers as numbers, and one with the notes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Data")
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    for place, name in enumerate(table.columns):
        sheet.write_string(0, place, name, bold)
    for line, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            match cell:
                case bool() | str() | Message():
                    sheet.write_string(line, place, _said(cell, language))
                case int() | float() | Decimal():
                    sheet.write_number(line, place, float(cell))
                case date():
                    sheet.write_datetime(line, place, cell, day)
    sheet.autofit()
    about = book.add_worksheet("Info")
    for line, (name, text) in enumerate(table.notes):
        about.write_string(line, 0, name, bold)
        about.write_string(line, 1, text)
    about.autofit()
    book.close()
    return _attached(buffer.getvalue(), EXCEL, table.file_name + ".xlsx")


def _csv_text(cell: Cell, language: str) -> str:
    match cell:
        case None:
            return ""
        case date():
            return cell.isoformat()
        case int() | float() | Decimal():
            return str(cell).replace(".", "," if language == "da" else ".")
    said = _said(cell, language)
    # A spreadsheet would run such a text as a formula.
    return "'" + said if said.startswith(_FORMULA) else said


def _said(cell: bool | str | Message, language: str) -> str:
    return cell.in_language(language) if isinstance(cell, Message) else str(cell)


def _attached(content: bytes, kind: str, file_name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )
