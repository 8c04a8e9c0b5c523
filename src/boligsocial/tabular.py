"""Small tables that people hand over as CSV, Excel or Parquet: read rightly, or refused in a line.

Danish Excel writes semicolons, decimal commas and Latin-1; all of it is understood.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from boligsocial.cpr import DATE
from boligsocial.messages import InputError, Message

Kind = Literal["text", "number", "count", "decimal", "flag", "date"]


@dataclass(frozen=True)
class Column:
    """A column that a table may have.

    `required`: the column must be there; `filled`: no cell may be empty; `mistaken`: names that
    people give it, told apart from columns that are simply others. Kinds: `number` (Float64),
    `count` (whole, Int64), `decimal` (text of an exact number), `flag` (Boolean), `date` (Date; a
    year alone is its 1 January), `text`.
    """

    name: str
    kind: Kind
    required: bool = False
    filled: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    mistaken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Upload:
    """A file that came over the web."""

    name: str
    content: bytes


Source = Path | Upload

DTYPES = {
    "text": pl.String, "number": pl.Float64, "count": pl.Int64, "decimal": pl.String,
    "flag": pl.Boolean, "date": pl.Date,
}  # fmt: skip
_FLAGS = {"true": True, "yes": True, "ja": True, "sand": True, "1": True,
          "false": False, "no": False, "nej": False, "falsk": False, "0": False}  # fmt: skip
_PARTED = r"^[+-]?\d{1,3}(\.\d{3})+$"
_COMMA_NUMBER = r"^[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+$"
_DOT_NUMBER = r"^[+-]?\d+\.\d+$"
_CPR = re.compile(rf"\b{DATE}-\d{{4}}\b")
_NUMERIC = ("number", "count", "decimal")

Marks = Literal["dot", "comma", "parted"]
"""How a file writes numbers: 1790.5; 1.790,5; or without decimals, so that 1.790 may be a count."""


def read_table(
    source: Source,
    columns: Sequence[Column],
    *,
    unique: Sequence[str] = (),
    may_be_empty: bool = False,
) -> pl.DataFrame:
    """The columns of a table in their order, and `row`, the line it has in a spreadsheet.

    Other columns of the file are left out; an optional column that the file lacks is empty. Text
    is stripped and normalised (NFC).

    Raises:
        InputError: not a table; a column that is missing or misspelt; a cell that is wrong, or
            holds a personal number, in any column; two rows with the same values in `unique`
            (letters large or small); no rows, unless the table may be empty.
    """
    upload = source if isinstance(source, Upload) else read_upload(source)
    file = upload.name
    cells, marks = _cells(upload.content, file)
    _refuse_personal_numbers(cells, file)
    _refuse_missing_columns(cells, columns, file)
    if cells.is_empty() and not may_be_empty:
        raise InputError("has a header and no rows", file=file)
    marks = _refuse_mixed_marks(cells, columns, marks, file)
    rows = pl.int_range(2, len(cells) + 2, eager=True, dtype=pl.UInt32).alias("row")
    read = [_read_column(cells, column, marks, file) for column in columns]
    table = pl.DataFrame([*read, rows])
    _refuse_duplicates(table, unique, file)
    return table


def _cells(content: bytes, file: str) -> tuple[pl.DataFrame, Marks]:
    """Every cell as stripped text, empty cells as null, header names in small letters."""
    marks: Marks = "dot"
    if not content:
        raise InputError("is empty", file=file)
    if content.startswith(b"PAR1"):
        table = _parquet_cells(content, file)
    elif content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        table = _from_rows(_excel_rows(content, file), file)
    else:
        rows, marks = _csv_rows(_text_of(content, file), file)
        table = _from_rows(rows, file)
    return table.select(pl.all().str.strip_chars().str.normalize("NFC").replace("", None)), marks


def read_upload(path: Path) -> Upload:
    """A file on this machine as if it had come over the web.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    try:
        return Upload(path.name, path.read_bytes())
    except FileNotFoundError:
        raise InputError("there is no such file", file=str(path)) from None
    except OSError as error:
        raise InputError(
            "cannot be read: {reason}", file=str(path), reason=error.strerror or ""
        ) from None


def _parquet_cells(content: bytes, file: str) -> pl.DataFrame:
    try:
        table = pl.read_parquet(io.BytesIO(content))
        plain = [
            name
            for name, kind in table.schema.items()
            if not kind.is_nested() and kind not in (pl.Binary, pl.Object)
        ]
        names = _header(plain, file)
        return table.select(
            pl.col(name).cast(pl.String).alias(names[place]) for place, name in enumerate(plain)
        )
    except pl.exceptions.PolarsError:
        raise InputError("is not a Parquet file that can be read", file=file) from None


