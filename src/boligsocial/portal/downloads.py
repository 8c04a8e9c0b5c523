"""Tables as files that people take with them: CSV, and Excel with real numbers and dates."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.translation import gettext

from boligsocial.messages import Message
from boligsocial.portal.writing import language, said

# What a spreadsheet would take for a formula when it opens a CSV.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,]*$)")
Cell = str | int | float | Decimal | date | Message | None
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Kind = Literal["text", "long", "count", "kroner", "mio", "percent", "ratio", "date"]
# Excel shows the separators of whoever opens the file: 1.234,50 on a Danish machine.
_FORMATS: dict[Kind, dict[str, object]] = {
    "text": {},
    "long": {"text_wrap": True},
    "count": {"num_format": "#,##0"},
    "kroner": {"num_format": "#,##0.00"},
    "mio": {"num_format": "#,##0.00######"},
    "percent": {"num_format": "0.0##"},
    "ratio": {"num_format": "0.00"},
    "date": {"num_format": "dd-mm-yyyy", "align": "left"},
}
_WIDTHS: dict[Kind, int] = {"long": 60, "kroner": 16}
_WIDTH = 12


@dataclass(frozen=True)
class SheetColumn:
    """A heading with its unit, what stands below it, and the width in characters (0: by kind)."""

    name: str
    kind: Kind = "text"
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table: `columns` with their units, `widths` in characters, `kinds` of what is measured."""

    name: str
    columns: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    kinds: Sequence[Kind] = ()


@dataclass(frozen=True)
class Book:
    """A file: its tables, and what its reader must know (sources, list, reservations)."""

    title: str
    about: Sequence[tuple[str, Cell]]
    sheets: Sequence[Sheet]


def sheet_of(name: str, columns: Sequence[SheetColumn], rows: Sequence[Sequence[Cell]]) -> Sheet:
    """A table whose columns are written each in its own way."""
    widths = [each.width or _WIDTHS.get(each.kind, _WIDTH) for each in columns]
    kinds = [each.kind for each in columns]
    return Sheet(name, [each.name for each in columns], widths, rows, kinds)


def in_turn(*runs: tuple[int, Kind]) -> list[Kind]:
    """The kinds of columns from left to right, given as so many of each."""
    return [kind for count, kind in runs for _ in range(count)]


def alone(sheet: Sheet, extra: Sequence[tuple[str, Cell]]) -> Book:
    """A table for a file of its own, with columns that say the same on every row."""
    names, cells = [name for name, _ in extra], [cell for _, cell in extra]
    rows = [[*row, *cells] for row in sheet.rows]
    return Book("", (), [replace(sheet, columns=[*sheet.columns, *names], rows=rows)])


def as_response(book: Book, kind: str, name: str) -> HttpResponse:
    """The file as a download; of a CSV the first table, which names its list and sources itself.

    Raises:
        Http404: another kind than `csv` or `xlsx`.
    """
    if kind not in MEDIA:
        raise Http404(kind)
    content = as_csv(book.sheets[0]) if kind == "csv" else as_excel(book)
    return attached(content, MEDIA[kind], f"{name}.{kind}")


def attached(content: bytes | str, media: str, name: str) -> HttpResponse:
    """A file as a download."""
    header = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media, headers=header)


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
        case float() | Decimal():
            text = repr(float(cell))
            return text.replace(".", ",") if language() == "da" else text
        case str() if _FORMULA.match(cell):
            return f"'{cell}"
        case _:
            return str(cell)


def as_excel(book: Book) -> bytes:
    """A workbook with a frozen heading on each table and a last sheet on what it holds."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as file:
        file.set_properties({"title": book.title})
        top = {"valign": "top"}
        looks = {kind: file.add_format(top | look) for kind, look in _FORMATS.items()}
        heading = file.add_format({**top, "bold": True, "bottom": 1, "text_wrap": True})
        for sheet in book.sheets:
            _write_sheet(file.add_worksheet(sheet.name[:31]), sheet, heading, looks)
        about = file.add_worksheet(gettext("Explanation and sources"))
        about.set_column(0, 0, 30)
        about.set_column(1, 1, 110)
        about.write_string(0, 0, book.title, file.add_format({"bold": True, "font_size": 14}))
        bold = file.add_format({**top, "bold": True})
        for place, (name, cell) in enumerate(book.about, start=2):
            about.write_string(place, 0, name, bold)
            _write(about, place, 1, cell, looks["long"], looks["date"])
    return out.getvalue()


def _write_sheet(
    page: xlsxwriter.worksheet.Worksheet,
    sheet: Sheet,
    heading: xlsxwriter.format.Format,
    looks: dict[Kind, xlsxwriter.format.Format],
) -> None:
    page.freeze_panes(1, 1)
    page.set_row(0, 32)
    kinds = sheet.kinds or ["text" for _ in sheet.columns]
    for place, (name, width) in enumerate(zip(sheet.columns, sheet.widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, name, heading)
    for line, row in enumerate(sheet.rows, start=1):
        for place, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            _write(page, line, place, cell, looks[kind], looks["date"])
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write(
    page: xlsxwriter.worksheet.Worksheet, line: int, place: int, cell: Cell,
    look: xlsxwriter.format.Format, day: xlsxwriter.format.Format,
) -> None:  # fmt: skip
    match cell:
        case None:
            return
        case date():
            page.write_datetime(line, place, cell, day)
        case int() | float() | Decimal():
            page.write_number(line, place, float(cell), look)
        case _:
            page.write_string(line, place, said(cell), look)


def yes_no(answer: bool | None) -> str:
    """An answer as a cell, empty where it cannot be determined."""
    if answer is None:
        return ""
    return gettext("yes") if answer else gettext("no")
