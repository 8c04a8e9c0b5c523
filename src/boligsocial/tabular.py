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

from boligsocial.messages import InputError

Kind = Literal["text", "number", "count", "decimal", "flag", "date"]


@dataclass(frozen=True)
class Column:
    """A column that a table may have.

    `required`: the column must be there; `filled`: no cell may be empty. Kinds: `number` (Float64),
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
_FLAGS = {"true": True, "yes": True, "ja": True, "1": True,
          "false": False, "no": False, "nej": False, "0": False}  # fmt: skip
_COMMA_NUMBER = re.compile(r"^-?\d[\d.]*,\d+$")
_THOUSANDS = r"^-?\d{1,3}(\.\d{3})+$"


def read_table(
    source: Source, columns: Sequence[Column], *, unique: Sequence[str] = ()
) -> pl.DataFrame:
    """The columns of a table in their order, and `row`, the line it has in a spreadsheet.

    Other columns of the file are left out; an optional column that the file lacks is empty. Text
    is stripped and normalised (NFC).

    Raises:
        InputError: not a table; a column that is missing or misspelt; a cell that is wrong; two
            rows with the same values in `unique` (letters large or small).
    """
    file = source.name if isinstance(source, Upload) else str(source)
    cells = _cells(source, file)
    _refuse_missing_columns(cells, columns, file)
    if cells.is_empty():
        raise InputError("has a header and no rows", file=file)
    comma = _uses_decimal_comma(cells, columns)
    rows = pl.int_range(2, len(cells) + 2, eager=True, dtype=pl.UInt32).alias("row")
    read = [_read_column(cells, column, comma, file) for column in columns]
    table = pl.DataFrame([*read, rows])
    _refuse_duplicates(table, unique, file)
    return table


def _cells(source: Source, file: str) -> pl.DataFrame:
    """Every cell as stripped text, empty cells as null, header names in small letters."""
    content = source.content if isinstance(source, Upload) else _bytes_of(source)
    if not content:
        raise InputError("is empty", file=file)
    if content.startswith(b"PAR1"):
        table = _parquet_cells(content, file)
    elif content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        table = _from_rows(_excel_rows(content, file), file)
    else:
        table = _from_rows(_csv_rows(_text_of(content, file), file), file)
    stripped = pl.all().str.strip_chars().str.normalize("NFC").replace("", None)
    return table.select(stripped).rename(lambda name: name.strip().casefold())


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("there is no such file", file=str(path)) from None
    except OSError as error:
        raise InputError(
            "cannot be read: {reason}", file=str(path), reason=error.strerror or ""
        ) from None


def _parquet_cells(content: bytes, file: str) -> pl.DataFrame:
    try:
        return pl.read_parquet(io.BytesIO(content)).select(pl.all().cast(pl.String))
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


def _csv_rows(text: str, file: str) -> list[list[str]]:
    header = text.split("\n", 1)[0]
    separator = max(";,\t", key=header.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputError("is not CSV: {reason}", file=file, reason=str(error)) from None


def _from_rows(rows: list[list[str]], file: str) -> pl.DataFrame:
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise InputError("is empty", file=file)
    header, *body = rows
    names = [name.strip() for name in header]
    for name in names:
        if names.count(name) > 1 and name:
            raise InputError("the column stands twice", file=file, row=1, column=name)
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


def _refuse_missing_columns(cells: pl.DataFrame, columns: Sequence[Column], file: str) -> None:
    known = {column.name for column in columns}
    unknown = [name for name in cells.columns if name not in known]
    for column in columns:
        if column.name in cells.columns:
            continue
        near = get_close_matches(column.name, unknown, 1, cutoff=0.85)
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


def _uses_decimal_comma(cells: pl.DataFrame, columns: Sequence[Column]) -> bool:
    """Whether a number anywhere in the table has a decimal comma; dots then part thousands."""
    numeric = [c.name for c in columns if c.kind in ("number", "count", "decimal")]
    return any(
        cells[name].str.contains(_COMMA_NUMBER.pattern).any()
        for name in numeric
        if name in cells.columns
    )


def _read_column(cells: pl.DataFrame, column: Column, comma: bool, file: str) -> pl.Series:
    if column.name not in cells.columns:
        return pl.Series(column.name, [None] * len(cells), dtype=DTYPES[column.kind])
    text = cells[column.name]

    def refuse(wrong: pl.Series, problem: str) -> None:
        if wrong.any():
            place = int(wrong.arg_true()[0])
            raise InputError(
                problem, file=file, row=place + 2, column=column.name,
                value=text[place] or "", low=column.low or 0, high=column.high or 0,
                choices=", ".join(column.choices),
            )  # fmt: skip

    if column.filled:
        refuse(text.is_null(), "is empty")
    values, problem = _READERS[column.kind](text, comma)
    refuse(values.is_null() & text.is_not_null(), problem)
    figures = values.cast(pl.Float64) if column.kind in ("number", "count", "decimal") else None
    if figures is not None and column.low is not None:
        refuse(figures.lt(column.low).fill_null(False), "{value} is below {low}")
    if figures is not None and column.high is not None:
        refuse(figures.gt(column.high).fill_null(False), "{value} is above {high}")
    if column.choices:
        known = values.is_in(list(column.choices)).fill_null(True)
        refuse(~known, "{value} is not one of {choices}")
    return values.alias(column.name)


def _plain_numbers(text: pl.Series, comma: bool, whole: bool) -> pl.Series:
    """Numbers as text with a decimal dot and no thousands."""
    if comma:
        return text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    if whole:
        thousands = pl.col(text.name).str.replace_all(".", "", literal=True)
        parted = pl.col(text.name).str.contains(_THOUSANDS)
        return (
            text.to_frame()
            .select(pl.when(parted).then(thousands).otherwise(pl.col(text.name)))
            .to_series()
        )
    return text


def _finite(text: pl.Series) -> pl.Series:
    numbers = text.cast(pl.Float64, strict=False)
    return numbers.set(~numbers.is_finite().fill_null(True), None)


def _read_number(text: pl.Series, comma: bool) -> tuple[pl.Series, str]:
    return _finite(_plain_numbers(text, comma, whole=False)), "{value} is not a number"


def _read_count(text: pl.Series, comma: bool) -> tuple[pl.Series, str]:
    numbers = _finite(_plain_numbers(text, comma, whole=True))
    whole = numbers.set((numbers != numbers.round()).fill_null(False), None)
    return whole.cast(pl.Int64, strict=False), "{value} is not a whole number"


def _read_decimal(text: pl.Series, comma: bool) -> tuple[pl.Series, str]:
    plain = _plain_numbers(text, comma, whole=False)
    return plain.set(_finite(plain).is_null(), None), "{value} is not an amount"


def _read_flag(text: pl.Series, comma: bool) -> tuple[pl.Series, str]:
    del comma
    flags = text.str.to_lowercase().replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
    return flags, "{value} is neither true nor false"


def _read_date(text: pl.Series, comma: bool) -> tuple[pl.Series, str]:
    del comma
    iso = text.str.replace(r"^(\d{4})$", "$1-01-01").str.replace(
        r"^(\d{2})[-./](\d{2})[-./](\d{4})$", "$3-$2-$1"
    )
    return iso.str.to_date("%Y-%m-%d", strict=False), "{value} is not a date like 2017-12-01"


def _read_text(text: pl.Series, comma: bool) -> tuple[pl.Series, str]:
    del comma
    return text, ""


_READERS = {
    "text": _read_text, "number": _read_number, "count": _read_count,
    "decimal": _read_decimal, "flag": _read_flag, "date": _read_date,
}  # fmt: skip


def _refuse_duplicates(table: pl.DataFrame, unique: Sequence[str], file: str) -> None:
    if not unique:
        return
    keys = table.select(*(pl.col(name).str.to_lowercase() for name in unique), "row")
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
