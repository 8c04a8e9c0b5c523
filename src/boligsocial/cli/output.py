"""How a result leaves a command: a table to read, JSON, or a file."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from boligsocial.messages import Message, UserError, write_figure

Rows = Sequence[Mapping[str, Any]]


def language() -> str:
    """The language of sentences and figures in results: BOLIGSOCIAL_LANGUAGE, else English."""
    return os.environ.get("BOLIGSOCIAL_LANGUAGE", "en")


def print_json(result: object) -> None:
    """A result as JSON on standard output, letters as they are."""
    sys.stdout.write(_as_json(result) + "\n")


def say(words: str | Message, *, stderr: bool = False) -> None:
    """A line of text, however long, on standard output or standard error."""
    line = words.in_language(language()) if isinstance(words, Message) else words
    console = Console(stderr=stderr, soft_wrap=True, highlight=False)
    console.print(" ".join(line.split()) if stderr else line, markup=False)


def print_note(sentence: Message) -> None:
    """A sentence that goes with a result, on standard error and on one line."""
    say(sentence, stderr=True)


def write_result(result: object, rows: Rows, path: Path) -> None:
    """A result to a file: whole as `.json`, its rows as `.csv` or `.parquet`.

    The file is written beside its place and moved there, so a half-written one is never seen.

    Raises:
        UserError: another ending, or a folder that is not there.
    """
    beside = path.with_name(f".{path.name}.part")
    table = pl.DataFrame([_flat(row) for row in rows], infer_schema_length=None)
    try:
        match path.suffix.lower():
            case ".json":
                beside.write_text(_as_json(result) + "\n", "utf-8")
            case ".csv":
                table.write_csv(beside)
            case ".parquet":
                table.write_parquet(beside)
            case _:
                raise UserError(
                    "{path} has an ending that is not known; use .json, .csv or .parquet",
                    path=str(path),
                )
        beside.replace(path)
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}",
            path=str(path), reason=error.strerror or str(error),
        ) from None  # fmt: skip


def give(
    result: object, rows: Rows, out: Path | None, *, json: bool, show: Callable[[], None]
) -> None:
    """A result to a file where one is asked for, and as JSON or as what a reader is shown.

    Raises:
        UserError: as `write_result`.
    """
    if out is not None:
        write_result(result, rows, out)
    if json:
        print_json(result)
    else:
        show()


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for reading; numbers stand to the right."""
    table = Table(title=title, title_justify="left", show_edge=False)
    for position, column in enumerate(columns):
        numeric = any(
            isinstance(row[position], int | float | Decimal) and not isinstance(row[position], bool)
            for row in rows
        )
        table.add_column(column, justify="right" if numeric else "left")
    for row in rows:
        table.add_row(*(_shown(value) for value in row))
    Console().print(table)


def print_rows(title: str, columns: Mapping[str, str], rows: Rows) -> None:
    """Rows as a table: `columns` has the field of each heading, a list stands with commas."""
    cells = [[_in_a_row(row[field]) for field in columns.values()] for row in rows]
    print_table(title, list(columns), cells)


def _in_a_row(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def number(value: Decimal) -> float | int:
    """An amount as a JSON number: 140 and 3.3, not "140" and "3.30"."""
    return int(value) if value == value.to_integral_value() else float(value)


def _shown(value: object) -> str:
    match value:
        case None:
            return "?"
        case bool():
            return "yes" if value else "no"
        case str() | int() | float() | Decimal() | date() | Message():
            return write_figure(value, language())
    return str(value)


def _as_json(result: object) -> str:
    return json.dumps(result, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return number(value)
        case Message():
            return value.in_language(language())
    raise TypeError(type(value).__name__)


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its nested objects as columns of their own; lists fall away."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}_{inner}": each for inner, each in value.items()}
        elif isinstance(value, Message):
            flat[name] = value.in_language(language())
        elif not isinstance(value, list | tuple):
            flat[name] = value
    return flat
