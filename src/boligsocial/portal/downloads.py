"""Tables as files that people take with them: CSV, and Excel with real numbers and dates."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import get_language, gettext

from boligsocial.messages import Message
from boligsocial.portal.writing import language, said

# What a spreadsheet would take for a formula when it opens a CSV.
_FORMULA = re.compile(r"[=@\t\r]|[+-][A-Za-z(]")
Cell = str | int | float | date | Message | None
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Sheet:
    """A table: `widths` in characters, `columns` with their units."""

    name: str
    columns: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Book:
    """A file: its tables, and what its reader must know (sources, list, reservations)."""

    title: str
    about: Sequence[tuple[str, Cell]]
    sheets: Sequence[Sheet]


def as_response(book: Book, kind: str, name: str) -> HttpResponse:
    """The file as a download; of a CSV the first table, which names its list and sources itself."""
    content = as_csv(book.sheets[0]) if kind == "csv" else as_excel(book)
    response = HttpResponse(content, content_type=MEDIA[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def as_csv(sheet: Sheet) -> bytes:
    """CSV as Excel opens it in the reader's language: Danish with `;` and decimal comma."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language() == "da" else ",", lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([[_text(cell) for cell in row] for row in sheet.rows])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Message():
            return said(cell)
        case date():
            return cell.isoformat()
        case float():
            text = repr(cell)
            return text.replace(".", ",") if language() == "da" else text
        case str() if _FORMULA.match(cell):
            return f"'{cell}"
        case _:
            return str(cell)


def as_excel(book: Book) -> bytes:
    """A workbook with a frozen heading on each table and a last sheet on what it holds."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "default_date_format": "d. mmm yyyy"}
    ) as file:
        file.set_properties({"title": book.title})
        bold = file.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for sheet in book.sheets:
            _write_sheet(file, sheet, bold)
        about = file.add_worksheet(gettext("About the figures"))
        about.set_column(0, 0, 26)
        about.set_column(1, 1, 110, file.add_format({"text_wrap": True, "valign": "top"}))
        about.write_string(0, 0, book.title, file.add_format({"bold": True, "font_size": 14}))
        for place, (name, cell) in enumerate(book.about, start=2):
            about.write_string(place, 0, name, file.add_format({"bold": True, "valign": "top"}))
            _write(about, place, 1, cell)
    return out.getvalue()


def _write_sheet(
    file: xlsxwriter.Workbook, sheet: Sheet, heading: xlsxwriter.format.Format
) -> None:
    page = file.add_worksheet(sheet.name[:31])
    page.freeze_panes(1, 1)
    page.set_row(0, 32)
    for column, (name, width) in enumerate(zip(sheet.columns, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, name, heading)
    for place, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write(page, place, column, cell)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    match cell:
        case None:
            return
        case date():
            page.write_datetime(row, column, cell)
        case int() | float():
            page.write_number(row, column, cell)
        case Message():
            page.write_string(row, column, said(cell))
        case _:
            page.write_string(row, column, cell)


def yes_no(answer: bool | None) -> Literal["", "ja", "nej", "yes", "no"]:
    """An answer as a cell, empty where it cannot be determined."""
    if answer is None:
        return ""
    if get_language() == "en":
        return "yes" if answer else "no"
    return "ja" if answer else "nej"