def _excel_rows(content: bytes, file: str) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except CalamineError:
        raise InputError("is not an Excel file that can be read", file=file) from None
    return [[_excel_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _excel_text(cell: object) -> str:
    match cell:
        case str() if re.fullmatch(_COMMA_NUMBER, cell.strip()):
            # A number typed as text stands beside true numbers, which have no marks of their own.
            return cell.replace(".", "").replace(",", ".")
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
    return str(cell)


def _text_of(content: bytes, file: str) -> str:
    encodings = ["utf-8-sig", "cp1252", "latin-1"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        text = "\0"
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text):
        raise InputError("is not a table; hand over CSV, Excel or Parquet", file=file)
    return text


def _csv_rows(text: str, file: str) -> tuple[list[list[str]], Marks]:
    header = text.split("\n", 1)[0]
    separator = max(";,\t", key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputError("is not CSV: {reason}", file=file, reason=str(error)) from None
    return rows, "dot" if separator == "," else "parted"


def _from_rows(rows: list[list[str]], file: str) -> pl.DataFrame:
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise InputError("is empty", file=file)
    header, *body = rows
    names = _header(header, file)
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise InputError(
                "has {found} cells where the header has {wanted}",
                file=file, row=number, found=len(row), wanted=len(header),
            )  # fmt: skip
    named = [place for place, name in enumerate(names) if name]
    return pl.DataFrame(
        {names[place]: [row[place] for row in body] for place in named},
        schema={names[place]: pl.String for place in named},
    )


def _header(names: Sequence[str], file: str) -> list[str]:
    plain = [name.strip().casefold() for name in names]
    twice = next((name for name in plain if name and plain.count(name) > 1), None)
    if twice is not None:
        raise InputError("the column stands twice", file=file, row=1, column=twice)
    return plain


def _refuse_personal_numbers(cells: pl.DataFrame, file: str) -> None:
    """Personal numbers have no place in these tables, not in a column that is left out either.

    The number itself is kept out of the sentence, which may end in a log.
    """
    for name in cells.columns:
        found = cells[name].str.contains(_CPR.pattern).fill_null(False).arg_true()
        is_heading = _CPR.search(name) is not None
        if is_heading or len(found):
            raise InputError(
                "holds what looks like a personal number (CPR); take it out of the file first",
                file=file,
                row=1 if is_heading else int(found[0]) + 2,
                column=None if is_heading else name,
            )


def _refuse_missing_columns(cells: pl.DataFrame, columns: Sequence[Column], file: str) -> None:
    known = {column.name for column in columns}
    unknown = [name for name in cells.columns if name not in known]
    for column in columns:
        if column.name in cells.columns:
            continue
        near = [
            *get_close_matches(column.name, unknown, 1, cutoff=0.85),
            *(name for name in unknown if get_close_matches(name, column.mistaken, 1, cutoff=0.85)),
        ]
        if near:
            raise InputError(
                "is not a column that is known; did you mean {name}?",
                file=file, row=1, column=near[0], name=column.name,
            )  # fmt: skip
        if column.required:
            raise InputError(
                "the column is missing; the file has {found}",
                file=file, row=1, column=column.name, found=", ".join(cells.columns),
            )  # fmt: skip


def _refuse_mixed_marks(
    cells: pl.DataFrame, columns: Sequence[Column], marks: Marks, file: str
) -> Marks:
    """How the numbers are written; a decimal comma and a decimal dot do not go together."""
    numeric = [c.name for c in columns if c.kind in _NUMERIC and c.name in cells.columns]
    if marks == "dot" or not any(cells[name].str.contains(_COMMA_NUMBER).any() for name in numeric):
        return marks
    for name in numeric:
        text = cells[name]
        dotted = (text.str.contains(_DOT_NUMBER) & ~text.str.contains(_PARTED)).fill_null(False)
        if dotted.any():
            place = int(dotted.arg_true()[0])
            raise InputError(
                "{value} has a decimal dot where other figures have a decimal comma",
                file=file, row=place + 2, column=name, value=text[place],
            )  # fmt: skip
    return "comma"


def _read_column(cells: pl.DataFrame, column: Column, marks: Marks, file: str) -> pl.Series:
    if column.name not in cells.columns:
        return pl.Series(column.name, [None] * len(cells), dtype=DTYPES[column.kind])
    text = cells[column.name]

    def refuse(wrong: pl.Series, problem: Message) -> None:
        if wrong.any():
            place = int(wrong.arg_true()[0])
            raise InputError(
                problem, file=file, row=place + 2, column=column.name,
                value=text[place] or "", low=column.low or 0, high=column.high or 0,
                choices=", ".join(column.choices),
            )  # fmt: skip

    if column.filled:
        refuse(text.is_null(), Message("is empty"))
    values, problem = _READERS[column.kind](text, marks)
    refuse(values.is_null() & text.is_not_null(), problem)
    figures = values.cast(pl.Float64) if column.kind in _NUMERIC else None
    if figures is not None and column.low is not None:
        refuse(figures.lt(column.low).fill_null(False), Message("{value} is below {low}"))
    if figures is not None and column.high is not None:
        refuse(figures.gt(column.high).fill_null(False), Message("{value} is above {high}"))
    if column.choices:
        known = values.is_in(list(column.choices)).fill_null(True)
        refuse(~known, Message("{value} is not one of {choices}"))
    return values.alias(column.name)


def _plain_numbers(text: pl.Series, marks: Marks, whole: bool) -> pl.Series:
    """Numbers as text with a decimal dot and no thousands."""
    if marks == "dot" or (marks == "parted" and not whole):
        return text
    parted = text.str.contains(_PARTED) | text.str.contains(_COMMA_NUMBER)
    plain = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return plain.zip_with(parted.fill_null(False), text)


def _finite(text: pl.Series) -> pl.Series:
    numbers = text.cast(pl.Float64, strict=False)
    return numbers.set(~numbers.is_finite().fill_null(True), None)


def _read_number(text: pl.Series, marks: Marks) -> tuple[pl.Series, Message]:
    return _finite(_plain_numbers(text, marks, whole=False)), Message("{value} is not a number")


def _read_count(text: pl.Series, marks: Marks) -> tuple[pl.Series, Message]:
    numbers = _finite(_plain_numbers(text, marks, whole=True))
    whole = numbers.set((numbers != numbers.round()).fill_null(False), None)
    return whole.cast(pl.Int64, strict=False), Message("{value} is not a whole number")


def _read_decimal(text: pl.Series, marks: Marks) -> tuple[pl.Series, Message]:
    plain = _plain_numbers(text, marks, whole=False)
    return plain.set(_finite(plain).is_null(), None), Message("{value} is not an amount")


def _read_flag(text: pl.Series, marks: Marks) -> tuple[pl.Series, Message]:
    del marks
    flags = text.str.to_lowercase().replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
    return flags, Message("{value} is neither true nor false")


def _read_date(text: pl.Series, marks: Marks) -> tuple[pl.Series, Message]:
    del marks
    return as_dates(text), Message("{value} is not a date like 2017-12-01")


def as_dates(text: pl.Series) -> pl.Series:
    """2017-12-01, 01-12-2017 (or with `.` or `/`) and a year alone as dates; others are null."""
    iso = text.str.replace(r"^(\d{4})$", "$1-01-01").str.replace(
        r"^(\d{2})[-./](\d{2})[-./](\d{4})$", "$3-$2-$1"
    )
    return iso.str.to_date("%Y-%m-%d", strict=False)


def _read_text(text: pl.Series, marks: Marks) -> tuple[pl.Series, Message]:
    del marks
    return text, Message("")


_READERS = {
    "text": _read_text, "number": _read_number, "count": _read_count,
    "decimal": _read_decimal, "flag": _read_flag, "date": _read_date,
}  # fmt: skip


def _refuse_duplicates(table: pl.DataFrame, unique: Sequence[str], file: str) -> None:
    if not unique:
        return
    keys = table.select(
        *(pl.col(name).cast(pl.String).str.to_lowercase() for name in unique), "row"
    )
    again = keys.filter(pl.struct(unique).is_first_distinct().not_())
    if again.is_empty():
        return
    key, row = again.row(0)[:-1], again["row"][0]
    first = keys.filter(*(pl.col(name).eq_missing(value) for name, value in zip(unique, key)))  # noqa: B905
    shown = table.filter(pl.col("row") == row).select(unique).row(0)
    raise InputError(
        "{value} stands already in row {first}; keep one of them",
        file=file, row=row, column=unique[0],
        value=" · ".join(str(each) for each in shown), first=str(first["row"][0]),
    )  # fmt: skip
