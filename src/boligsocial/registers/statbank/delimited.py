"""Reads the StatBank's CSV and BULK: codes or texts by variable, and the figure in the last column.

Semicolons, commas or tabs; UTF-8 with or without a byte order mark, or Latin-1; decimal point or
comma. Where the periods stand as columns they are turned into rows.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import polars as pl

from boligsocial.messages import InputError
from boligsocial.registers.statbank.source import statbank_source

TIME = "TID"

_PERIOD = re.compile(r"\d{4}([A-Z]\d{1,2})?")
_DECIMAL_COMMA = r"^[+-]?\d[\d.]*,\d+$"


def read_delimited(path: Path) -> pl.DataFrame:
    """A row for each cell: the variables as text, `value` (Float64) and `status` (text).

    `value` is null and `status` the symbol where a symbol stands for a number.

    Raises:
        InputError: not such a table; a row with other cells than the header; a figure that is none.
    """
    cells = _texts(path)
    periods = [name for name in cells.columns if _PERIOD.fullmatch(name)]
    if not periods:
        *variables, figure = cells.columns
        return _figures(cells, variables, figure, path)
    variables = [name for name in cells.columns if name not in periods]
    long = cells.with_row_index("line").unpivot(
        periods, index=["line", *variables], variable_name=TIME, value_name="value"
    )
    ordered = long.sort("line", maintain_order=True).drop("line")
    return _figures(ordered, [*variables, TIME], "value", path)


def _texts(path: Path) -> pl.DataFrame:
    """Every cell as stripped text, empty ones null."""
    try:
        with path.open("rb") as file:
            header = file.readline().decode("utf-8-sig", "replace").rstrip("\r\n")
    except OSError as error:
        raise InputError(
            "cannot be read: {reason}", file=str(path), reason=error.strerror or ""
        ) from None
    separator = max(";,\t", key=header.count)
    if separator not in header:
        raise InputError("is not CSV with a header and several columns", file=str(path))
    try:
        table = _parsed(path, separator)
    except pl.exceptions.PolarsError as error:
        reason = str(error).strip().split("\n", 1)[0]
        raise InputError("is not CSV: {reason}", file=str(path), reason=reason) from None
    if table.is_empty():
        raise InputError("has a header and no rows", file=str(path))
    return table.select(pl.all().str.strip_chars().replace("", None))


def _parsed(path: Path, separator: str) -> pl.DataFrame:
    def parse(source: Path | io.BytesIO) -> pl.DataFrame:
        return pl.read_csv(source, separator=separator, infer_schema=False)

    try:
        return parse(path)
    except pl.exceptions.PolarsError:
        content = path.read_bytes()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            return parse(io.BytesIO(content.decode("cp1252", "replace").encode("utf-8")))
        raise


def _figures(cells: pl.DataFrame, variables: list[str], figure: str, path: Path) -> pl.DataFrame:
    symbols = statbank_source().symbols
    text = cells[figure]
    symbol = text.is_in([*symbols.missing, *symbols.zero])
    comma = text.str.contains(_DECIMAL_COMMA).fill_null(False).any()
    plain = text.str.replace_all(".", "", literal=True) if comma else text
    numbers = plain.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    zero = text.is_in(list(symbols.zero)).fill_null(False)
    value = numbers.set(symbol.fill_null(False), None).set(zero, 0.0)
    wrong = value.is_null() & text.is_not_null() & ~symbol.fill_null(False)
    if wrong.any():
        place = int(wrong.arg_true()[0])
        raise InputError(
            "{value} is not a number",
            file=str(path), row=place + 2, column=figure, value=text[place],
        )  # fmt: skip
    status = text.set(~symbol.fill_null(False), None)
    return cells.select(variables).with_columns(value=value, status=status)
